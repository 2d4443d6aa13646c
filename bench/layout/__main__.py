"""`python -m bench.layout [--cache FILE] [--only PAGE] [--show PAGE]`: recall and false alarms on the invented pages.

The cache keeps what the browser showed, so that rules can be measured again without it; delete it when the walk or a
page has changed.
"""

import argparse
import asyncio
import pickle
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import structlog

from bench.layout import channel, guichet, market, phone, semantic, soup, studio, verein, zunft
from bench.layout.mutations import Case, build
from bench.layout.rivals import dom_differs, pixels_differ, text_differs
from watcher.app import find_or_install
from watcher.capture.pool import BrowserPool
from watcher.core.model import Capture, Opinion, Order, Part, Snapshot, TargetKind, Viewport, Watch
from watcher.diff.compare import compare
from watcher.extract.read import read
from watcher.judge.judge import judge, unchanged
from watcher.settings import read_settings

DESKTOP = Viewport(name="desktop", width=1280, height=900)
PHONE = Viewport(name="phone", width=390, height=844, mobile=True)
LOCALES = {"phone": "de-DE", "verein": "de-DE", "zunft": "de-DE", "guichet": "fr-FR"}
TEMPLATES = Path(__file__).with_name("pages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    name: str
    viewport: Viewport
    feed: Callable[[int], str]
    watch: tuple[Watch, ...]
    cases: tuple[Case, ...]


SITES = tuple(
    Site(name=name, viewport=view, feed=page.feed, watch=page.WATCH, cases=(*page.THREATS, *page.BENIGN))
    for name, view, page in (
        ("semantic", DESKTOP, semantic),
        ("soup", DESKTOP, soup),
        ("phone", PHONE, phone),
        ("channel", DESKTOP, channel),
        ("verein", DESKTOP, verein),
        ("studio", DESKTOP, studio),
        ("zunft", DESKTOP, zunft),
        ("market", DESKTOP, market),
        ("guichet", PHONE, guichet),
    )
)


def states(site: Site) -> Iterator[tuple[str, str]]:
    template = (TEMPLATES / f"{site.name}.html").read_text(encoding="utf-8")
    yield "base", build(template, site.feed(0), None, 0)
    for number, case in enumerate(site.cases, 1):
        yield case.name, build(template, site.feed(case.feed), case, number)


@contextmanager
def serving(pages: Mapping[str, str]) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(f"127{self.path}", "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


async def see_all(sites: Sequence[Site]) -> dict[str, dict[str, Capture]]:
    settings = read_settings()
    path = find_or_install(settings, install=False, say=print)
    if path is None:
        raise SystemExit("no browser: make browser")
    built = {site.name: dict(states(site)) for site in sites}
    # One address for all states of a page, as on a platform.
    current: dict[str, str] = {}
    seen: dict[str, dict[str, Capture]] = {site.name: {} for site in sites}
    with serving(current) as port:
        pool = BrowserPool(
            executable=path,
            slots=2,
            allow=(f"127.0.0.1/32:{port}",),
            sandbox=not settings.as_root,
            clock=partial(datetime.now, UTC),
            log=structlog.get_logger(),
        )
        async with pool:
            for site in sites:
                for name, html in built[site.name].items():
                    current[f"127/{site.name}"] = html
                    seen[site.name][name] = await _see(pool, site, f"http://127.0.0.1:{port}/{site.name}")
    return seen


async def _see(pool: BrowserPool, site: Site, url: str) -> Capture:
    selectors = tuple(watch.selector for watch in site.watch if watch.selector)
    order = Order(
        target=site.name,
        parts=(Part(url=url),),
        viewport=site.viewport,
        locale=LOCALES.get(site.name, "en-GB"),
        timezone="UTC",
        watch_selectors=selectors,
        watch_texts=tuple(watch.text for watch in site.watch if watch.text),
    )
    capture = await pool.capture(order)
    if not isinstance(capture, Capture):
        raise RuntimeError(capture.message)
    return capture


def weigh(before: Snapshot, after: Snapshot, watch: Sequence[Watch]) -> Opinion:
    change = compare(before, after, watch=watch)
    if change is None:
        return unchanged()
    today = datetime(2026, 11, 25, tzinfo=UTC).date()
    return judge(change, kind=TargetKind.PAGE, name="Page", watch=watch, today=today)


def measure(sites: Sequence[Site], seen: Mapping[str, Mapping[str, Capture]], show: str | None) -> None:
    print(f"{'page':<10}{'method':<26}{'recall':>12}{'false alarms':>16}{'named first':>16}")
    for site in sites:
        captures = seen[site.name]
        snapshots = {name: _read(capture) for name, capture in captures.items()}
        base = snapshots["base"]
        plain = {case.name: weigh(base, snapshots[case.name], ()) for case in site.cases}
        watched = {case.name: weigh(base, snapshots[case.name], site.watch) for case in site.cases}
        _row(site, "alert", lambda case, found=plain: found[case.name].severity >= 2)
        _row(site, "alert or notice", lambda case, found=plain: found[case.name].severity >= 1, plain)
        _row(site, "watched: alert", lambda case, found=watched: found[case.name].severity >= 2)
        _row(site, "hit what is watched: alert", lambda case, found=watched: found[case.name].severity >= 2, of=_hits)
        _row(site, "watched: alert or notice", lambda case, found=watched: found[case.name].severity >= 1, watched)
        parts = {name: capture.parts[0] for name, capture in captures.items()}
        _row(site, "full-page pixels > 0.1 %", lambda case, p=parts: pixels_differ(p["base"], p[case.name]))
        _row(site, "normalised text", lambda case, s=snapshots: text_differs(s["base"], s[case.name]))
        _row(site, "DOM", lambda case, p=parts: dom_differs(p["base"], p[case.name]))
        if show in {site.name, "all"}:
            _show(site, plain, watched)


def _hits(site: Site, case: Case) -> bool:
    """Whether a threat is to something that is watched: to nothing else the owner asked to be alerted."""
    watched = [word.casefold() for entry in site.watch for word in (entry.name, entry.text) if word]
    return any(word.casefold() in name or name in word.casefold() for word in case.named for name in watched)


def _row(
    site: Site,
    method: str,
    told: Callable[[Case], bool],
    opinions: Mapping[str, Opinion] | None = None,
    of: Callable[[Site, Case], bool] = lambda _site, _case: True,
) -> None:
    threats = [case for case in site.cases if case.threat and of(site, case)]
    benign = [case for case in site.cases if not case.threat]
    caught = [case for case in threats if told(case)]
    false = sum(told(case) for case in benign)
    named = ""
    if opinions is not None:
        right = sum(is_named(case, opinions[case.name]) for case in caught)
        named = f"{right}/{len(caught)}={right / max(len(caught), 1):.2f}"
    recall = f"{len(caught)}/{len(threats)}={len(caught) / len(threats):.2f}"
    alarms = f"{false}/{len(benign)}={false / len(benign):.2f}"
    print(f"{site.name:<10}{method:<26}{recall:>12}{alarms:>16}{named:>16}")


def is_named(case: Case, opinion: Opinion) -> bool:
    return any(word.casefold() in opinion.headline.casefold() for word in case.named)


def _show(site: Site, plain: Mapping[str, Opinion], watched: Mapping[str, Opinion]) -> None:
    for case in site.cases:
        opinion = plain[case.name]
        wrong = (opinion.severity < 1 or not is_named(case, opinion)) if case.threat else opinion.severity >= 1
        mark = "!" if wrong else " "
        kind = "threat" if case.threat else "benign"
        print(f"{mark} {kind} {opinion.severity}/{watched[case.name].severity} {case.name}: {opinion.headline}")


def _read(capture: Capture) -> Snapshot:
    snapshot = read(capture, ())
    if not isinstance(snapshot, Snapshot):
        raise RuntimeError(snapshot.message)
    return snapshot


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.layout", description=__doc__)
    parser.add_argument("--cache", type=Path, help="keep what was seen in this file, and use it")
    parser.add_argument("--only", choices=[site.name for site in SITES], help="one page")
    parser.add_argument("--show", choices=[*(site.name for site in SITES), "all"], help="every case of a page")
    given = parser.parse_args()
    sites = [site for site in SITES if given.only in {None, site.name}]
    if given.cache and given.cache.exists():
        seen = pickle.loads(given.cache.read_bytes())
    else:
        seen = asyncio.run(see_all(sites))
        if given.cache:
            given.cache.write_bytes(pickle.dumps(seen))
    measure(sites, seen, given.show)


if __name__ == "__main__":
    main()
