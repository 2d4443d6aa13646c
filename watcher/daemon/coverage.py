"""Keeps watch over what is seen: tells the operator of what is not, and says which hosts to leave alone."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from watcher.core.model import Config, Incident, Sighting, Verdict
from watcher.core.ports import Incidents
from watcher.daemon.hosts import hosts_of, rests
from watcher.daemon.incidents import CALM, decide

# surveys are made every half minute at least: after a longer gap the machine was asleep
_ASLEEP = timedelta(minutes=5)
_SET_BACK = timedelta(minutes=1)


class Coverage:
    """One process's watch. All that it knows for longer is in the store."""

    def __init__(
        self,
        *,
        incidents: Incidents,
        clock: Callable[[], datetime],
        log: structlog.typing.FilteringBoundLogger,
        one_pass: bool = False,
    ) -> None:
        """In `one_pass` there is one survey, at its end, and no time to wait for another try."""
        self._incidents = incidents
        self._clock = clock
        self._log = log
        self._one_pass = one_pass
        self._since = self._latest = clock()
        self._open: dict[str, int] = {}

    async def survey(self, config: Config) -> dict[str, datetime]:
        """Tells what is to be told by now. Returns the hosts that are down, and until when each is left alone."""
        now = self._clock()
        if not self._one_pass and not -_SET_BACK < now - self._latest < _ASLEEP:
            self._since = now
        self._latest = now
        resting: dict[str, datetime] = {}

        def judge(sightings: Sequence[Sighting], incidents: Sequence[Incident]) -> Verdict:
            hosts = hosts_of(sightings)
            verdict = decide(
                sightings,
                incidents,
                config=config,
                now=now,
                watched_since=self._since,
                patient=not self._one_pass,
                hosts=hosts,
            )
            changed = {incident.id: incident for incident in verdict.incidents}
            current = [changed.get(incident.id, incident) for incident in incidents]
            resting.update(rests(hosts, [*current, *verdict.incidents]))
            return verdict

        self._tell_log(await self._incidents.settle(judge, now - CALM))
        return resting

    async def resting(self) -> dict[str, datetime]:
        """The hosts that are down, and until when each is left alone. Tells nobody anything."""
        now = self._clock()
        found: dict[str, datetime] = {}

        def look(sightings: Sequence[Sighting], incidents: Sequence[Incident]) -> Verdict:
            found.update(rests(hosts_of(sightings), incidents))
            return Verdict(at=now)

        await self._incidents.settle(look, now - CALM)
        return {host: until for host, until in found.items() if now < until}

    def _tell_log(self, incidents: Sequence[Incident]) -> None:
        current = {incident.id: incident.told for incident in incidents}
        for incident in incidents:
            if self._open.get(incident.id) != incident.told:
                self._log.warning(
                    "incident",
                    id=incident.id,
                    hosts=list(incident.hosts),
                    targets=len(incident.targets),
                    trouble=incident.trouble.kind,
                    told=incident.told,
                )
        for gone in self._open.keys() - current.keys():
            self._log.info("incident_over", id=gone)
        self._open = current
