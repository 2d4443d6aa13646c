"""Plays the pages of tests/states on the local site, and says which state each is taken for.

A page begins with a comment in TOML that says what it plays:

    state       what it must be taken for
    status      200 where nothing is said
    at          the path that is asked for; the file's name where nothing is said
    redirect    the path that the visit is led to, where the page then is
    before      the file whose page was seen before, at the same path
    cut         how its transfer breaks off, as tests.site understands it
    locale, kind   of the target; en-US and policy where nothing is said
"""

import asyncio
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from tests.facts import a_target
from tests.orders import order_for
from tests.site import Site
from watcher.capture.pool import BrowserPool
from watcher.core.model import (
    Capture,
    Failure,
    History,
    Outcome,
    PageState,
    Part,
    Target,
    TargetKind,
)
from watcher.extract.read import read
from watcher.flow import weigh
from watcher.stray import find_stray

FOLDER = Path(__file__).with_name("states")
HALVES = ("first", "second")
AT = datetime(2026, 11, 25, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    name: str
    half: str
    state: str
    html: str
    at: str
    status: int = 200
    redirect: str = ""
    before: str = ""
    cut: str = ""
    locale: str = "en-US"
    kind: str = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a page was taken for and why; `outcome` is what a good page seen before makes of it, where there is one."""

    play: Play
    state: str
    reason: str
    outcome: Outcome | None = None
    notes: tuple[str, ...] = ()


def read_plays(halves: Sequence[str] = HALVES) -> tuple[Play, ...]:
    files = [path for half in halves for path in sorted((FOLDER / half).glob("*.html"))]
    return tuple(_read_play(path) for path in files)


def _read_play(path: Path) -> Play:
    head, _, html = path.read_text(encoding="utf-8").removeprefix("<!--\n").partition("\n-->\n")
    stated = tomllib.loads(head)
    return Play(name=path.stem, half=path.parent.name, html=html, **({"at": path.stem} | stated))


async def perform(plays: Sequence[Play], site: Site, pool: BrowserPool, slots: int = 4) -> list[Seen]:
    """Serves the plays and looks at each, a few at a time."""
    gate = asyncio.Semaphore(slots)

    async def look(play: Play) -> Seen:
        async with gate:
            return await _look(play, plays, site, pool)

    return await asyncio.gather(*map(look, plays))


async def _look(play: Play, plays: Sequence[Play], site: Site, pool: BrowserPool) -> Seen:
    at = f"{play.name}/{play.at}" if play.redirect or play.before else play.at
    before: Capture | None = None
    if play.before:
        good = next(other for other in plays if other.name == play.before)
        site.serve(at, good.html)
        seen = await pool.capture(order_for(site.url(at), locale=play.locale))
        assert isinstance(seen, Capture), seen
        before = seen
    _serve(play, at, site)
    after = await pool.capture(order_for(site.url(at), locale=play.locale))
    target = a_target(
        parts=(Part(url=site.url(at)),), locale=play.locale, kind=TargetKind(play.kind), confirm_after=timedelta(0)
    )
    return _taken_for(play, before, after, target)


def _serve(play: Play, at: str, site: Site) -> None:
    where = at
    if play.redirect:
        where = play.redirect
        site.serve(at, b"", status=302, headers=(("Location", f"/{where}"),))
    site.serve(urlsplit(where).path.lstrip("/"), play.html, status=play.status, cut=play.cut)


def _taken_for(play: Play, before: Capture | None, after: Capture | Failure, target: Target) -> Seen:
    if isinstance(after, Failure):
        return Seen(play=play, state=after.kind.value, reason=after.message, outcome=after)
    snapshot = read(after, target.parts)
    if isinstance(snapshot, Failure):
        return Seen(play=play, state=snapshot.kind.value, reason=snapshot.message, outcome=snapshot)
    notes = after.parts[0].notes
    seen = Seen(play=play, state=snapshot.state.value, reason=snapshot.state_reason, notes=notes)
    if before is None:
        return seen
    outcome = weigh(before, after, target, History(), AT)
    known = read(before, target.parts)
    assert not isinstance(known, Failure)
    stray = find_stray(known, snapshot, target) if snapshot.state is PageState.OK else None
    if stray:
        seen = replace(seen, state=stray.state.value, reason=stray.reason)
    return replace(seen, outcome=outcome)


def confusion(seen: Sequence[Seen]) -> str:
    """Rows are what the pages play, columns what they were taken for."""
    pairs = Counter((one.play.state, one.state) for one in seen)
    states = sorted({state for pair in pairs for state in pair})
    width = max(map(len, states)) + 1
    lines = [" " * width + "".join(f"{state:>{width}}" for state in states)]
    for played in states:
        counts = "".join(f"{pairs[played, taken] or '.':>{width}}" for taken in states)
        lines.append(f"{played:<{width}}{counts}")
    return "\n".join(lines)
