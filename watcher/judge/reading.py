"""Reads a change as far as rules go: what is noise, what sets no rule, and the measures of what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.core.model import BlockKind, Change
from watcher.judge.artefacts import Evidence, artefact_rule
from watcher.judge.character import character_of
from watcher.judge.effective import find_effect
from watcher.judge.endings import Ending, find_endings
from watcher.judge.evidence import strongest, weigh
from watcher.judge.features import about, measure
from watcher.judge.listing import ruled_items
from watcher.judge.noise import Edit, sift
from watcher.judge.printed import habit, printed
from watcher.judge.severity import FEW_EDITS, Case

_MOST = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read. `telling` are the edits that are no noise (the 250 strongest), `ruling` those that may set a rule;
    `endings` are the new sentences which announce that something ends or moves.

    `rule` names the artefact that the change is, if so. `case` and `features` stand only where rules decide nothing.
    """

    edits: Sequence[Edit]
    telling: Sequence[Edit]
    ruling: Sequence[Edit]
    rule: str | None
    case: Case | None
    features: Mapping[str, float]
    endings: Sequence[Ending] = ()


def read_change(change: Change, *, name: str, today: date) -> Reading:
    """Reads a change of the document called `name`, seen on `today`."""
    edits = sift(change, today)
    # What so many say, thousands more do not unsay.
    telling = strongest([edit for edit in edits if edit.noise is None], _MOST)
    rule = artefact_rule(Evidence(change=change, edits=edits, today=today)) if telling else None
    endings = {} if rule else _endings(change, telling, today)
    ruling = [edit for edit in telling if id(edit) in endings or character_of(edit) is None]
    # New headings over sentences that set no rule set none.
    if len(ruling) < len(telling) and all(
        edit.change.kind is BlockKind.HEADING and id(edit) not in endings for edit in ruling
    ):
        ruling = []
    case = None
    if ruling and rule is None:
        case = Case(
            weighed=weigh(ruling),
            kinds=about(change.after, name),
            effect=find_effect(change, edits, today),
            printed=printed(change, today),
            today=today,
            listed=_ruled_items(change) if len(ruling) <= FEW_EDITS else frozenset(),
            ending=frozenset(edit.change.after for edit in ruling if id(edit) in endings),
        )
    return Reading(
        edits=edits,
        telling=telling,
        ruling=ruling,
        rule=rule,
        case=case,
        features=measure(case, change, telling) if case else {},
        endings=[ending for edit in telling for ending in endings.get(id(edit), ())] if case else (),
    )


def _ruled_items(change: Change) -> frozenset[str]:
    return ruled_items((*change.before.blocks, *change.after.blocks))


def _endings(change: Change, edits: Sequence[Edit], today: date) -> Mapping[int, Sequence[Ending]]:
    """By edit, the new sentences which announce an end; edits without any are left out."""
    order = habit(change)
    found = {
        id(edit): [
            ending
            for ending in find_endings(edit.change.after, today, order)
            if ending.sentence not in edit.change.before
        ]
        for edit in edits
        if edit.inserted
    }
    return {edit: endings for edit, endings in found.items() if endings}
