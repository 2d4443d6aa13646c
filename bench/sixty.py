"""Sixty pages on this machine, each on a host of its own: forty policy documents and twenty brand pages.

    with SixtyPages() as site:
        site.urls                       # "http://127.0.0.10:<port>/doc/0", ...
        site.show(version=1, every=5)   # every fifth page as it is in that version
        site.delay(seconds=3, every=2)  # every second host answers that much later, whatever it is asked for

All text is made up, the same for the same number. The server is a process of its own, so that what it costs is not
counted as anybody else's. Documents have a style sheet, a logo and a script, as documents have; of eight, three are
static files with an ETag, two bring another token each time, two say nothing about themselves, and one is rendered by
its script. Brand pages have pictures, a script, and a feed that it fetches.
"""

import asyncio
import hashlib
import io
import json
import random
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from bench.prose import as_html, write_policy

DOCUMENTS, PAGES = 40, 20
_FIRST_HOST = 10
_KINDS = ("etag", "token", "etag", "plain", "token", "etag", "plain", "script")


def names() -> list[str]:
    """The pages in the order in which they are visited, documents and pages mixed as the schedule would."""
    return [f"page/{n // 3}" if n % 3 == 2 else f"doc/{n - n // 3}" for n in range(DOCUMENTS + PAGES)]


def host_of(name: str) -> str:
    return f"127.0.0.{_FIRST_HOST + names().index(name)}"


def kind_of(name: str) -> str:
    """How a page is served: etag, token, plain or script for a document, "page" for a brand page."""
    folder, _, number = name.partition("/")
    return _KINDS[int(number) % len(_KINDS)] if folder == "doc" else "page"


class SixtyPages:
    """The server in its own process."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen([sys.executable, "-m", "bench.sixty"], stdout=subprocess.PIPE, text=True)
        if self._process.stdout is None:
            raise RuntimeError("the server has no output")
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def allow(self) -> str:
        return f"127.0.0.0/8:{self.port}"

    @property
    def urls(self) -> dict[str, str]:
        return {name: f"http://{host_of(name)}:{self.port}/{name}" for name in names()}

    def show(self, *, version: int, every: int = 1) -> None:
        self._tell(f"show?version={version}&every={every}")

    def delay(self, *, seconds: float, every: int = 2) -> None:
        self._tell(f"delay?seconds={seconds}&every={every}&port={self.port}")

    def _tell(self, what: str) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_{what}", timeout=30) as answer:
            answer.read()


@dataclass(slots=True, kw_only=True)
class _Server:
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    versions: dict[str, int] = field(default_factory=dict)
    late: dict[str, float] = field(default_factory=dict)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                request, *lines = head.split("\r\n")
                headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
                status, body, more = await self._answer(request.split(" ")[1], headers)
                extra = "".join(f"{name}: {value}\r\n" for name, value in more.items())
                writer.write(f"HTTP/1.1 {status} OK\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, target: str, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        url = urlsplit(target)
        name = url.path.strip("/")
        if name.startswith("_"):
            self._told(name[1:], {key: values[0] for key, values in parse_qs(url.query).items()})
            return 200, b"", {}
        await asyncio.sleep(self.late.get(headers.get("host", ""), 0.0))
        if name == "style.css":
            return 200, style(), {"Content-Type": "text/css", "Cache-Control": "max-age=600"}
        if name == "app.js":
            return 200, script(), {"Content-Type": "text/javascript", "Cache-Control": "max-age=600"}
        if name.startswith("picture/"):
            return 200, picture(int(name.rpartition("/")[2])), {"Content-Type": "image/png"}
        if name.startswith("feed/"):
            return 200, feed(int(name.rpartition("/")[2])), {"Content-Type": "application/json"}
        if name not in set(names()):
            return 404, b"", {}
        return self._page(name, headers)

    def _page(self, name: str, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        kind, number, version = kind_of(name), int(name.rpartition("/")[2]), self.versions.get(name, 0)
        told = {"Content-Type": "text/html; charset=utf-8"}
        if kind == "page":
            html = brand(number, version).replace("TOKEN", f"{self.chance.getrandbits(64):x}")
        else:
            html = document(number, version, by_script=kind == "script")
            html = html.replace("TOKEN", f"{self.chance.getrandbits(64):x}" if kind == "token" else "0")
        body = html.encode()
        if kind == "etag":
            told["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if headers.get("if-none-match") == told["ETag"]:
                return 304, b"", told
        return 200, body, told

    def _told(self, what: str, values: dict[str, str]) -> None:
        chosen = names()[:: int(values["every"])]
        if what == "show":
            self.versions |= dict.fromkeys(chosen, int(values["version"]))
        else:
            hosts = [f"{host_of(name)}:{values['port']}" for name in chosen]
            self.late = dict.fromkeys(hosts, float(values["seconds"]))


@lru_cache(maxsize=256)
def document(number: int, version: int, *, by_script: bool) -> str:
    """A policy of 15,000 to 110,000 characters with what stands around it."""
    text = write_policy(number, 15_000 + 2_500 * number).replace("must", "shall", version)
    main = as_html(text).partition("<main>")[2].partition("</main>")[0]
    if by_script:
        told = json.dumps(main).replace("</", "<\\/")
        main = f'<div id="app"></div><script>document.getElementById("app").innerHTML = {told};</script>'
    links = "".join(f'<li><a href="/policy/{n}">Policy number {n}</a></li>' for n in range(24))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>'
        f"Platform policy {number}</title>"
        '<meta name="csrf" content="TOKEN"><link rel="stylesheet" href="/style.css"><script src="/app.js" defer></script>'
        f'</head><body><header><img src="/picture/0" alt="Platform" width="120" height="40"><nav><ul>{links}</ul></nav>'
        f"</header><main><h1>Platform policy {number}</h1>{main}</main>"
        f'<footer><form action="/search"><input type="hidden" name="t" value="TOKEN"><input name="q" aria-label="Search">'
        f"<button>Search</button></form><ul>{links}</ul></footer></body></html>"
    )


@lru_cache(maxsize=256)
def brand(number: int, version: int) -> str:
    """A page with a cover, tabs, posts with pictures and a feed; in later versions a tab is gone."""
    tabs = ("Posts", "About", "Shop", "Photo contest", "Apps", "Events")
    shown = tabs if version == 0 else tuple(tab for tab in tabs if tab != "Photo contest")
    chance = random.Random(number)
    posts = "".join(
        f'<article class="post"><h3>Report {n}</h3><img src="/picture/{n % 12}" alt="Ride {n}" width="480" height="320"'
        f"{' loading=lazy' if n > 3 else ''}><p>{write_policy(1000 * number + n, 300)[:280]}</p>"
        f"<button>{chance.randint(3, 900)} likes</button><button>Share</button></article>"
        for n in range(12)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hill {number} Cycles</title>'
        '<link rel="stylesheet" href="/style.css"><script src="/app.js" defer></script></head>'
        f'<body data-feed="/feed/{number}" data-nonce="TOKEN"><header><img src="/picture/1" alt="Hill {number}: range"'
        f' width="1200" height="300"><h1>Hill {number} Cycles</h1><p>{12_000 + number} followers</p>'
        f'<a href="https://hill{number}.example/">hill{number}.example</a><button>Book a ride</button>'
        f'<div role="tablist">{"".join(f"<button role=tab>{tab}</button>" for tab in shown)}</div></header>'
        f'<main><section aria-label="Posts">{posts}</section><aside><h2>From our shop</h2><div id="feed"></div></aside></main>'
        f'<footer><a href="/imprint">Imprint</a><a href="/privacy">Privacy</a></footer></body></html>'
    )


@lru_cache(maxsize=64)
def feed(number: int) -> bytes:
    return json.dumps([{"title": f"Product {number}-{n}", "price": f"{19 + n} EUR"} for n in range(12)]).encode()


@lru_cache(maxsize=1)
def style() -> bytes:
    """Rules as a site has them: most match nothing here."""
    chance = random.Random(1)
    unused = "".join(
        f".c{n}-{chance.randint(1, 99)} .d{n % 90} > a:hover {{ color: #{chance.getrandbits(24):06x}; margin: {n % 40}px }}\n"
        for n in range(900)
    )
    return (
        "body { font: 16px/1.5 sans-serif; margin: 0 auto; max-width: 1200px }\nnav li, footer li { display: inline-block;"
        " margin: 4px 12px }\n.post { border: 1px solid #ccc; border-radius: 8px; padding: 16px; margin: 16px 0 }\n"
        "[role=tab] { padding: 12px 24px }\nmain { padding: 24px }\n" + unused
    ).encode()


@lru_cache(maxsize=1)
def script() -> bytes:
    """Much that is only parsed, a little that works, and a feed that is fetched where the page wants one."""
    unused = "".join(
        f"function unused{n}(a, b) {{ const list = []; for (let i = 0; i < a; i++) list.push(b * i + {n}); return list.join(); }}\n"
        for n in range(700)
    )
    return (
        unused + "let sum = 0; for (let i = 0; i < 300000; i++) sum += i % 7; window.counted = sum;\n"
        "const from = document.body.dataset.feed; const box = document.getElementById('feed');\n"
        "if (from && box) fetch(from).then(answer => answer.json()).then(items => { for (const item of items) {\n"
        "  const one = document.createElement('p'); one.textContent = item.title + ', ' + item.price; box.append(one); } });\n"
        "setTimeout(() => { window.later = 1; }, 400);\n"
    ).encode()


@lru_cache(maxsize=16)
def picture(number: int) -> bytes:
    """A PNG of about 40 kB."""
    small = Image.frombytes("RGB", (120, 80), random.Random(number).randbytes(120 * 80 * 3))
    file = io.BytesIO()
    small.save(file, "PNG")
    return file.getvalue()


async def _run() -> None:
    server = _Server()
    first = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = first.sockets[0].getsockname()[1]
    hosts = [f"127.0.0.{_FIRST_HOST + n}" for n in range(DOCUMENTS + PAGES)]
    async with first, await asyncio.start_server(server.serve, hosts, port):
        print(port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run())
