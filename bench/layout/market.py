"""A seller's page on a market place: no landmarks, menus and buttons of plain boxes, written as its build leaves it."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat
from watcher.core.model import Threat, Watch

EVERY = tuple(Threat)
WATCH = (
    Watch(role="clickable", name="Weaving classes", threats=EVERY),
    Watch(role="clickable", name="Gift cards", threats=EVERY),
    Watch(role="clickable", name="Order a custom lamp", threats=EVERY),
    Watch(role="link", name="loomlantern.example", threats=EVERY),
    Watch(role="link", name="Enter until Sunday", threats=EVERY),
    Watch(role="heading", name="Win a lantern for every lighthouse keeper", threats=EVERY),
    Watch(role="heading", name="Featured by the shop", threats=EVERY),
    Watch(role="video", name="How a shade is woven", threats=EVERY),
    Watch(text="Verified seller", threats=EVERY),
    Watch(role="link", name="All our fairs", threats=EVERY),
)
DRAWER = (
    '<div style="position:fixed;top:0;right:0;bottom:0;width:520px;background:#fff;z-index:20;padding:24px">'
    "<b>Your bag</b><p>Two things are waiting for you.</p><button>Check out</button></div>"
)
HOLIDAY = (
    '<div style="position:absolute;left:0;right:0;top:52px;height:700px;background:#fff;z-index:9;padding:80px;text-align:center">'
    "<h2>This shop is taking a short break</h2><p>Have a look at similar shops.</p><button>See similar shops</button></div>"
)
CONSENT = (
    '<div style="position:fixed;left:0;right:0;bottom:0;height:110px;background:#27272a;color:#fff;z-index:30;padding:16px">'
    "We and our partners use cookies to make Bazaarly work. <button>Reject</button> <button>Accept</button></div>"
)
SIMILAR = (
    '<div class="grid" style="height:420px;margin:12px 0"><div class="card">Wick and Weft</div><div class="card">Bothy Lamps</div>'
    '<div class="card">Glow Studio</div><div class="card">More like this</div></div>'
)


def feed(shift: int) -> str:
    return "".join(
        f'<div class="rev"><b>Buyer {880 + shift - n}</b> <span class="mut">{n + 2 + shift} Nov</span>'
        f"<p>Lovely work, parcel {880 + shift - n} came well packed and the light is warm.</p></div>"
        for n in range(6)
    )


THREATS: tuple[Case, ...] = (
    threat("classes gone from the menu", "Weaving classes", drop("#s-class")),
    threat("gift cards and policies behind dots", "Gift cards|Policies", drop("#s-gift"), drop("#s-policies"),
           into("#seg", '<div tabindex="0" aria-haspopup="true">More</div>')),
    threat("classes called Events", "Weaving classes|Events near you", say("#s-class", "Events near you")),
    threat("menu under the featured things", "Items|Sale|Weaving classes|Reviews|Gift cards|Policies", move("#seg", end_of="#wrap")),
    threat("custom order gone", "Order a custom lamp", drop("#ask")),
    threat("custom order is now Message", "Order a custom lamp|Message", say("#ask", "Message")),
    threat("custom order as small print", "Order a custom lamp",
           style("#ask", "font-size:8px;padding:0 2px;line-height:1;width:60px;height:11px;overflow:hidden")),
    threat("own address gone", "loomlantern.example", drop("#own")),
    threat("own address leads to a notice", "loomlantern.example", put("#own", "href", "https://bazaarly.example/leaving?to=loom")),
    threat("lottery gone", "Win a lantern|Enter until Sunday", drop("#hero")),
    threat("lottery under the reviews", "Win a lantern|Enter until Sunday", move("#hero", end_of="#wrap")),
    threat("lottery leads to the market's own", "Enter until Sunday", put("#win", "href", "/campaigns/lanterns")),
    threat("bag drawer over custom order", "Order a custom lamp|Follow shop|loomlantern|bag|covered", into("body", DRAWER)),
    threat("shop said to be on a break", "break|covered|similar shops|Follow shop|Order a custom lamp|Items|Loom", into("body", HOLIDAY)),
    threat("similar shops above the menu", "Items|Sale|Weaving classes|Featured by the shop|Win a lantern|Enter until|Wick|More like",
           before("#seg", SIMILAR)),
    threat("no longer verified", "Verified seller", drop("#medal")),
    threat("shop under a number", "Loom|Seller 40711", say("#shopname", "Seller 40711")),
    threat("featured things gone", "Featured by the shop|Harbour shade|Sea-glass|Rope pendant|Gansey", drop("#t-feat"), drop("#feat")),
    threat("one featured thing left", "Featured by the shop|Sea-glass|Rope pendant|Gansey", drop("#feat .card:nth-child(n+2)")),
    threat("film gone", "How a shade is woven", drop("#video")),
    threat("fairs lead elsewhere", "All our fairs", put("#fairlink", "href", "https://bazaarly.example/markets")),
)  # fmt: skip

BENIGN: tuple[Case, ...] = (
    benign("again"),
    benign("two reviews more", feed=2),
    benign("other reviews", feed=11),
    benign("sales and stars", say("#sold", "12,455 sales"), say("#stars", "4.9 (2,121)")),
    benign("more in the bag", say("#bag", "Bag (5)")),
    benign("prices changed", say("#feat .card:nth-child(1) .price", "£44.00"), say("#feat .card:nth-child(3) .price", "£79.00")),
    benign("other sponsor", say("#spons a", "A rug for every room"), put("#spons a", "href", "https://ads.example/rug")),
    benign("no sponsor", drop("#spons")),
    benign("huge sponsor", style("#spons", "height:420px")),
    benign("consent", into("body", CONSENT)),
    benign("sale strip", before("#wrap", '<div style="background:#fde047;text-align:center;padding:6px">Bazaarly winter sale is on</div>')),
    benign("dark", style("body", "background:#1c1917;color:#e7e5e4"), style("#top", "background:#292524")),
    benign("one thing featured more", into("#feat", '<div class="card"><div class="pic"></div><a href="/i/5">Storm candle</a>'
                                                   '<div class="price">£12.00</div></div>')),
    benign("featured in another order", move("#feat .card:nth-child(1)", end_of="#feat")),
    benign("bestseller medal", into("#c2", '<div style="margin:4px 0"><span class="medal">Bestseller</span></div>')),
    benign("delivery date", say("#fast", "Arrives 2 Dec")),
    benign("rounder buttons", style(".btn", "border-radius:22px")),
    benign("help button", into("body", '<div tabindex="0" style="position:fixed;right:14px;bottom:14px;width:60px;height:60px;'
                                       'border-radius:30px;background:#134e4a;color:#fff;z-index:9;cursor:pointer">Help</div>')),
    benign("following already", say("#fav", "Following")),
    benign("tracked address", put("#own", "href", "https://loomlantern.example/?utm_source=bazaarly")),
)  # fmt: skip
