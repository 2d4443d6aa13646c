"""An English video channel of nothing but divs, whose classes are hashed anew with every load."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat, without
from bench.layout.semantic import EVERY, PIXEL
from watcher.core.model import Watch

WATCH = (
    Watch(name="Store", threats=EVERY),
    Watch(name="Live", threats=EVERY),
    Watch(name="Community", threats=EVERY),
    Watch(name="Join the supper club", threats=EVERY),
    Watch(name="Subscribe", threats=EVERY),
    Watch(name="marrowthyme.example", threats=EVERY),
    Watch(text="Cookbook out now", threats=EVERY),
    Watch(name="Our store", threats=EVERY),
    Watch(name="Channel trailer", threats=EVERY),
    Watch(name="Marrow and Thyme kitchen", threats=EVERY),
)
STRIP = '<div style="height:760px;background:#eee">Vidra Shorts for you</div>'
OVER = "position:absolute;left:500px;top:240px;width:760px;height:170px;background:#c00;color:#fff"


def feed(shift: int) -> str:
    return "".join(
        f'<div class="c-item"><a class="c-link" href="/w/n{40 - n + shift}"><img class="c-thumb" alt="" {PIXEL}>Supper {40 - n + shift}: '
        f'{("Soup", "Bread", "Pie", "Salad", "Cake")[(n + shift) % 5]}</a><div class="c-small">{2 + shift + n}K views · {n + 1} days ago</div></div>'
        for n in range(5)
    )


THREATS: tuple[Case, ...] = (
    threat("tab gone", "Store", drop("#t-store")),
    threat("tab into the footer", "Community", move("#t-community", end_of=".c-foot")),
    threat("tabs below the fold", "Featured|Videos|Live|Store|Community", before("#tabs", STRIP)),
    threat(
        "tabs merged into More",
        "More|Live|Store|Community",
        drop("#t-live"),
        drop("#t-store"),
        drop("#t-community"),
        into("#tabs", '<div class="c-tab" aria-haspopup="true">More</div>'),
    ),
    threat(
        "another tab is the first seen",
        "Featured|Videos",
        without("#t-home", "aria-selected"),
        put("#t-videos", "aria-selected", "true"),
        put("#t-home", "class", "c-tab"),
        put("#t-videos", "class", "c-tab c-on"),
    ),
    threat("tab renamed", "Store", say("#t-store", "Vidra Mall")),
    threat(
        "tabs reordered",
        "Store|Videos|Community|Featured",
        move("#t-store", ahead_of="#t-home"),
        move("#t-videos", end_of="#tabs"),
    ),
    threat("join button gone", "Join the supper club", drop("#join")),
    threat("subscribe button gone", "Subscribe", drop("#subscribe")),
    threat(
        "buttons covered",
        "Join the supper club|Subscribe",
        before(".c-head", f'<div style="{OVER}">Try Vidra Gold</div>'),
    ),
    threat(
        "buttons covered by what lets clicks through",
        "Join the supper club|Subscribe",
        before(".c-head", f'<div style="{OVER};pointer-events:none">Try Vidra Gold</div>'),
    ),
    threat("website link gone", "marrowthyme.example", drop("#site")),
    threat("website link leads elsewhere", "marrowthyme.example", put("#site", "href", "https://vidra.example/warn")),
    threat("cover gone", "Marrow and Thyme kitchen", drop("#cover")),
    threat("trailer gone", "Channel trailer", drop("#trailer")),
    threat("trailer shrunk", "Channel trailer", style("#trailer", "width:200px;height:112px")),
    threat("promotion gone", "Cookbook", drop("#promo")),
    threat("store shelf gone", "store", drop("#s-store")),
    threat("store shelf to the end", "store", move("#s-store", end_of=".c-foot"), style("#s-new", "padding-top:300px")),
    threat("half the store's items lost", "store|Herb salt|Cast iron pot", drop("#s-store .c-item:nth-child(n+3)")),
    threat("avatar shrunk", "Marrow", style("#avatar", "width:40px;height:40px")),
    threat("channel renamed", "Marrow", say("#title", "Topic: Cooking")),
)

BENIGN: tuple[Case, ...] = (
    benign("the same"),
    benign("one new video", feed=1),
    benign("seven new videos", feed=7),
    benign("subscribers", say("#count", "@marrowthyme · 1.31M subscribers · 845 videos")),
    benign("alerts", say(".c-bell", "Alerts 9+")),
    benign(
        "an episode more",
        before(
            "#s-series .c-item",
            f'<div class="c-item"><a class="c-link" href="/w/a6"><img class="c-thumb" alt="" {PIXEL}>Celeriac mash</a><div class="c-small">6:41</div></div>',
        ),
    ),
    benign(
        "consent bar",
        into(
            "body",
            '<div style="position:fixed;bottom:0;left:0;right:0;height:130px;background:#fff;z-index:9">Before you continue: cookies <div class="c-btn">Accept all</div><div class="c-btn">Reject all</div></div>',
        ),
    ),
    benign(
        "strip at the top",
        before(".c-cover", '<div style="height:56px;background:#ffe">Vidra Awards: vote until Friday</div>'),
    ),
    benign("year", say(".c-foot", "© 2027 Vidra")),
    benign("prices", say("#s-store .c-small", "€52")),
    benign("blurb", say("#blurb", "Seasonal food from our small kitchen, every Sunday.")),
    benign(
        "an advertisement beside the trailer",
        into("#feature", '<iframe title="Advertisement" style="width:60px;height:250px" srcdoc="ad"></iframe>'),
    ),
    benign("another avatar of the same size", style("#avatar", "background:#46a")),
    benign("pixels", style("#tabs", "padding:0 18px"), style(".c-head", "padding:18px")),
    benign(
        "a recommended shelf at the end",
        before(
            ".c-foot",
            '<div class="c-shelf"><div class="c-shelfname" role="heading" aria-level="2">Popular uploads</div></div>',
        ),
    ),
    benign("a rail entry more", into(".c-rail", '<div class="c-nav">Podcasts</div>')),
)
