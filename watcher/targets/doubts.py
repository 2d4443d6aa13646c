"""What is doubtful in a file that can be used."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path as FilePath
from typing import TypeAlias

from watcher.core.model import Config, Cron, Owner, Stake, Step, Target
from watcher.targets.addresses import is_loopback
from watcher.targets.gaps import longest_gap, shortest_gap
from watcher.targets.nodes import Path
from watcher.targets.references import OPERATOR
from watcher.targets.shown import choices, shown
from watcher.targets.texts import is_selector
from watcher.targets.times import spell_duration

POLITE_GAP = timedelta(minutes=5)
_IMPOLITE = "{gap} between two visits is so short that the platform may block them: {polite} or more is polite"
_NO_PAGE = (
    "no target shows the brand's own page, so pictures and texts cannot be compared: add one, and name it with `page`"
    " if its address is another"
)
_SOON_STALE = "{stale} is less than the time between two visits: the operator would be told although all is well"

Doubt: TypeAlias = tuple[Path, str]


def doubt_target(index: int, target: Target) -> Iterator[Doubt]:
    path: Path = ("targets", index)
    if target.brand:
        if target.brand.page is None:
            yield (*path, "handle"), _NO_PAGE
        return
    gap = shortest_gap(target.schedule)
    if gap < POLITE_GAP and not all(is_loopback(part.url) for part in target.parts):
        key = "cron" if isinstance(target.schedule, Cron) else "every"
        yield (*path, key), _IMPOLITE.format(gap=spell_duration(gap), polite=spell_duration(POLITE_GAP))
    if target.stale_after < longest_gap(target.schedule):
        yield (*path, "stale_after"), _SOON_STALE.format(stale=spell_duration(target.stale_after))
    if target.login and not FilePath(target.login).is_file():
        yield (*path, "login"), "the file is not there, so visits cannot use the login: save it there"
    for number, step in enumerate(target.steps):
        if selector := _odd_selector(step):
            yield (*path, "steps", number), _not_css(selector)
    for number, watch in enumerate(target.watch):
        if watch.selector and not is_selector(watch.selector):
            yield (*path, "watch", number, "selector"), _not_css(watch.selector)


def doubt_stake(stake: Stake, today: date | None) -> Iterator[Doubt]:
    path: Path = ("stakes", stake.id)
    if not (stake.targets or stake.topics or stake.platforms or stake.features):
        yield (*path, "depends_on"), "this stake depends on nothing, so no change can put it at risk: add depends_on"
    if today and stake.ends and stake.ends < today:
        yield (*path, "ends"), f"this stake has ended on {stake.ends}: delete it, or give it a new date"


def doubt_owner(owner: Owner) -> Iterator[Doubt]:
    section: Path = (OPERATOR,) if owner.id == OPERATOR else ("owners", owner.id)
    for step in owner.escalate:
        if owner.id in step.to:
            yield (*section, "escalate"), "this chain leads back to its own owner, who was told before: name others"
            break
    if owner.push:
        return
    if owner.id == OPERATOR:
        yield (OPERATOR, "push"), "the operator has no channel, so nobody is told when something fails: add push"
    elif owner.digest:
        yield ("owners", owner.id, "push"), "this owner has no channel for what cannot wait, only a digest: add push"
    else:
        yield ("owners", owner.id, "push"), "this owner has no channel and is told of nothing: add push"


def doubt_hearing(config: Config) -> Iterator[Doubt]:
    """Targets whose changes would reach nobody: one doubt for all that have the same owners, at the first of them."""
    reached = {owner.id for owner in (*config.owners, config.operator) if owner.push or owner.digest}
    deaf: dict[tuple[str, ...], list[int]] = {}
    for index, target in enumerate(config.targets):
        if reached.isdisjoint(target.owners):
            deaf.setdefault(target.owners, []).append(index)
    for owners, indices in deaf.items():
        more = f", nor of those of {len(indices) - 1} more with the same owner" if len(indices) > 1 else ""
        message = f"nobody would hear of its changes{more}: {choices(list(owners))} needs push or a digest"
        yield ("targets", indices[0], "owner"), message


def _odd_selector(step: Step) -> str | None:
    return step.selector if step.selector and not is_selector(step.selector) else None


def _not_css(selector: str) -> str:
    return f"{shown(selector)} does not look like a CSS selector: the browser may refuse it"
