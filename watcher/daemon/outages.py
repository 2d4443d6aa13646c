"""Hosts that are down: one incident for all their targets, and one for all the hosts that are down together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from watcher.core.model import Incident, Sighting
from watcher.daemon.survey import PATIENCE, View, incident_id, is_repeat_due, members_of, told

_OUTAGE = "outage"


def follow_outage(incident: Incident, view: View) -> Incident:
    """The outage as it is now: hosts that answer again, targets that were looked at since, targets that are new."""
    down = [view.hosts[name] for name in incident.hosts if name in view.hosts and view.hosts[name].down]
    silent = {host.name for host in down}
    known = dict(incident.answered)
    answered = {name: known.get(name) or _answer(name, view) for name in incident.hosts if name not in silent}
    stay, mended, left = [], [], []
    for target in incident.targets:
        sighting = view.by_target.get(target)
        if sighting is None or sighting.host not in incident.hosts:
            continue
        if sighting.host in silent or not _is_settled(sighting, answered[sighting.host], view):
            stay.append(target)
        elif sighting.trouble is None:
            mended.append(target)
        else:
            left.append(target)
    elsewhere = members_of(other for other in view.ours if other.id != incident.id)
    joined = [s.target for host in down for s in host.sightings if s.target not in {*stay, *elsewhere}]
    woken = bool(answered) or any(view.others_answered(incident, host.began) for host in down)
    return replace(
        incident,
        targets=(*stay, *joined),
        mended=tuple(dict.fromkeys(t for t in (*incident.mended, *mended) if t not in {*joined, *left})),
        left=tuple(dict.fromkeys(t for t in (*incident.left, *left) if t not in {*joined, *mended})),
        answered=tuple(answered.items()),
        everywhere=incident.everywhere and not woken,
        woken_at=view.now if incident.everywhere and woken else incident.woken_at,
        trouble=max(down, key=lambda host: host.failed_at).last_failing.trouble or incident.trouble
        if down
        else incident.trouble,
        closed_at=None if stay or joined else view.now,
    )


def _answer(name: str, view: View) -> datetime:
    host = view.hosts.get(name)
    return host.answered_at if host and host.answered_at else view.now


def _is_settled(sighting: Sighting, answered_at: datetime, view: View) -> bool:
    """Whether it was looked at since its host answers again, or needs no look yet."""
    if sighting.looked_at is not None and sighting.looked_at >= answered_at:
        return True
    return sighting.target not in view.stale_after or (sighting.trouble is None and not view.is_stale(sighting))


def find_outages(outages: Sequence[Incident], groups: Sequence[Incident], view: View) -> list[Incident]:
    """Hosts that are down and of which nothing is known yet. Nobody is told before one of their targets is overdue."""
    covered = {name for incident in outages if incident.closed_at is None for name in incident.hosts}
    elsewhere = members_of([*outages, *groups])
    found = []
    for host in view.hosts.values():
        targets = tuple(sighting.target for sighting in host.sightings if sighting.target not in elsewhere)
        trouble = host.last_failing.trouble if host.down else None
        if trouble is None or host.name in covered or not any(target in view.stale_after for target in targets):
            continue
        incident = Incident(
            id=incident_id(_OUTAGE, host.name, view),
            key=_OUTAGE,
            outage=True,
            hosts=(host.name,),
            targets=targets,
            trouble=trouble,
            since=max((s.last_good_at for s in host.sightings if s.last_good_at), default=host.sightings[0].good_at),
            opened_at=view.now,
        )
        found.append(replace(incident, everywhere=not view.others_answered(incident, host.began)))
    return found


def tell_outages(outages: Sequence[Incident], view: View) -> list[Incident]:
    """Outages of which one is to be told are one incident from then on; one that goes on is told again in time."""
    unknown = [incident for incident in outages if not incident.told and _is_down(incident)]
    wide = next((i for i in outages if i.told and i.everywhere and len(i.hosts) > 1 and _is_down(i)), None)
    first = wide or next((incident for incident in unknown if _is_ready(incident, view)), None)
    if first is None or not unknown:
        return [_repeated(incident, view) for incident in outages]
    others = [incident for incident in unknown if incident.id != first.id]
    joined = replace(
        first,
        hosts=(*first.hosts, *(name for other in others for name in other.hosts)),
        targets=tuple(dict.fromkeys([*first.targets, *(target for other in others for target in other.targets)])),
        since=max(incident.since for incident in (first, *others)),
        everywhere=all(incident.everywhere for incident in (first, *others)),
    )
    merged = {other.id: replace(other, targets=(), closed_at=view.now) for other in others}
    merged[first.id] = _repeated(joined, view) if first is wide else told(joined, view)
    return [merged[i.id] if i.id in merged else _repeated(i, view) for i in outages]


def _is_down(incident: Incident) -> bool:
    return incident.closed_at is None and len(incident.answered) < len(incident.hosts)


def _is_ready(incident: Incident, view: View) -> bool:
    """Whether a target is overdue, or somebody must help, and the host has been tried for long enough."""
    hosts = [view.hosts[name] for name in incident.hosts]
    if any(view.is_fresh(s) and s.trouble and s.trouble.lasting for host in hosts for s in host.failing):
        return True
    stale = [view.by_target[target] for target in incident.targets if view.is_stale(view.by_target[target])]
    patience = min((PATIENCE, *(view.stale_after[sighting.target] for sighting in stale)))
    return bool(stale) and any(
        host.failed_at >= view.watched_since and view.tried_for(host.began) >= patience for host in hosts
    )


def _repeated(incident: Incident, view: View) -> Incident:
    if not (incident.told and _is_down(incident) and is_repeat_due(incident, view)):
        return incident
    down = [view.hosts[name] for name in incident.hosts if name not in dict(incident.answered)]
    fresh = any(host.failed_at >= view.watched_since for host in down)
    return told(incident, view) if fresh else incident
