"""A German tradesman's profile on a niche network: a fixed rail, lists as menus, iframes, details and dialogs."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat, without
from watcher.core.model import Threat, Watch

EVERY = tuple(Threat)
WATCH = (
    Watch(role="link", name="Konzertreihe", threats=EVERY),
    Watch(role="link", name="Notenladen", threats=EVERY),
    Watch(role="link", name="Ausbildung", threats=EVERY),
    Watch(role="link", name="Stimmung anfragen", threats=EVERY),
    Watch(role="link", name="Pate werden", threats=EVERY),
    Watch(role="link", name="orgelbau-wiesner.example", threats=EVERY),
    Watch(role="image", name="Orgelbau Wiesner: Werkstatt seit 1921", threats=EVERY),
    Watch(role="image", name="Patenschaft für eine Orgelpfeife", threats=EVERY),
    Watch(role="heading", name="Ausgewählte Werke", threats=EVERY),
    Watch(selector="#buchung", threats=EVERY),
    Watch(text="Meisterbetrieb, geprüft", threats=EVERY),
)
FRAGE = (
    '<dialog open style="position:fixed;left:420px;top:180px;width:640px;height:360px;z-index:9"><h2>Zunftplatz wird '
    "kostenpflichtig</h2><p>Sichern Sie sich den Frühpreis.</p><button>Jetzt sichern</button><button>Später</button></dialog>"
)
SPERRE = (
    '<div style="position:fixed;top:0;right:0;bottom:0;left:196px;background:#fff;z-index:8;padding:120px 60px">'
    "<h2>Dieses Profil wird gerade geprüft</h2><p>Einige Angaben wurden gemeldet.</p><button>Trotzdem ansehen</button></div>"
)
KEKSE = (
    '<div id="kekse" role="dialog" aria-label="Datenschutz" style="position:fixed;left:196px;right:0;bottom:0;height:150px;'
    'background:#fffbe6;border-top:2px solid #b90;padding:16px;z-index:7">Wir und 214 Partner verwenden Cookies. '
    "<button>Alle ablehnen</button> <button>Einstellungen</button> <button>Alle zulassen</button></div>"
)
BUEHNE = (
    '<section style="height:680px;background:#dde;margin-bottom:16px;padding:30px"><h2>Messe im Januar: jetzt anmelden</h2>'
    '<a href="/messe">Zur Messe</a></section>'
)
RIVALEN = (
    '<section class="kasten" style="height:280px;margin-top:16px"><h2>Andere Betriebe antworten schneller</h2>'
    '<a href="/klais">Pfeifenhaus Nord</a> <a href="/tast">Tastenwerk</a> <button>Drei Angebote einholen</button></section>'
)


def feed(shift: int) -> str:
    return "".join(
        f'<div class="notiz"><b>Notiz {310 + shift - n}</b> <span class="klein">vor {n + 1 + shift} Tagen</span>'
        f"<p>Heute lag Lade {310 + shift - n} auf dem Tisch; das Leder ist neu, der Wind steht wieder.</p>"
        f'<span class="klein">{(n * 19 + shift * 5) % 90} mal gelobt</span></div>'
        for n in range(8)
    )


THREATS: tuple[Case, ...] = (
    threat("Konzertreihe fehlt im Menü", "Konzertreihe", drop("#r-konzerte")),
    threat("drei Punkte unter Mehr", "Ausbildung|Notenladen|Stimmen", drop("#r-lehre"), drop("#r-laden"), drop("#r-stimmen"),
           into("#reiter", '<li><details style="border:0;padding:0"><summary style="padding:11px 14px">Mehr</summary>'
                           '<a href="/orgelbau-wiesner/lehre">Ausbildung</a><a href="/orgelbau-wiesner/laden">Notenladen</a>'
                           '<a href="/orgelbau-wiesner/stimmen">Stimmen</a></details></li>')),
    threat("Notenladen heißt Marktplatz", "Notenladen|Marktplatz", say("#r-laden a", "Marktplatz")),
    threat("Notenladen führt zum Netz", "Notenladen", put("#r-laden a", "href", "/markt?betrieb=wiesner")),
    threat("Stimmen stehen zuerst offen", "Stimmen|Profil", without("#r-profil a", "aria-current"),
           put("#r-stimmen a", "aria-current", "page")),
    threat("Konzertreihe ganz hinten", "Konzertreihe|Ausbildung|Notenladen|Stimmen", move("#r-konzerte", end_of="#reiter")),
    threat("Menü unter die Werke gerückt", "Profil|Werkverzeichnis|Konzertreihe|Ausbildung|Notenladen|Stimmen",
           move("#kopf nav", end_of="#haupt")),
    threat("Messe vor allem anderen", "Stimmung anfragen|Werkverzeichnis|Konzertreihe|Patenschaft|Wiesner|Messe|Merken|Profil",
           before("#kopf", BUEHNE)),
    threat("fremde Betriebe unter dem Kopf", "Andere Betriebe|Patenschaft|Pate werden|Ausgewählte Werke", before(".spalten", RIVALEN)),
    threat("Anfrage fehlt", "Stimmung anfragen", drop("#anfrage")),
    threat("Anfrage heißt Nachricht", "Stimmung anfragen|Nachricht", say("#anfrage", "Nachricht senden")),
    threat("Anfrage führt in das Netz", "Stimmung anfragen", put("#anfrage", "href", "/nachricht/neu?an=wiesner")),
    threat("Anfrage ist winzig", "Stimmung anfragen", style("#anfrage", "font-size:8px;padding:1px;width:80px;height:14px;line-height:1")),
    threat("Anfrage unter den Zeiten", "Stimmung anfragen", move("#anfrage", end_of="#nachbarn")),
    threat("Telefonnummer fehlt", "0555", drop("#anruf")),
    threat("Frage über dem Kopf", "kostenpflichtig|covered|Stimmung anfragen|Patenschaft|Konzertreihe|Ausbildung|Notenladen|Werk",
           into("body", FRAGE)),
    threat("Sperre über dem Profil", "geprüft|covered|cover|Wiesner|Stimmung anfragen|Merken", into("body", SPERRE)),
    threat("Kopfbild fehlt", "Werkstatt seit 1921", drop("#kopfbild")),
    threat("Kopfbild ein schmaler Streifen", "Werkstatt seit 1921", style("#kopfbild", "height:36px")),
    threat("Siegel verloren", "Meisterbetrieb|geprüft", drop("#siegel")),
    threat("Betrieb heißt anders", "Orgelbau Wiesner|Betrieb 4471", say("#firma", "Betrieb 4471")),
    threat("Wappen durch Platzhalter ersetzt", "Wappen|Platzhalter", put("#wappen", "alt", "Platzhalter")),
    threat("Vorstellung gekürzt, ohne Adresse", "orgelbau-wiesner.example|Wir bauen|mehr", say("#wort", "Wir bauen, stimmen und …"),
           into("#wort", '<button style="border:0;background:none">mehr anzeigen</button>')),
    threat("Netzadresse geht über eine Warnseite", "orgelbau-wiesner.example",
           put("#netz", "href", "https://zunftplatz.example/warnung?ziel=wiesner")),
    threat("Aushang nicht mehr angeheftet", "Patenschaft|Pate werden|angeheftet", drop("#oben"), move("#aushang", end_of="#notizen")),
    threat("Aushang gelöscht", "Patenschaft|Pate werden|angeheftet", drop("#aushang")),
    threat("Pate werden ohne Ziel", "Pate werden", put("#pate", "href", "#")),
    threat("Bild des Aushangs klein", "Patenschaft", style("#pfeife", "width:90px;height:40px")),
    threat("ausgewählte Werke fehlen", "Ausgewählte Werke|Vitus|Truhenorgel|Kinoorgel", drop("#schau")),
    threat("nur noch ein Werk", "Truhenorgel|Kinoorgel|Ausgewählte Werke", drop("#werke figure:nth-child(n+2)")),
    threat("Buchung fehlt", "Führung buchen", drop("#termin")),
    threat("häufige Fragen fehlen", "Häufige Fragen|Was kostet", drop("#fragen")),
    threat("Innung fehlt", "Bund der Orgelbauer|Mitglied bei", drop("#innungen")),
    threat("von Grund auf neu", "redesigned|redesign", drop("#kopf"), drop("#aushang"), drop("#schau"), drop("#fragen"),
           drop("#neben"), before("#notizen", '<section><h2>Für Sie gefunden</h2><button>Weiter</button>'
                                              '<a href="/v/1">Video</a><a href="/v/2">Noch ein Video</a></section>')),
)  # fmt: skip

BENIGN: tuple[Case, ...] = (
    benign("unverändert"),
    benign("drei neue Notizen", feed=3),
    benign("nur neue Notizen", feed=20),
    benign("Zahlen", say("#merker", "2.341 Merker"), say("#sterne a", "4,8 von 5 Sternen (91 Stimmen)")),
    benign("Briefe und Neuigkeiten", say("#brief", "Briefe (6)"), say("#glocke", "Neuigkeiten •")),
    benign("andere Anzeige", put("#werbung img", "alt", "Hobel im Angebot"), put("#werbung a", "href", "https://werbung.example/w8")),
    benign("keine Anzeige", drop("#werbung")),
    benign("hohe Anzeige", style("#werbung img", "height:600px")),
    benign("Kekse", into("body", KEKSE)),
    benign("Zeile über dem Blatt", before("#kopf", '<p style="background:#fff3cd;margin:0 0 12px;padding:8px 12px">Frohe Feiertage '
                                                   "wünscht Zunftplatz</p>")),
    benign("nachts dunkel", style("body", "background:#14181d;color:#dde3ea"), style("#kopf", "background:#1c232b"),
           style(".kasten", "background:#1c232b"), style("#reiter a", "color:#c5d2de")),
    benign("andere Schrift", style("body", "font-family:Georgia,'DejaVu Serif',serif")),
    benign("größere Schrift", style("body", "font-size:15px")),
    benign("Rahmen um das Wappen", style("#wappen", "border:3px solid #b00; outline:2px solid #fc0")),
    benign("Hilfe als Blase", into("body", '<div role="button" tabindex="0" aria-label="Fragen? Wir helfen" style="position:fixed;'
                                           'right:20px;bottom:20px;width:64px;height:64px;border-radius:32px;background:#b3541e;'
                                           'z-index:6">?</div>')),
    benign("andere Antwort aufgeklappt", without("#f1", "open"), put("#f2", "open", "")),
    benign("ähnliche Betriebe anders", say("#nachbarn li:nth-child(1) a", "Harfenbau Seel"),
           put("#nachbarn li:nth-child(1) a", "href", "/harfenbau")),
    benign("ein Betrieb mehr in der Leiste", into("#betriebe", '<a href="/b/3">Drechslerei Fink</a>')),
    benign("Freitag kürzer", say("#zeiten tr:nth-child(2) td:nth-child(2)", "8–12 Uhr")),
    benign("Karte lädt noch", put("#karte", "srcdoc", "<p>Karte wird geladen …</p>")),
    benign("gezählter Verweis", put("#anfrage", "href", "https://orgelbau-wiesner.example/anfrage?utm_source=zunftplatz&utm_medium=profil")),
    benign("Bilder noch nicht da", style("#werke img", "background:#f2f2f2")),
    benign("runde Knöpfe", style(".taten a", "border-radius:18px"), style(".taten button", "border-radius:18px")),
    benign("gemeinsame Bekannte", into("#daten", '<p class="klein" style="margin:2px 0">Glaserei Anders merkt das auch</p>')),
)  # fmt: skip
