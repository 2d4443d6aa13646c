"""Tells which hosts are down, and how long they are left alone, from how their targets fare."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.model import FailureKind, Incident, Sighting

CRASH = "crash"
# so many failed looks in a row, at different targets where there are so many
_IN_A_ROW = 3
# neither says anything about the host
_SILENT = frozenset({CRASH, FailureKind.GIVEN_BACK.value})
# a host that is down is tried again after a quarter of the time it has been down
_PART = 4
_SHORTEST = timedelta(seconds=5)
_LONGEST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host as its targets show it: `failing` are those that it left without an answer since it last gave one."""

    name: str
    sightings: tuple[Sighting, ...]
    answered_at: datetime | None
    failing: tuple[Sighting, ...]

    @property
    def down(self) -> bool:
        enough = len(self.failing) >= min(_IN_A_ROW, len(self.sightings))
        return enough and sum(sighting.failures for sighting in self.failing) >= _IN_A_ROW

    @property
    def began(self) -> datetime:
        """When it first gave no answer; raises ValueError where nothing is failing."""
        first = min(sighting.troubled_since or _looked_at(sighting) for sighting in self.failing)
        return first if self.answered_at is None else max(first, self.answered_at)

    @property
    def last_failing(self) -> Sighting:
        return max(self.failing, key=_looked_at)

    @property
    def failed_at(self) -> datetime:
        return _looked_at(self.last_failing)


def hosts_of(sightings: Iterable[Sighting]) -> dict[str, Host]:
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        groups[sighting.host].append(sighting)
    return {name: _host(name, tuple(group)) for name, group in groups.items()}


def rests(hosts: Mapping[str, Host], incidents: Iterable[Incident]) -> dict[str, datetime]:
    """Until when each host that is down is left alone: a growing while, with one visit to it after each.

    Where nothing answered and something does again, what was tried before that is tried at once.
    """
    woken = {name: incident.woken_at for incident in incidents for name in incident.hosts if incident.woken_at}
    return {
        host.name: host.failed_at + min(max((host.failed_at - host.began) / _PART, _SHORTEST), _LONGEST)
        for host in hosts.values()
        if host.down and not (host.name in woken and woken[host.name] > host.failed_at)
    }


def _host(name: str, sightings: tuple[Sighting, ...]) -> Host:
    answers = [moment for sighting in sightings for moment in _answers(sighting)]
    answered_at = max(answers, default=None)
    failing = tuple(
        sighting
        for sighting in sightings
        if sighting.trouble and sighting.trouble.of_host and (answered_at is None or _looked_at(sighting) > answered_at)
    )
    return Host(name=name, sightings=sightings, answered_at=answered_at, failing=failing)


def _answers(sighting: Sighting) -> Iterable[datetime]:
    if sighting.last_good_at:
        yield sighting.last_good_at
    trouble = sighting.trouble
    if sighting.looked_at and (trouble is None or not (trouble.of_host or trouble.kind in _SILENT)):
        yield sighting.looked_at


def _looked_at(sighting: Sighting) -> datetime:
    return sighting.looked_at or sighting.enrolled_at
