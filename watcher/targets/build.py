"""Makes the facts of `watcher.core` from the checked entries of a file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from watcher.core.model import (
    SUDDEN_FALL,
    Brand,
    Copies,
    Cron,
    Digest,
    Escalation,
    Interval,
    Language,
    Owner,
    Part,
    Schedule,
    Stake,
    StakeKind,
    Step,
    StepKind,
    Target,
    TargetKind,
    Viewport,
    Watch,
)
from watcher.targets.catalog.handles import handle_address
from watcher.targets.gaps import longest_gap
from watcher.targets.kinds import guess_kind
from watcher.targets.models import (
    CopiesEntry,
    DefaultsEntry,
    DigestEntry,
    EscalationEntry,
    OwnerEntry,
    StakeEntry,
    TargetEntry,
)
from watcher.targets.references import OPERATOR
from watcher.targets.visits import PRESETS, PartEntry, StepEntry, ViewportEntry, WatchEntry

Item = TypeVar("Item")


class Share(Protocol):
    """Gives the first of equal values."""

    def __call__(self, value: Item) -> Item: ...


EVERY = timedelta(hours=6)
TIMEZONE = "UTC"
LOCALE = "en-US"
PUSH_FROM = 2
WAKE_FROM = 3
REMIND = (30, 7, 1)
GATHER = timedelta(minutes=5)
DIGEST_AT = (0, time(9))
CONFIRM_AFTER = timedelta(minutes=10)
CONFIRM_FOR = timedelta(hours=24)
LEARN_FOR = timedelta(hours=24)
VERIFY_EVERY = timedelta(hours=24)
DEADLINE = timedelta(seconds=60)
STALE_AFTER = timedelta(days=2)
STALE_MARGIN = timedelta(days=1)
LOOKS = 24


class TargetBuilder:
    """Makes targets that share what is equal in them: a hundred thousand differ in little."""

    def __init__(self, defaults: DefaultsEntry, folder: Path) -> None:
        """`folder` is where a relative `login` starts from."""
        self._defaults = defaults
        self._folder = folder
        self._shared: dict[object, object] = {}

    def __call__(self, entry: TargetEntry) -> Target:
        return _build_target(entry, self._defaults, self._folder, self._share)

    def _share(self, value: Item) -> Item:
        return self._shared.setdefault(value, value)  # type: ignore[return-value]


def _build_target(entry: TargetEntry, defaults: DefaultsEntry, folder: Path, share: Share) -> Target:
    brand = _brand(entry, defaults) if entry.kind is TargetKind.HANDLE else None
    parts = _parts(entry, brand)
    kind = entry.kind or guess_kind([part.url for part in parts], bool(entry.watch))
    timezone = share(entry.timezone or defaults.timezone or TIMEZONE)
    schedule = share(_schedule(entry, defaults, timezone))
    return Target(
        id=entry.id,
        kind=kind,
        parts=parts,
        title=entry.title or entry.id,
        platform=share(entry.platform.lower()) if entry.platform else None,
        schedule=schedule,
        viewports=share(_viewports(entry.viewports or defaults.viewports, kind)),
        locale=share(entry.locale or defaults.locale or LOCALE),
        timezone=timezone,
        owners=share(_owners(entry.owner, defaults)),
        steps=tuple(map(_step, entry.steps or ())),
        watch=tuple(map(_watch, entry.watch or ())),
        topics=_distinct(entry.topics),
        login=str(folder / entry.login) if entry.login else None,
        stale_after=share(
            entry.stale_after or defaults.stale_after or max(STALE_AFTER, longest_gap(schedule) + STALE_MARGIN)
        ),
        confirm_after=_first_given(entry.confirm_after, defaults.confirm_after, CONFIRM_AFTER),
        confirm_for=_first_given(entry.confirm_for, defaults.confirm_for, CONFIRM_FOR),
        deadline=entry.deadline or defaults.deadline or DEADLINE,
        learn_for=_first_given(entry.learn_for, defaults.learn_for, LEARN_FOR),
        verify_every=_first_given(entry.verify_every, defaults.verify_every, VERIFY_EVERY),
        sudden_fall=SUDDEN_FALL if entry.sudden_fall is None else entry.sudden_fall / 100,
        quiet_after=entry.quiet_after,
        obeys_robots=(entry.robots or defaults.robots) == "obey",
        brand=brand,
    )


def spread_looks(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Those that look for look-alikes share the day's visits to their platform, and find the brand's own page."""
    places = Counter(place_of(target) for target in targets if target.brand)
    return tuple(
        target if target.brand is None else _spread(target, target.brand, places[place_of(target)], targets)
        for target in targets
    )


def place_of(target: Target) -> str:
    """Where visits have to be few: the platform, or else the host."""
    return target.platform or urlsplit(target.parts[0].url).netloc


def _spread(target: Target, brand: Brand, sharing: int, targets: Sequence[Target]) -> Target:
    shows = (
        other.id for other in targets if other.kind is TargetKind.PAGE and other.parts[0].url == target.parts[0].url
    )
    schedule = Interval(every=timedelta(days=1) * sharing / brand.looks)
    return replace(
        target,
        schedule=schedule,
        stale_after=max(target.stale_after, schedule.every + STALE_MARGIN),
        brand=replace(brand, page=brand.page or next(shows, None)),
    )


def build_owner(owner_id: str, entry: OwnerEntry, defaults: DefaultsEntry) -> Owner:
    push = _distinct(entry.push)
    return Owner(
        id=owner_id,
        name=entry.name or ("Operator" if owner_id == OPERATOR else owner_id),
        language=entry.language or Language.EN,
        timezone=entry.timezone or defaults.timezone or TIMEZONE,
        push=push,
        push_from=PUSH_FROM if entry.push_from is None else entry.push_from,
        digest=_digest(entry.digest, push) if entry.digest else None,
        quiet=entry.quiet,
        wake_from=WAKE_FROM if entry.wake_from is None else entry.wake_from,
        remind=REMIND if entry.remind is None else _distinct(sorted(entry.remind, reverse=True)),
        escalate=_escalation(entry.escalate or ()),
        copies=_copies(entry.copies) if entry.copies else None,
        gather=_gather(entry, defaults),
    )


def build_stake(stake_id: str, entry: StakeEntry, defaults: DefaultsEntry) -> Stake:
    depends_on = entry.depends_on
    return Stake(
        id=stake_id,
        title=entry.title or stake_id,
        kind=entry.kind or StakeKind.CONTENT,
        owners=_owners(entry.owner, defaults),
        value=entry.value,
        reach=entry.reach,
        starts=entry.starts,
        ends=entry.ends,
        targets=_distinct(depends_on.targets if depends_on else None),
        topics=_distinct(depends_on.topics if depends_on else None),
        platforms=_distinct(name.lower() for name in (depends_on and depends_on.platforms) or ()),
        features=_distinct(depends_on.features if depends_on else None),
        regions=_distinct(entry.regions),
    )


def _brand(entry: TargetEntry, defaults: DefaultsEntry) -> Brand:
    handle = entry.handle or ""
    return Brand(
        handle=handle,
        name=entry.name or handle.removeprefix("@").partition("@")[0],
        address=entry.url or "",
        page=entry.page,
        known=_distinct(entry.known),
        looks=defaults.looks or LOOKS,
    )


def _parts(entry: TargetEntry, brand: Brand | None) -> tuple[Part, ...]:
    if entry.parts:
        return tuple(_part(part, entry) for part in entry.parts)
    url = PartEntry(url=handle_address(brand.address, brand.handle)).url if brand else entry.url or ""
    return (Part(url=url, select=_distinct(entry.select), ignore=_distinct(entry.ignore)),)


def _part(part: PartEntry, target: TargetEntry) -> Part:
    """A target's own selectors hold for the parts that have none."""
    select = target.select if part.select is None else part.select
    ignore = target.ignore if part.ignore is None else part.ignore
    return Part(url=part.url, select=_distinct(select), ignore=_distinct(ignore))


def _schedule(entry: TargetEntry, defaults: DefaultsEntry, timezone: str) -> Schedule:
    if entry.cron is not None:
        return Cron(expression=entry.cron, timezone=timezone)
    return Interval(every=entry.every or defaults.every or EVERY)


def _viewports(entries: list[ViewportEntry] | None, kind: TargetKind) -> tuple[Viewport, ...]:
    if entries:
        return tuple(map(_viewport, entries))
    return (_DESKTOP,) if kind is TargetKind.POLICY else (_DESKTOP, _PHONE)


def _viewport(entry: ViewportEntry) -> Viewport:
    return Viewport(name=entry.name, width=entry.width, height=entry.height, mobile=bool(entry.mobile))


def _owners(names: list[str] | None, defaults: DefaultsEntry) -> tuple[str, ...]:
    return _distinct(names or defaults.owner) or (OPERATOR,)


def _first_given(entry: timedelta | None, default: timedelta | None, otherwise: timedelta) -> timedelta:
    if entry is not None:  # 0s is a choice, too
        return entry
    return otherwise if default is None else default


def _gather(entry: OwnerEntry, defaults: DefaultsEntry) -> timedelta:
    return next((wait for wait in (entry.gather, defaults.gather) if wait is not None), GATHER)


def _digest(entry: DigestEntry, push: tuple[str, ...]) -> Digest:
    weekday, at = entry.at or DIGEST_AT
    return Digest(channel=entry.channel or push[0], at=at, weekday=weekday)


def _escalation(entries: Iterable[EscalationEntry]) -> tuple[Escalation, ...]:
    steps = (Escalation(after=entry.after, to=_distinct(entry.to)) for entry in entries)
    return tuple(sorted(steps, key=lambda step: step.after))


def _copies(entry: CopiesEntry) -> Copies:
    return Copies(
        topics=_distinct(entry.topics),
        words=_distinct(entry.words),
        platforms=_distinct(name.lower() for name in entry.platforms or ()),
    )


def _watch(entry: WatchEntry) -> Watch:
    watch = Watch(role=entry.role, name=entry.name, selector=entry.selector, text=entry.text)
    return replace(watch, threats=_distinct(entry.threat)) if entry.threat else watch


def _step(entry: StepEntry) -> Step:
    optional = bool(entry.optional)
    if entry.wait is not None:
        return Step(kind=StepKind.WAIT, seconds=entry.wait.total_seconds(), optional=optional)
    if entry.type is not None:
        return Step(kind=StepKind.TYPE, selector=entry.type.into, text=entry.type.text, optional=optional)
    if entry.scroll is not None:
        selector = entry.scroll if isinstance(entry.scroll, str) else None
        return Step(kind=StepKind.SCROLL, selector=selector, optional=optional)
    if entry.click is not None:
        return Step(kind=StepKind.CLICK, selector=entry.click, optional=optional)
    if entry.wait_for is not None:
        return Step(kind=StepKind.WAIT_FOR, selector=entry.wait_for, optional=optional)
    return Step(kind=StepKind.HIDE, selector=entry.hide, optional=optional)


def _distinct(items: Iterable[Item] | None) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items)) if items else ()


_DESKTOP, _PHONE = (_viewport(ViewportEntry.model_validate(PRESETS[name])) for name in ("desktop", "phone"))
