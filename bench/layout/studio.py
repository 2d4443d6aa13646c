"""An English film page of custom elements: its words live in shadow roots, its head sticks, its body is a grid."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat, without
from watcher.core.model import Threat, Watch

EVERY = tuple(Threat)
WATCH = (
    Watch(role="tab", name="Workshops", threats=EVERY),
    Watch(role="tab", name="Spare parts", threats=EVERY),
    Watch(role="tab", name="Fan wall", threats=EVERY),
    Watch(role="link", name="Book a place", threats=EVERY),
    Watch(role="link", name="Enter the raffle", threats=EVERY),
    Watch(role="link", name="copperline.example", threats=EVERY),
    Watch(role="link", name="Tool roll, 48 €", threats=EVERY),
    Watch(role="image", name="Copperline Cycles: the winter repair school", threats=EVERY),
    Watch(role="image", name="Raffle: the rebuilt tourer", threats=EVERY),
    Watch(role="heading", name="Repair school", threats=EVERY),
    Watch(role="image", name="Brightspoke", threats=EVERY),
)
SHEET = (
    '<div style="position:fixed;left:50%;bottom:0;transform:translateX(-50%);width:900px;height:520px;background:#fff;'
    'box-shadow:0 0 40px #0006;z-index:60;padding:30px"><h2>Reelhaven is better in the app</h2>'
    "<button>Open the app</button><button>Continue in browser</button></div>"
)
VEIL = (
    '<div style="position:fixed;inset:0;background:#201b33f2;color:#fff;z-index:70;display:grid;place-content:center">'
    "<h2>Sensitive content</h2><p>Viewers reported this page.</p><button>Show anyway</button></div>"
)
COOKIES = (
    '<section role="dialog" aria-label="Your privacy" style="position:fixed;left:20px;bottom:20px;width:380px;height:190px;'
    'background:#fff;border:1px solid #aaa;z-index:50;padding:16px">We use cookies. <a href="/cookies">Details</a> '
    "<button>Only necessary</button><button>Accept all</button></section>"
)
RIVALS = (
    '<section style="height:230px;margin:16px 20px;background:#f5f3ff"><h2>Similar bicycle shops</h2>'
    '<a href="/gearhead">Gearhead Garage</a> <a href="/spinworks">Spinworks</a> <a href="/velofox">Velofox</a></section>'
)
OFFER = (
    '<section style="height:600px;background:#312e81;color:#fff;padding:40px"><h2>Reelhaven Premiere Week</h2>'
    "<button>See the line-up</button></section>"
)
LABEL = (
    '<div role="note" style="background:#fef3c7;border:1px solid #d97706;padding:10px;margin-top:8px">'
    'Reviewers say this page posts misleading content. <a href="/label">Why this label?</a></div>'
)
MORE = '<rh-overflow><a href="/copperline/parts">Spare parts</a><a href="/copperline/wall">Fan wall</a></rh-overflow>'


def feed(shift: int) -> str:
    return "".join(
        f"<rh-post><p><b>Bench diary {140 + shift - n}</b></p><p>What came through the door: part {140 + shift - n}, "
        f"with the usual rust and one happy owner at the end of it.</p>"
        f"<small>{n + 1 + shift} days ago · {(n * 53 + shift * 7) % 400} likes</small></rh-post>"
        for n in range(7)
    )


THREATS: tuple[Case, ...] = (
    threat("workshops tab gone", "Workshops", drop("#t-work")),
    threat("two tabs into More", "Spare parts|Fan wall", drop("#t-parts"), drop("#t-wall"), into("#tabs", MORE)),
    threat("fan wall renamed", "Fan wall|Community hub", put("#t-wall", "label", "Community hub")),
    threat("workshops tab leads to the platform's events", "Workshops", put("#t-work", "href", "/events?near=me")),
    threat("opens with Clips", "Clips|Overview", without("#t-over", "on"), put("#t-clips", "on", "")),
    threat("spare parts last of the row", "Spare parts|Fan wall|About", move("#t-parts", end_of="#tabs")),
    threat("tabs below a platform offer", "Overview|Films|Clips|Workshops|Spare parts|Fan wall|About|tab",
           before("#tabs", OFFER)),
    threat("rivals between head and tabs", "Similar bicycle shops|Workshops|Spare parts|Fan wall|tab|raffle",
           before("#tabs", RIVALS)),
    threat("booking button gone", "Book a place", drop("#book")),
    threat("booking button says less", "Book a place|Details", put("#book", "label", "Details")),
    threat("booking leads to the platform's checkout", "Book a place",
           put("#book", "href", "https://tickets.reelhaven.example/c/copperline")),
    threat("booking moved into the side", "Book a place", move("#book", end_of="#also")),
    threat("app sheet over the raffle", "raffle|app|covered|Book a place|tab|Featured|frame comes back",
           into("body", SHEET)),
    threat("veil over everything", "Sensitive content|Copperline|covered|Follow|Book a place|tab", into("body", VEIL)),
    threat("raffle unpinned", "raffle|tourer|pinned", move("#pinned", end_of="#feed"), drop("#pintag")),
    threat("raffle deleted", "raffle|tourer|pinned", drop("#pinned")),
    threat("raffle picture small", "tourer", style("#prize", "width:72px;height:45px")),
    threat("raffle covered by a note", "raffle|tourer|covered",
           style("#pinned", "position:relative"),
           into("#pinned", '<div style="position:absolute;inset:0;background:#eee;padding:40px">'
                           "This post is being reviewed <button>Learn more</button></div>")),
    threat("cover picture gone", "winter repair school", drop("#cover")),
    threat("check mark lost", "Verified", drop("#check")),
    threat("name changed", "Copperline|Page 88123", say("#brand", "Page 88123")),
    threat("avatar is a silhouette", "logo|Default picture", put("#avatar", "label", "Default picture")),
    threat("bio cut after a line", "Old steel|bio|more", say("#bio", "Old steel, new bearings. We film…"),
           into("#bio", '<button style="border:0">more</button>')),
    threat("website link folded away", "copperline.example|Workshop letter|3 links", say("#outs", ""),
           into("#outs", "<button>3 links</button>")),
    threat("warning label under the name", "misleading|label", into("#card", LABEL)),
    threat("repair school gone", "Repair school", drop("#school")),
    threat("repair school down to one film", "Brakes that stop|Wheel truing|Headsets|Repair school",
           drop("#lessons rh-card:nth-child(n+2)")),
    threat("one partner's logo gone", "Brightspoke", drop("#partnerbox a:nth-child(2)")),
    threat("workshop dates gone", "workshops|Frame building|Hub gears|Winter service", drop("#dates")),
    threat("tool roll leads to a marketplace", "Tool roll", put("#toolroll", "href", "https://bazaar.example/i/7788")),
    threat("rebuilt as a vertical feed", "redesigned|redesign", drop("#who"), drop("#tabs"), drop("#cover"),
           drop("#pinned"), drop("#film"), drop("#school"), drop("#dates"), drop("#side"),
           into("#stage", '<section style="height:700px"><h2>Swipe up</h2><button>Mute</button>'
                          '<button>Next clip</button><a href="/clip/1">Clip</a></section>')),
)  # fmt: skip

BENIGN: tuple[Case, ...] = (
    benign("the same again"),
    benign("four new posts", feed=4),
    benign("all posts new", feed=15),
    benign("figures and dates", say("#fans", "97.1K followers"), say("#films", "241 films"), say("#plays", "43,912 plays"),
           say("#when", "3 weeks ago")),
    benign("badges", say("#inbox", "Inbox 9+"), say("title", "(9) Copperline Cycles on Reelhaven")),
    benign("another advertisement", put("#ad img", "alt", "Fresh coffee by post"), put("#ad a", "href", "https://ads.example/q4")),
    benign("no advertisement", drop("#ad")),
    benign("a tall advertisement", style("#ad img", "height:600px")),
    benign("cookie card", into("body", COOKIES)),
    benign("season's greeting on top", before("#stage", '<div style="grid-column:1/-1;height:42px;background:#fee2e2;'
                                              'padding:8px 32px">Reelhaven wishes happy holidays</div>')),
    benign("season's logo", put("#mast", "logo", "❄ reelhaven")),
    benign("dark theme", style("html", "--ink:#ece9ff;--paper:#14121d;--soft:#a5a1bd;--line:#2c2939;--hot:#a78bfa"),
           put("#mast", "paper", "#14121d")),
    benign("another typeface", style("body", "font-family:'DejaVu Serif',Georgia,serif")),
    benign("square buttons under test", put("#follow", "round", "6px"), put("#book", "round", "6px")),
    benign("ring round the picture", put("#avatar", "ring", "5px solid #f0f")),
    benign("chat bubble", into("body", '<button aria-label="Chat with Reelhaven" style="position:fixed;right:18px;'
                                       'bottom:18px;width:58px;height:58px;border-radius:50%;border:0;background:#5b3df5;'
                                       'z-index:40">💬</button>')),
    benign("lessons' pictures not there yet", put("#lessons rh-card", "tint", "#f8fafc")),
    benign("one more lesson", into("#lessons", '<rh-card label="Bottom brackets" note="38 min" href="/film/s5"></rh-card>')),
    benign("other recommendations", put("#also rh-card:nth-child(2)", "label", "Lantern Yard"),
           put("#also rh-card:nth-child(2)", "href", "/lanternyard")),
    benign("seats sold", say("#dates li:nth-child(1) span", "1 seat left"), say("#dates li:nth-child(2) span", "sold out")),
    benign("a date over", drop("#dates li:nth-child(1)"), into(".dates", '<li><time>16 Jan</time><a href="/event/4">'
           "Wheel building weekend</a><span>9 seats left</span></li>")),
    benign("counted link", put("#site", "href", "https://copperline.example/?utm_source=reelhaven&utm_content=bio")),
    benign("search says something else", put("#mast", "hint", "Try: winter tyres")),
    benign("live listeners", into("#film", '<p class="live">● 41 watching now</p>')),
    benign("next year", say("#foot", "© 2027 Reelhaven · Rules · Privacy")),
)  # fmt: skip
