"""Decides what the operator is told of troubles: what belongs together, when it is told, repeated and over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from watcher.alert.trouble import Stage, compose_incident
from watcher.core.model import Alert, Config, Incident, Sighting, Verdict
from watcher.daemon.hosts import Host, hosts_of, rests
from watcher.daemon.outages import find_outages, follow_outage, tell_outages
from watcher.daemon.survey import View, members_of
from watcher.daemon.troubles import follow_troubles, tell_troubles

# a target whose trouble was over so recently is told again only when it is overdue
CALM = timedelta(days=7)


def decide(
    sightings: Sequence[Sighting],
    incidents: Sequence[Incident],
    *,
    config: Config,
    now: datetime,
    watched_since: datetime,
    patient: bool = True,
    hosts: Mapping[str, Host] | None = None,
) -> Verdict:
    """What follows from how the targets fare `now`, when Watcher has been looking since `watched_since`.

    A `patient` one goes on looking: it tells what is overdue when it has tried for a while itself. Incidents of targets
    that only another configuration knows are left to whoever runs that. `hosts` are those of the sightings, where the
    caller has them already.
    """
    view = View(sightings, hosts or hosts_of(sightings), incidents, config, now, watched_since, patient)
    before = {incident.id: incident for incident in incidents}
    outages = [follow_outage(incident, view) for incident in view.ours if incident.outage]
    groups = [follow_troubles(incident, view) for incident in view.ours if not incident.outage]
    outages += find_outages(outages, groups, view)
    outages = tell_outages(outages, view)
    # whatever else is wrong with targets of a host that is just coming back is told after that
    left = {target for incident in outages if incident.closed_at is None for target in incident.left}
    groups = tell_troubles(groups, members_of([*outages, *groups]) | left, view)
    changed = [incident for incident in (*outages, *groups) if incident != before.get(incident.id)]
    return Verdict(
        at=now,
        incidents=tuple(changed),
        alerts=tuple(alert for incident in changed for alert in _messages(before.get(incident.id), incident, view)),
        due=(
            *(target for incident in outages for target in _awaited(before.get(incident.id), incident, view)),
            *_probes(outages, view),
        ),
    )


def _awaited(before: Incident | None, incident: Incident, view: View) -> Iterable[str]:
    """The targets of hosts that have just begun to answer again, if their last looks failed."""
    known = dict(before.answered) if before else {}
    back = {name for name, _ in incident.answered if name not in known}
    return (
        target
        for target in incident.targets
        if view.by_target[target].host in back and view.by_target[target].trouble is not None
    )


def _probes(outages: Sequence[Incident], view: View) -> Iterable[str]:
    """A target of each host that is down and has been left alone for long enough, where none of its own is due."""
    resting = rests(view.hosts, outages)
    for name in {name for incident in outages if incident.closed_at is None for name in incident.hosts}:
        host = view.hosts.get(name)
        if host is None or not host.down or resting.get(name, view.now) > view.now:
            continue
        if all(sighting.due > view.now for sighting in host.sightings):
            ours = [sighting for sighting in host.sightings if sighting.target in view.stale_after]
            yield from (min(ours, key=lambda s: s.looked_at or s.enrolled_at).target for _ in ours[:1])


def _messages(before: Incident | None, incident: Incident, view: View) -> Sequence[Alert]:
    told = before.told if before else 0
    if incident.told > told:
        stage = Stage.AGAIN if told else Stage.BEGUN
    elif incident.told and incident.closed_at and (incident.mended or incident.left):
        stage = Stage.OVER
    else:
        return ()
    return compose_incident(incident, stage=stage, good_at=_good_at(incident, view), config=view.config, now=view.now)


def _good_at(incident: Incident, view: View) -> Mapping[str, datetime | None]:
    return {target: view.by_target[target].last_good_at for target in incident.targets if target in view.by_target}
