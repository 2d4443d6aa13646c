"""Says which handle is looked at next, and what a look changes in what is remembered of it: pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from watcher.core.model import HandleRecord, Lookalike, Presence

_DAY = timedelta(days=1)
# A first round and what has to be seen twice in it.
_MARGIN = 1.25
# How much sooner the most suspicious come again: the 200th of them about a quarter as often as the first.
_STEEP = 4


class Step(StrEnum):
    """What a look led to: nothing, something to be confirmed, or something to be told."""

    NOTHING = "nothing"
    UNKNOWN = "unknown"
    DOUBTFUL = "doubtful"
    APPEARED = "appeared"
    EXISTS = "exists"
    STILL_THERE = "still_there"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    record: HandleRecord
    step: Step


def choose(
    candidates: Sequence[Lookalike], records: Mapping[str, HandleRecord], now: datetime, confirm_after: timedelta
) -> Lookalike | None:
    """What has to be confirmed first, then what was never seen, then what was long ago, the suspicious sooner."""
    doubted = {handle: since for handle, record in records.items() if (since := record.doubted_since)}
    ripe = [one for one in candidates if one.handle in doubted and now - doubted[one.handle] >= confirm_after]
    if ripe:
        return min(ripe, key=lambda one: doubted[one.handle])
    unseen = next((one for one in candidates if one.handle not in records), None)
    known = (one for one in candidates if one.handle in records and one.handle not in doubted)
    return unseen or max(known, key=lambda one: (now - records[one.handle].looked_at) * one.rank**_STEEP, default=None)


def turn(record: HandleRecord | None, handle: str, presence: Presence, now: datetime, confirm_after: timedelta) -> Turn:
    """What a page was seen to be is certain when a second look says the same; that there never was one, at once."""
    known = replace(record, looked_at=now) if record else HandleRecord(handle=handle, first_at=now, looked_at=now)
    if presence is Presence.UNKNOWN:
        return Turn(record=known, step=Step.UNKNOWN)
    sure = replace(known, presence=presence, doubted_since=None)
    if presence is known.presence or (presence is Presence.ABSENT and known.presence is None):
        return Turn(record=sure, step=Step.STILL_THERE if presence is Presence.THERE else Step.NOTHING)
    if known.doubted_since is None or now - known.doubted_since < confirm_after:
        return Turn(record=replace(known, doubted_since=known.doubted_since or now), step=Step.DOUBTFUL)
    if presence is Presence.ABSENT:
        return Turn(record=replace(sure, told=None, finding=None), step=Step.VANISHED)
    return Turn(record=sure, step=Step.EXISTS if known.presence is None else Step.APPEARED)


def told_together(records: Iterable[HandleRecord], now: datetime, every: timedelta, candidates: int) -> datetime:
    """When what was there before anybody looked is told: after the first day, after the first round, then each day."""
    begun = min((record.first_at for record in records), default=now)
    rounds = max(_DAY, every * candidates * _MARGIN)
    if now < begun + _DAY:
        return begun + _DAY
    return begun + rounds if now < begun + rounds else begun + _DAY * ((now - begun) // _DAY + 1)
