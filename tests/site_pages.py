"""The bodies that tests.site serves: ordinary pages in two versions, and pages whose scripts misbehave."""

import base64

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _pdf(text: str) -> bytes:
    """A valid one-page PDF that says `text`."""
    stream = f"BT /F1 18 Tf 40 700 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


PDF = _pdf("Promotion rules: prizes must be worth less than 500 EUR.")

_PRICING = """<!doctype html><html lang="en"><title>Pricing</title>
<meta name="description" content="What it costs">
<body><nav aria-label="Main"><a href="/">Home</a> <a href="/pricing">Pricing</a></nav>
<main><h1>Pricing</h1><p>Sellers pay a fee of {fee} % on every order.</p>
<h2>Promotions</h2><p>{promotions}</p><button>Contact sales</button></main>
<footer><p>Last updated: {date}</p></footer></body></html>"""

_BRAND = """<!doctype html><html lang="en"><title>Acme</title><style>
body {{ margin: 0; font: 16px sans-serif }} .cover {{ height: {cover}px; background: #ccd }}
[role=tab] {{ display: inline-block; padding: 12px 24px }} .post {{ height: 300px; border: 1px solid #ccc }}</style>
<body><header><h1>Acme</h1></header><div class="cover"></div>
<div role="tablist">{tabs}</div><main><article class="post"><h2>Our spring contest</h2></article></main></body>
</html>"""


def _tabs(*names: str) -> str:
    return "".join(f"<a role=tab href='/{name.lower()}'>{name}</a>" for name in names)


PAGES: dict[tuple[str, int], str] = {
    ("pricing", 1): _PRICING.format(fee=3, promotions="Contests are allowed on every page.", date="1 March 2026"),
    ("pricing", 2): _PRICING.format(
        fee=5, promotions="Contests must not ask people to like a page.", date="1 September 2026"
    ),
    ("brand", 1): _BRAND.format(cover=200, tabs=_tabs("Wall", "Contest", "Shop")),
    ("brand", 2): _BRAND.format(cover=900, tabs=_tabs("Timeline", "Apps")),
}


def _page(title: str, content: str) -> str:
    return f"<!doctype html><html lang=en><title>{title}</title><body><h1>{title}</h1>{content}</body></html>"


SCRIPTED: dict[str, str] = {
    "late-fonts": _page(
        "Late fonts",
        "<style>@font-face { font-family: Late; src: url(/late.woff2) } h1 { font-family: Late, serif }</style>",
    ),
    "hanging-fonts": _page(
        "Hanging fonts",
        "<style>@font-face { font-family: Late; src: url(/hang?font) } h1 { font-family: Late, serif }</style>",
    ),
    "hanging-image": _page("Hanging image", "<img src='/hang?image' width=100 height=100>"),
    "ticking": _page(
        "Ticking",
        "<p id=clock></p><ul id=log></ul><script>setInterval(() => {"
        " clock.textContent = Date.now(); log.append(document.createElement('li')) }, 30)</script>",
    ),
    "animated": _page(
        "Animated",
        "<style>@keyframes in { from { opacity: 0 } to { opacity: 1 } } @keyframes spin { to { rotate: 360deg } }"
        " .late { animation: in 60s forwards } .spin { animation: spin 1s infinite; width: 40px }</style>"
        "<button class=late>Faded in</button><button class=spin>o</button>",
    ),
    "late-content": _page(
        "Late content",
        "<p id=place>Loading</p><script>setTimeout(() => { place.textContent = 'Arrived late' }, 700)</script>",
    ),
    "lazy": _page(
        "Lazy",
        "<div style='height: 3000px'></div><img src='/pixel.png?lazy' loading=lazy width=200 height=200 alt='Native'>"
        "<div style='height: 2000px'></div><div id=observed style='height: 100px'></div><script>"
        "new IntersectionObserver((seen, watcher) => { if (seen.some(one => one.isIntersecting)) {"
        " watcher.disconnect();"
        " observed.innerHTML = '<img src=\"/pixel-late.png?seconds=0.3\" width=200 height=200 alt=Scripted>' } })"
        ".observe(observed)</script>",
    ),
    "infinite": _page(
        "Infinite",
        "<div id=feed></div><script>function more() { for (let i = 0; i < 20; i++) {"
        " const post = document.createElement('p'); post.style.height = '200px';"
        " post.textContent = 'Post ' + feed.children.length; feed.append(post) } }"
        " more(); addEventListener('scroll', () => {"
        " if (scrollY + innerHeight > document.body.scrollHeight - 500) more() })"
        "</script>",
    ),
    "alert": _page("Alert", "<script>alert('Hello'); document.body.append('After the alert')</script>"),
    "alerts": _page("Alerts", "<p>Before the storm</p><script>for (;;) alert('Again')</script>"),
    "popups": _page("Popups", "<script>for (let i = 0; i < 30; i++) window.open('/pricing?popup=' + i)</script>"),
    "busy": _page("Busy", "<script>for (;;) { }</script>"),
    "busy-later": _page("Busy later", "<script>setTimeout(() => { for (;;) { } }, 50)</script>"),
    "huge-dom": _page("Huge", "<div id=place></div><script>place.innerHTML = '<i>x</i>'.repeat(250000)</script>"),
    "tall": _page("Tall", "<div style='height: 60000px; background: linear-gradient(red, blue)'></div>"),
    "reloads": _page("Reloads", "<script>location.href = '/reloads?' + Math.random()</script>"),
    "hop": _page("Hop", "<script>location.href = '/pricing'</script>"),
    "hop-download": _page("Hop", "<p>Your download starts</p><script>location.href = '/download'</script>"),
    "crash": _page("Crash", "<script>const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))</script>"),
    "hostile": _page(
        "Hostile",
        "<form><input name=children><input name=getBoundingClientRect><input name=localName><input name=parentNode>"
        "<input name=getAttribute><input name=shadowRoot></form><img name=body src='/pixel.png'>"
        "<img name=documentElement src='/pixel.png'><a href='/pricing'>Still here</a><script>"
        "const wrong = () => { throw new Error('hostile') };"
        "Element.prototype.getBoundingClientRect = wrong; JSON.stringify = () => '{}'; Array.prototype.push = wrong;"
        "Array.prototype.map = wrong; Array.prototype.toJSON = () => 'mine'; Object.prototype.toJSON = () => 'mine';"
        "Map.prototype.get = wrong; Promise.prototype.then = wrong; window.getComputedStyle = wrong;"
        "document.querySelectorAll = wrong; XMLSerializer.prototype.serializeToString = wrong; scrollTo = wrong;"
        "Object.defineProperty(Element.prototype, 'outerHTML', { get: () => 'mine' })</script>",
    ),
    "steps": _page(
        "Steps",
        "<button hidden class=agree>Agree</button><button class=agree onclick='more.hidden = false'>Agree</button>"
        "<p id=more hidden>More</p><input id=q oninput='echo.textContent = q.value'><p id=echo></p>"
        "<aside class=banner>Cookies?</aside>",
    ),
}
