"""An English video channel of a fixed rail, a sticky head and a grid."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat
from watcher.core.model import Threat, Watch

EVERY = tuple(Threat)
WATCH = (
    Watch(role="tab", name="Courses", threats=EVERY),
    Watch(role="tab", name="Store", threats=EVERY),
    Watch(role="tab", name="Community", threats=EVERY),
    Watch(role="button", name="Join", threats=EVERY),
    Watch(role="link", name="Visit store", threats=EVERY),
    Watch(role="link", name="Take part", threats=EVERY),
    Watch(role="link", name="harbourkitchen.example", threats=EVERY),
    Watch(role="image", name="Giveaway: win a chef's knife", threats=EVERY),
    Watch(role="image", name="Harbour Kitchen: season four", threats=EVERY),
    Watch(role="heading", name="Harbour Kitchen store", threats=EVERY),
)
SURVEY = (
    '<div style="position:fixed;left:380px;top:230px;width:640px;height:330px;background:#fff;border:2px solid #333;'
    'z-index:9"><h2>How do you like Vidora?</h2><button>Great</button><button>Not now</button></div>'
)
GATE = (
    '<div style="position:fixed;inset:0;background:#000d;color:#fff;z-index:9;text-align:center;padding-top:200px">'
    "<h2>This channel may be inappropriate for some users</h2><button>I understand and wish to proceed</button></div>"
)
CONSENT = (
    '<div role="dialog" aria-label="Before you continue" style="position:fixed;bottom:0;left:0;right:0;height:130px;'
    'background:#fff;z-index:9">Vidora uses cookies. <button>Reject all</button><button>Accept all</button></div>'
)
PLUS = (
    '<div style="height:520px;background:#fde68a"><h2>Vidora Plus: watch without ads</h2><button>Try it</button></div>'
)


def feed(shift: int) -> str:
    return "".join(
        f'<a href="/watch?v=k{90 + shift - n}"><span class="thumb"></span><b>Recipe no. {90 + shift - n}</b>'
        f'<span class="soft">{(n + 1) * 37 + shift}K views · {n + 1 + shift} days ago</span></a>'
        for n in range(10)
    )


THREATS: tuple[Case, ...] = (
    threat("courses tab gone", "Courses", drop("#t-courses")),
    threat("store tab renamed", "Store|Shopping", say("#t-store", "Shopping")),
    threat("community tab behind an arrow", "Community", style("#t-community", "display:none"),
           into("#tabs", '<button aria-label="Next tabs">›</button>')),
    threat("tabs under a platform offer", "Home|Videos|Live|Courses|Store|Community|tab", before("#tabs", PLUS)),
    threat("store tab last", "Store|Community", move("#t-store", end_of="#tabs")),
    threat("opens with Videos", "Videos|Home", put("#t-home", "aria-selected", "false"),
           put("#t-videos", "aria-selected", "true")),
    threat("store tab leads to the platform's shop", "Store", put("#t-store", "href", "/shopping")),
    threat("join button gone", "Join", drop("#join")),
    threat("visit store became small print", "Visit store",
           style("#shopnow", "font-size:7px;padding:1px 3px;width:40px;height:12px;overflow:hidden")),
    threat("visit store leads to a partner", "Visit store", put("#shopnow", "href", "https://vidora.example/partner?id=1")),
    threat("survey over the giveaway and the head", "Giveaway|Take part|Subscribe|Join|Visit store|covered",
           into("body", SURVEY)),
    threat("warning over the whole channel", "inappropriate|covered|cover|Subscribe|Harbour", into("body", GATE)),
    threat("banner links gone", "harbourkitchen.example|Supper club", drop("#links")),
    threat("website link became a redirect", "harbourkitchen.example",
           put("#site", "href", "https://vidora.example/redirect-warning")),
    threat("banner cut", "season four", style("#banner", "height:48px")),
    threat("giveaway below the videos", "Giveaway|Take part|Pinned|win a chef", move("#giveaway", end_of="main")),
    threat("giveaway removed", "Giveaway|Take part|Pinned|win a chef", drop("#giveaway")),
    threat("prize picture tiny", "Giveaway|win a chef", style("#prize", "width:64px;height:36px")),
    threat("verification lost", "Verified", drop("#tick")),
    threat("channel renamed", "Harbour Kitchen|HK Archive", say("#title", "HK Archive")),
    threat("store shelf gone", "Harbour Kitchen store|store|Oyster Knife|Tide Apron|Anchor Mug|Kelp Salt|Pier Tote",
           drop("#merch")),
    threat("most goods gone", "Tide Apron|Anchor Mug|Kelp Salt|Pier Tote|store", drop("#goods a:nth-child(n+2)")),
    threat("trailer gone", "pier to plate|trailer", drop("#trailer")),
    threat("redesigned as a feed", "redesigned|redesign", drop("#tabs"), drop(".head"), drop("#trailer"), drop("#merch"),
           drop("#giveaway"), drop("#banner"),
           before("#uploads", '<div><h2>For you</h2><a href="/f1">Clip 1</a> <a href="/f2">Clip 2</a>'
                              "<button>Swipe</button><button>Next</button></div>")),
)  # fmt: skip

BENIGN: tuple[Case, ...] = (
    benign("the same again"),
    benign("three new videos", feed=3),
    benign("all videos new", feed=12),
    benign("figures", say("#subscribers", "186K subscribers"), say("#videos", "415 videos"),
           say("#views", "93,877 views · 4 weeks ago")),
    benign("notifications", say("#bell", "🔔 9+"), put("#bell", "aria-label", "Notifications")),
    benign("other subscriptions in the rail", say("#subs a:nth-child(1)", "Granite Climb"),
           put("#subs a:nth-child(1)", "href", "/@granite"), drop("#subs a:nth-child(3)")),
    benign("another promotion", put("#promo img", "alt", "Meal kits"), put("#promo a", "href", "https://ads.example/9")),
    benign("no promotion", drop("#promo")),
    benign("tall promotion", style("#promo img", "height:250px")),
    benign("cookie layer", into("body", CONSENT)),
    benign("dark theme", style("body", "background:#0f0f0f;color:#f1f1f1"), style("vd-masthead", "background:#0f0f0f")),
    benign("thin strip under the head", before("main", '<div style="height:36px;margin-left:210px">Vidora turns 15</div>')),
    benign("other font", style("body", "font-family:Georgia,serif")),
    benign("a longer description", say("#bio", "Cooking what the boats bring in. New recipes every Friday and Sunday.")),
    benign("miniplayer", into("body", '<div style="position:fixed;right:16px;bottom:16px;width:300px;height:170px;'
                                      'background:#000"><button aria-label="Close miniplayer">x</button></div>')),
    benign("rail item more", into(".rail", '<a href="/podcasts">Podcasts</a>')),
    benign("link with campaign parameters",
           put("#shopnow", "href", "https://harbourkitchen.example/knives?utm_source=vidora&utm_medium=channel")),
    benign("avatar with a ring", style("#avatar", "outline:4px solid #f0f")),
    benign("next year", say("footer", "© 2027 Vidora")),
    benign("goods in another order", move("#goods a:nth-child(1)", end_of="#goods")),
)  # fmt: skip
