"""How all targets fare at one moment, and when what was told of them is told again."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.core.model import Config, Incident, Sighting
from watcher.daemon.hosts import Host

# an incident that goes on is told again so long after it was first told, and then every so often
REPEATS = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
REPEATS_THEN = timedelta(days=14)
# what is overdue is told when looks have failed for so long while Watcher ran: it may just have been started, or woken
PATIENCE = timedelta(minutes=15)


class View:
    """What a decision is made of."""

    def __init__(
        self,
        sightings: Sequence[Sighting],
        hosts: Mapping[str, Host],
        incidents: Sequence[Incident],
        config: Config,
        now: datetime,
        watched_since: datetime,
        patient: bool,
    ) -> None:
        self.config = config
        self.now = now
        self.watched_since = watched_since
        self._patient = patient
        self.by_target = {sighting.target: sighting for sighting in sightings}
        self.hosts = hosts
        self.stale_after = {target.id: target.stale_after for target in config.targets}
        self.ours = [
            _not_after(incident, now)
            for incident in incidents
            if incident.closed_at is None and self._is_ours(incident)
        ]
        self.calm = frozenset(
            target
            for incident in incidents
            if incident.closed_at and incident.told and not incident.outage
            for target in incident.mended
        )

    def _is_ours(self, incident: Incident) -> bool:
        known = [target for target in incident.targets if target in self.by_target]
        return not known or any(target in self.stale_after for target in known)

    def is_stale(self, sighting: Sighting) -> bool:
        after = self.stale_after.get(sighting.target)
        return after is not None and self.now - sighting.good_at > after

    def is_fresh(self, sighting: Sighting) -> bool:
        return sighting.looked_at is not None and sighting.looked_at >= self.watched_since

    def tried_for(self, since: datetime) -> timedelta:
        """How long looks have failed since then; a daemon counts only its own, since it may just have been woken."""
        return self.now - (max(since, self.watched_since) if self._patient else since)

    def others_answered(self, incident: Incident, after: datetime) -> bool:
        return any(
            host.answered_at is not None and host.answered_at > after
            for host in self.hosts.values()
            if host.name not in incident.hosts
        )


def _not_after(incident: Incident, now: datetime) -> Incident:
    """The incident without moments that a clock that was wrong has noted in the future."""
    if max(incident.opened_at, incident.retold_at or now, *(at for _, at in incident.answered)) <= now:
        return incident
    return replace(
        incident,
        opened_at=min(incident.opened_at, now),
        told_at=incident.told_at and min(incident.told_at, now),
        retold_at=incident.retold_at and min(incident.retold_at, now),
        answered=tuple((name, min(at, now)) for name, at in incident.answered),
    )


def members_of(incidents: Iterable[Incident]) -> set[str]:
    return {target for incident in incidents if incident.closed_at is None for target in incident.targets}


def is_repeat_due(incident: Incident, view: View) -> bool:
    if incident.told_at is None or incident.retold_at is None:
        return False
    waits = [*REPEATS]
    while incident.told_at + waits[-1] <= view.now:
        waits.append(waits[-1] + REPEATS_THEN)
    due = [incident.told_at + wait for wait in waits]
    return any(incident.retold_at < moment <= view.now for moment in due)


def since_told(incident: Incident, view: View) -> timedelta:
    return view.now - (incident.retold_at or incident.opened_at)


def told(incident: Incident, view: View) -> Incident:
    return replace(
        incident,
        told=incident.told + 1,
        told_at=incident.told_at or view.now,
        retold_at=view.now,
        untold=(),
        kinds=tuple(dict.fromkeys((*incident.kinds, incident.trouble.kind))),
    )


def incident_id(key: str, name: str, view: View) -> str:
    at = view.now.strftime("%Y%m%dT%H%M%S")
    return f"{at}-{hashlib.sha256(f'{key} {name} {view.now.isoformat()}'.encode()).hexdigest()[:8]}"
