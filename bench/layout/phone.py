"""A German profile on a phone: written before the code that copes with it, held out until its first run, mended since."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat, without
from bench.layout.semantic import EVERY, PIXEL
from watcher.core.model import Watch

WATCH = (
    Watch(name="Laden", threats=EVERY),
    Watch(name="Gewinnspiel", threats=EVERY),
    Watch(name="Videos", threats=EVERY),
    Watch(name="Kurs buchen", threats=EVERY),
    Watch(name="Abonnieren", threats=EVERY),
    Watch(name="lindenhof.example/laden", threats=EVERY),
    Watch(text="ein Jahr Kaffee", threats=EVERY),
    Watch(name="Adventskalender", threats=EVERY),
    Watch(name="Aus dem Laden", threats=EVERY),
)
OVER = "position:absolute;left:0;top:190px;width:390px;height:180px;background:#224;color:#fff"


def feed(shift: int) -> str:
    return "".join(
        f'<a href="/b/{60 - n + shift}"><img alt="Beitrag vom {28 - n}. November" {PIXEL}></a>' for n in range(12)
    )


THREATS: tuple[Case, ...] = (
    threat("Reiter fehlt", "Gewinnspiel", drop("#r-gewinnspiel")),
    threat("Reiter in der Fußzeile", "Laden", move("#r-laden", end_of="#fuss")),
    threat(
        "Reiter unter dem Falz",
        "Beiträge|Videos|Laden|Gewinnspiel",
        before("#reiter", '<div style="height:640px">Clips für dich</div>'),
    ),
    threat(
        "Reiter im Menü",
        "Mehr|Videos|Laden|Gewinnspiel",
        drop("#r-laden"),
        drop("#r-gewinnspiel"),
        into("#reiter", '<button aria-haspopup="menu">Mehr</button>'),
    ),
    threat(
        "anderer Reiter zuerst",
        "Beiträge|Videos",
        without("#r-beitraege", "aria-current"),
        put("#r-videos", "aria-current", "page"),
    ),
    threat("Reiter heißt anders", "Laden", say("#r-laden", "Marktplatz")),
    threat(
        "Reiter umgestellt",
        "Laden|Gewinnspiel|Beiträge",
        move("#r-gewinnspiel", ahead_of="#r-beitraege"),
        move("#r-laden", ahead_of="#r-beitraege"),
    ),
    threat("Reiter jenseits des Randes", "Gewinnspiel", style("#r-gewinnspiel", "position:relative;left:180px")),
    threat("Kursknopf fehlt", "Kurs buchen", drop("#buchen")),
    threat("Kursknopf führt anderswohin", "Kurs buchen", put("#buchen", "href", "https://profil.example/gesperrt")),
    threat(
        "Knöpfe verdeckt",
        "Kurs buchen|Abonnieren|Nachricht",
        into("body", f'<div style="{OVER}">Hol dir die App</div>'),
    ),
    threat(
        "Knöpfe verdeckt, Klicks gehen durch",
        "Kurs buchen|Abonnieren|Nachricht",
        into("body", f'<div style="{OVER};pointer-events:none">Hol dir die App</div>'),
    ),
    threat("Abonnieren fehlt", "Abonnieren", drop("#folgen")),
    threat("Link in der Bio fehlt", "lindenhof.example", drop("#site")),
    threat("Aktionsbild fehlt", "ein Jahr Kaffee", drop("#aktion-link")),
    threat("Aktionsbild geschrumpft", "ein Jahr Kaffee", style("#aktion", "width:90px;height:40px")),
    threat("Highlight fehlt", "Adventskalender", drop("#h-advent")),
    threat("alle Highlights fehlen", "Rösten|Adventskalender|Rezepte|Team", drop("#runden")),
    threat("Angebote fehlen", "Laden|Angebote", drop("#angebote")),
    threat("Angebote ans Ende", "Laden|Angebote", move("#angebote", ahead_of="#fuss")),
    threat("halbe Angebote", "Handmühle|Filterkanne|Angebote", drop("#angebote li:nth-child(n+3)")),
    threat("Haken fehlt", "Verifiziert", drop("#badge")),
    threat("Profil heißt anders", "Lindenhof", say("#title", "Nutzer 48812")),
)

BENIGN: tuple[Case, ...] = (
    benign("dasselbe"),
    benign("ein neuer Beitrag", feed=1),
    benign("fünf neue Beiträge", feed=5),
    benign("zwölf neue Beiträge", feed=12),
    benign("Zahlen", say("#zahlen", "421 Beiträge 12,6 Tsd. Abonnenten 190 abonniert")),
    benign("Bio", say("#bio", "Handverlesen, langsam geröstet. Jetzt auch sonntags offen.")),
    benign("noch ein Highlight", into("#runden", f'<a href="/h/5"><img alt="" {PIXEL}>Messe</a>')),
    benign(
        "Zustimmung",
        into(
            "body",
            '<div role="dialog" aria-label="Cookies zulassen?" style="position:fixed;bottom:0;left:0;right:0;height:150px;background:#fff;z-index:9">Cookies zulassen? <button>Alle zulassen</button><button>Ablehnen</button></div>',
        ),
    ),
    benign("Hinweis oben", before(".kopf", '<div style="height:40px;background:#ffd">Neu: Profil ohne Werbung</div>')),
    benign("Neues Jahr", say("#fuss", "© 2027 Impressum")),
    benign("anderes Profilbild", style("#avatar", "background:#345")),
    benign("andere Farben", style("#folgen", "background:#0b5cad")),
    benign("Pixel", style(".kopf", "padding:17px"), style("#reiter", "margin-top:4px")),
    benign("Link mit Kennung", put("#buchen", "href", "https://lindenhof.example/kurs?igsh=12a34")),
    benign(
        "App-Hinweis unten",
        into(
            "body",
            '<div style="position:fixed;bottom:60px;right:8px;width:120px;height:40px;background:#ddd">App öffnen</div>',
        ),
    ),
    benign("eine Nachricht", say(".unten a:nth-child(3)", "Profil 2")),
    benign("noch ein Angebot", into("#angebote ul", f'<li><img alt="" {PIXEL}><a href="/l/5">Kaffeewaage</a></li>')),
)
