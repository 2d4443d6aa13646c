"""Troubles of targets whose hosts answer: those of one kind at one host are one incident."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.core.model import Incident, Sighting, Trouble
from watcher.daemon.hosts import CRASH
from watcher.daemon.survey import PATIENCE, View, incident_id, is_repeat_due, since_told, told

# a trouble that needs help waits so long for others of its host that are due just now
GATHERING = timedelta(minutes=2)
# troubles that belong to one that was told are told together, after so long, and for so long
GATHERING_MORE = timedelta(hours=1)
JOINED_FOR = timedelta(hours=24)
_NOT_LOOKED_AT = "not_looked_at"
# so many that are alike are told together before all of them are overdue
_ALIKE = 3


def follow_troubles(incident: Incident, view: View) -> Incident:
    """The incident as it is now, told again where it is time."""
    found = [view.by_target[target] for target in incident.targets if target in view.by_target]
    members = [sighting for sighting in found if not _is_over(sighting, incident, view)]
    mended = tuple(dict.fromkeys([*incident.mended, *(s.target for s in found if s not in members)]))
    incident = replace(
        incident,
        targets=tuple(sighting.target for sighting in members),
        untold=tuple(target for target in incident.untold if target in {s.target for s in members}),
        mended=mended,
    )
    if not members:
        return replace(incident, closed_at=view.now)
    latest = max(members, key=lambda sighting: sighting.looked_at or sighting.enrolled_at)
    trouble = latest.trouble or incident.trouble
    new_kind = len(members) == 1 and trouble.lasting and trouble.kind not in incident.kinds
    more = bool(incident.untold) and since_told(incident, view) >= GATHERING_MORE
    again = view.is_fresh(latest) and is_repeat_due(incident, view)
    return told(replace(incident, trouble=trouble), view) if new_kind or more or again else incident


def _is_over(sighting: Sighting, incident: Incident, view: View) -> bool:
    return sighting.trouble is None and (sighting.good_at > incident.opened_at or not view.is_stale(sighting))


def tell_troubles(groups: Sequence[Incident], covered: set[str], view: View) -> list[Incident]:
    """Tells troubles that no incident covers; those of one kind at one host belong together."""
    troubled: dict[str, list[tuple[Sighting, Trouble]]] = defaultdict(list)
    for target in view.config.targets:
        sighting = view.by_target.get(target.id)
        if sighting is None or target.id in covered:
            continue
        if sighting.trouble or view.is_stale(sighting):
            trouble = sighting.trouble or Trouble(
                kind=_NOT_LOOKED_AT, message="", url=target.parts[0].url, lasting=False, of_host=False
            )
            troubled[_key(sighting, trouble)].append((sighting, trouble))
    result = list(groups)
    for key, alike in troubled.items():
        telling = [entry for entry in alike if _is_telling(entry[0], view)]
        if telling:
            halfway = [entry for entry in alike if _is_halfway(entry[0], view)]
            members = alike_enough if len(alike_enough := _union(telling, halfway)) >= _ALIKE else telling
            _join(result, key, members, view)
    return result


def _union(
    first: Sequence[tuple[Sighting, Trouble]], second: Sequence[tuple[Sighting, Trouble]]
) -> list[tuple[Sighting, Trouble]]:
    return list({entry[0].target: entry for entry in (*first, *second)}.values())


def _join(groups: list[Incident], key: str, members: Sequence[tuple[Sighting, Trouble]], view: View) -> None:
    """Adds the targets to what was told of their kind not long ago, or tells of them."""
    names = tuple(sighting.target for sighting, _ in members)
    for n, known in enumerate(groups):
        if known.key == key and known.closed_at is None and since_told(known, view) < JOINED_FOR:
            groups[n] = replace(
                known,
                targets=(*known.targets, *names),
                untold=(*known.untold, *names),
                mended=tuple(target for target in known.mended if target not in names),
            )
            return
    _, trouble = max(members, key=lambda entry: entry[0].looked_at or entry[0].enrolled_at)
    incident = Incident(
        id=incident_id(key, names[0], view),
        key=key,
        outage=False,
        hosts=tuple(dict.fromkeys(sighting.host for sighting, _ in members)),
        targets=names,
        trouble=trouble,
        since=min(sighting.good_at for sighting, _ in members),
        opened_at=view.now,
    )
    groups.append(told(incident, view))


def _key(sighting: Sighting, trouble: Trouble) -> str:
    """Equal for troubles that probably have one cause."""
    everywhere = (trouble.of_host and trouble.lasting) or trouble.kind in {CRASH, _NOT_LOOKED_AT}
    return trouble.kind if everywhere else f"{sighting.host} {trouble.kind}"


def _is_telling(sighting: Sighting, view: View) -> bool:
    trouble, since = sighting.trouble, sighting.troubled_since or sighting.good_at
    if trouble and trouble.lasting and sighting.target not in view.calm and _is_gathered(sighting, since, view):
        return True
    if not view.is_stale(sighting):
        return False
    after = view.stale_after[sighting.target]
    if view.now - max(sighting.looked_at or sighting.enrolled_at, view.watched_since) > after:
        return True  # nobody has looked at it for so long
    return trouble is not None and view.is_fresh(sighting) and view.tried_for(since) >= min(PATIENCE, after)


def _is_gathered(sighting: Sighting, since: datetime, view: View) -> bool:
    if view.now - since >= GATHERING:
        return True
    others = (other for other in view.hosts[sighting.host].sightings if other.target != sighting.target)
    return not any(other.due <= view.now and (other.looked_at is None or other.looked_at < since) for other in others)


def _is_halfway(sighting: Sighting, view: View) -> bool:
    """Whether it is bound to be overdue, too, if what is wrong with its neighbours goes on."""
    return sighting.trouble is not None and view.now - sighting.good_at >= view.stale_after[sighting.target] / 2
