"""A German page of a farm shop on a small network: a menu at the side, three columns, an action that is pinned."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat
from watcher.core.model import Threat, Watch

EVERY = tuple(Threat)
WATCH = (
    Watch(role="tab", name="Gewinnspiel", threats=EVERY),
    Watch(role="tab", name="Angebote", threats=EVERY),
    Watch(role="tab", name="Stellen", threats=EVERY),
    Watch(role="link", name="Kiste bestellen", threats=EVERY),
    Watch(role="link", name="Jetzt mitmachen", threats=EVERY),
    Watch(role="link", name="hofladen-birkenau.example", threats=EVERY),
    Watch(role="image", name="Gewinnspiel: ein Jahr Gemüsekisten", threats=EVERY),
    Watch(role="image", name="Hofladen Birkenau: frisch vom Feld", threats=EVERY),
    Watch(role="heading", name="Termine", threats=EVERY),
)
LAYER = (
    '<div style="position:absolute;left:520px;top:240px;width:560px;height:330px;background:#fff;border:3px solid #1b5e20;'
    'z-index:5"><h2>Nachbarnetz plus</h2><p>Jetzt ohne Werbung</p><button>Testen</button></div>'
)
COOKIE = (
    '<div role="dialog" aria-label="Cookie-Hinweis" style="position:fixed;left:0;right:0;bottom:0;height:120px;'
    'background:#fff">Wir verwenden Cookies. <button>Ablehnen</button><button>Einverstanden</button></div>'
)
BLOCK = '<div style="height:640px;background:#fff"><h2>Neu im Nachbarnetz: Kurzvideos</h2></div>'


def feed(shift: int) -> str:
    return "".join(
        f'<article class="karte"><h3>Beitrag {60 + shift - n}</h3><p>vor {n + 1 + shift} Tagen</p>'
        f"<p>Heute gibt es {n + 3 + shift} Sorten Äpfel.</p><button>{4 * n + shift} gefällt das</button>"
        "<button>Kommentieren</button></article>"
        for n in range(5)
    )


THREATS: tuple[Case, ...] = (
    threat("Gewinnspiel fehlt im Menü", "Gewinnspiel", drop("#m-gewinn")),
    threat("Stellen heißt anders", "Stellen|Jobs", say("#m-stellen", "Jobs")),
    threat("Menü unter dem Kontakt", "Pinnwand|Über uns|Angebote|Gewinnspiel|Stellen|Fotos|tab",
           move("#menue", end_of=".links"), style("#kontakt", "height:900px")),
    threat("Menü in die Fußzeile", "Pinnwand|Über uns|Angebote|Gewinnspiel|Stellen|Fotos|tab|redesign",
           move("#menue", end_of="footer")),
    threat("Angebote zuletzt", "Angebote|Gewinnspiel|Stellen|Fotos", move("#m-angebote", end_of="#menue")),
    threat("öffnet mit Fotos", "Fotos|Pinnwand", put("#m-start", "aria-selected", "false"),
           put("#m-fotos", "aria-selected", "true")),
    threat("Angebote führt in den Markt", "Angebote", put("#m-angebote", "href", "/markt?seite=hofladen")),
    threat("Bestellknopf fehlt", "Kiste bestellen", drop("#bestellen")),
    threat("Bestellknopf führt zum Netz", "Kiste bestellen", put("#bestellen", "href", "https://nachbarnetz.example/kasse")),
    threat("Bestellknopf winzig", "Kiste bestellen",
           style("#bestellen", "font-size:6px;padding:1px;width:34px;height:11px;overflow:hidden")),
    threat("Folgen fehlt", "Folgen", drop("#folgen")),
    threat("Werbung über Kopf und Aktion", "Folgen|Kiste bestellen|Jetzt mitmachen|Gewinnspiel|Titelbild|Hofladen|covered",
           into("body", LAYER)),
    threat("Titelbild fehlt", "frisch vom Feld", drop("#titelbild")),
    threat("Titelbild nur ein Streifen", "frisch vom Feld", style("#titelbild", "height:40px")),
    threat("Aktion unter den Beiträgen", "Gewinnspiel|Jetzt mitmachen|Angeheftet", move("#aktion", end_of="main")),
    threat("Aktion fehlt", "Gewinnspiel|Jetzt mitmachen|Angeheftet", drop("#aktion")),
    threat("Bild der Aktion winzig", "Gewinnspiel", style("#preis", "width:60px;height:32px")),
    threat("Mitmachen führt anderswohin", "Jetzt mitmachen", put("#mitmachen", "href", "https://nachbarnetz.example/los")),
    threat("Netzadresse fehlt", "hofladen-birkenau.example", drop("#web")),
    threat("Siegel fehlt", "Geprüfte Seite|geprüft", drop("#siegel")),
    threat("Seite heißt anders", "Hofladen Birkenau|Birkenau Archiv", say("#name", "Birkenau Archiv")),
    threat("Termine fehlen", "Termine|Kartoffelfest", drop("#termine")),
    threat("alles nach unten geschoben", "Folgen|Kiste bestellen|Gewinnspiel|Jetzt mitmachen|Hofladen|frisch vom Feld",
           before("#titelbild", BLOCK)),
    threat("neu gebaut", "redesigned|redesign", drop("#menue"), drop(".kopf"), drop("#aktion"), drop("#termine"),
           drop("#kontakt"), drop("#agb"), drop("#titelbild"),
           before("#beitraege", '<div><h2>Für Sie</h2><a href="/k1">Kurzvideo</a><button>Weiter</button></div>')),
)  # fmt: skip

BENIGN: tuple[Case, ...] = (
    benign("dasselbe"),
    benign("zwei neue Beiträge", feed=2),
    benign("lauter neue Beiträge", feed=9),
    benign("Zahlen", say("#mit", "1.311 Mitglieder folgen")),
    benign("mehr Nachrichten", say("#post", "Nachrichten (7)")),
    benign("andere Anzeige", say("#anzeige a", "Sofa zu verschenken"), put("#anzeige a", "href", "https://werbung.example/2")),
    benign("keine Anzeige", drop("#anzeige")),
    benign("große Anzeige", style("#anzeige", "height:420px")),
    benign("andere Vorschläge", say("#auch li:nth-child(1) a", "Käserei Tal"), put("#auch li:nth-child(1) a", "href", "/kaeserei")),
    benign("Cookie-Hinweis", into("body", COOKIE)),
    benign("Streifen oben", before(".seite", '<div style="height:40px;background:#ffe">Nachbarnetz wird 5!</div>')),
    benign("ein Termin mehr", into(".termine", '<li><a href="/t/5">Neujahrsbrot</a></li>')),
    benign("anderes Titelbild", style("#titelbild", "background:#c5e1a5")),
    benign("Lieferbedingungen zugeklappt", put("#agb", "class", "karte"), say("#agb p", "Wir liefern freitags.")),
    benign("Link mit Herkunft", put("#bestellen", "href", "https://hofladen-birkenau.example/kiste?utm_campaign=netz")),
    benign("Schrift größer", style("body", "font-size:17px")),
    benign("nächstes Jahr", say("footer", "© 2027 Nachbarnetz")),
    benign("Gruppe mehr im Kopf", into(".oben nav", '<a href="/hilfe">Hilfe</a>')),
)  # fmt: skip
