"""An English company page of landmarks, tabs and articles."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat
from watcher.core.model import Threat, Watch

EVERY = tuple(Threat)
WATCH = (
    Watch(role="tab", name="Photo contest", threats=EVERY),
    Watch(role="tab", name="Shop", threats=EVERY),
    Watch(role="tab", name="Apps", threats=EVERY),
    Watch(role="button", name="Book a test ride", threats=EVERY),
    Watch(role="link", name="Enter the contest", threats=EVERY),
    Watch(role="link", name="fernhill.example", threats=EVERY),
    Watch(role="image", name="Photo contest: ride and win", threats=EVERY),
    Watch(role="image", name="Fernhill Cycles: spring range", threats=EVERY),
    Watch(role="heading", name="From our shop", threats=EVERY),
)
PIXEL = 'src="data:image/gif;base64,R0lGODlhAQABAAAAACw="'
STRIP = '<div style="height:700px;background:#fff"><b>Discover short clips on Gatherly</b></div>'
OVER = "position:absolute;left:560px;top:320px;width:700px;height:150px;background:#222;color:#fff"


def post(number: int, shift: int) -> str:
    return (
        f'<article><h3>Ride report {number}</h3><p>Posted {shift + number} hours ago</p><img alt="Ride {number}" {PIXEL}>'
        f"<button>{40 + 7 * shift + number} likes</button><button>{3 + shift} comments</button><button>Share</button></article>"
    )


def feed(shift: int) -> str:
    return "".join(post(100 - n + shift, shift) for n in range(6))


THREATS: tuple[Case, ...] = (
    threat("tab gone", "Photo contest", drop("#t-contest")),
    threat("tab to the foot", "Apps", move("#t-apps", end_of="footer")),
    threat("tabs below a platform banner", "tab|Posts|Shop|Photo contest|Apps", before("#tabs", STRIP)),
    threat(
        "tabs merged into More",
        "More|Shop|Photo contest|Apps",
        drop("#t-shop"),
        drop("#t-contest"),
        drop("#t-apps"),
        into("#tabs", '<button role="tab" aria-haspopup="menu">More</button>'),
    ),
    threat(
        "another tab is the first seen",
        "About|Posts",
        put("#t-posts", "aria-selected", "false"),
        put("#t-about", "aria-selected", "true"),
    ),
    threat("tab renamed", "Shop", say("#t-shop", "Marketplace")),
    threat(
        "tabs reordered",
        "Shop|Photo contest|Apps",
        move("#t-apps", ahead_of="#t-posts"),
        move("#t-shop", end_of="#tabs"),
    ),
    threat("button gone", "Book a test ride", drop("#book")),
    threat(
        "button covered",
        "Book a test ride|Follow|Message",
        before(".wrap", f'<div style="{OVER}">New: Gatherly Plus</div>'),
    ),
    threat(
        "button covered by what lets clicks through",
        "Book a test ride|Follow|Message",
        before(".wrap", f'<div style="{OVER};pointer-events:none">New: Gatherly Plus</div>'),
    ),
    threat(
        "contest link leads elsewhere", "Enter the contest", put("#enter", "href", "https://gatherly.example/promoted")
    ),
    threat("cover shrunk", "Fernhill Cycles: spring range", style("#cover", "height:90px;width:400px")),
    threat("cover gone", "Fernhill Cycles: spring range", drop("#cover")),
    threat(
        "pinned post below the feed", "Pinned post|Win an e-bike|Enter the contest", move("#pinned", end_of="#feed")
    ),
    threat("website link gone", "fernhill.example", drop("#site")),
    threat(
        "teaser below the fold", "Photo contest", move("#teaser-card", end_of="aside"), style("#hours", "height:520px")
    ),
    threat("teaser shrunk", "Photo contest: ride and win", style("#teaser", "width:120px;height:70px")),
    threat(
        "half the shop's items lost",
        "shop|Dew Bottle|Root Pannier|Leaf Lamp|Twig Lock",
        drop(".shelf a:nth-child(n+5)"),
    ),
    threat("shop shelf gone", "shop", drop("#shop")),
    threat("badge gone", "Verified", drop("#badge")),
    threat("page renamed", "Fernhill Cycles", say("#title", "Fernhill Archive")),
    threat(
        "redesign",
        "redesigned|redesign",
        drop("#tabs"),
        drop(".bar"),
        drop("aside"),
        drop("#shop"),
        drop("#pinned"),
        drop("#cover"),
        before(
            ".cols",
            '<div><h2>Highlights</h2><a href="/x1">Discover</a> <a href="/x2">Clips</a> <button>React</button></div>',
        ),
    ),
)

BENIGN: tuple[Case, ...] = (
    benign("the same"),
    benign("two new posts", feed=2),
    benign("nine new posts", feed=9),
    benign("counters", say("#followers", "48,377 followers · 313 posts")),
    benign(
        "another advertisement",
        put("#sponsored img", "alt", "Loud drums"),
        put("#sponsored a", "href", "https://ads.example/2"),
    ),
    benign("no advertisement", drop("#sponsored")),
    benign("a larger advertisement", style("#sponsored img", "height:520px")),
    benign(
        "consent bar",
        into(
            "body",
            '<div role="dialog" aria-label="Cookies" style="position:fixed;bottom:0;left:0;right:0;height:110px;background:#fff">We use cookies <button>Accept</button><button>Reject</button></div>',
        ),
    ),
    benign("strip at the top", before(".wrap", '<div style="height:44px;background:#ffd">Gatherly is 10 today</div>')),
    benign("unread messages", say("#inbox", "Inbox (3)")),
    benign(
        "other similar pages",
        say("#similar li:nth-child(1) a", "Spokeworks"),
        put("#similar li:nth-child(1) a", "href", "/spokeworks"),
    ),
    benign("footer link more", into("footer", '<a href="/imprint">Imprint</a>')),
    benign("next year", say("footer", "© 2027 Gatherly")),
    benign("hours", say("#hours p", "Mon to Sat, 9 to 17")),
    benign("another cover of the same size", style("#cover", "background:#26a")),
    benign("pixels", style("#tabs", "margin-top:6px"), style("#book", "padding:11px 20px")),
    benign("link with a tracking number", put("#enter", "href", "https://fernhill.example/contest?fbclid=77231")),
    benign(
        "help bubble",
        into(
            "body",
            '<button style="position:fixed;right:20px;bottom:20px;width:56px;height:56px;background:#1463d8">?</button>',
        ),
    ),
)
