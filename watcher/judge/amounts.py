"""Tells whether a rule in which only an amount changed is harder or easier to keep: an age, a fee, a limit, a term."""

import re
from collections.abc import Callable, Mapping

from watcher.core.model import ClauseOp
from watcher.judge.evidence import Weighed, telling_sentence
from watcher.judge.lexicon import load_patterns
from watcher.judge.spelling import number_of
from watcher.judge.stances import Ruling, Stance, is_unit

_CUES = load_patterns("amounts.toml")
_MONEY = frozenset({"percent", "euro", "dollar", "pound", "franc"})
_ONE = frozenset({"a", "an", "un", "une", "ein", "eine", "einem", "einen", "einer", "eines"})
_COMMA = re.compile(r"[,;:–—](?=\s)")
_TOKEN = re.compile(r"\d+(?:[.,'\s]\d+)*|[^\W\d_]+")


def turn_of(entry: Weighed) -> int | None:
    """1 harder, -1 easier, 0 where nobody can tell; None where more than amounts changed."""
    old, new = entry.old, entry.new
    come, gone = new.quantities - old.quantities, old.quantities - new.quantities
    same = (old.stances, old.limits) == (new.stances, new.limits)
    if entry.edit.change.op is not ClauseOp.EDITED or not same or not come or not gone:
        return None
    if _other_words(entry.edit.inserted) != _other_words(entry.edit.deleted):
        return None
    raised = _raised(come, gone)
    if not raised:
        return 0
    sentence = telling_sentence(entry.edit).replace("’", "'")
    unit = min(come)[1]
    told = _when_raised(sentence, _place(sentence, entry.edit.inserted), unit)
    return raised * (told or _by_stance(new) or _by_heading(entry.edit.change.heading, unit))


def _raised(come: frozenset[tuple[str, str]], gone: frozenset[tuple[str, str]]) -> int:
    """1 if all amounts grew, -1 if all shrank, 0 where that cannot be told."""
    grown = set()
    for unit in {unit for _, unit in come | gone}:
        before, after = (sorted(float(number) for number, of in side if of == unit) for side in (gone, come))
        if len(before) != len(after):
            return 0
        grown |= {now > was for was, now in zip(before, after, strict=True)}
    return 0 if len(grown) != 1 else 1 if grown.pop() else -1


def _when_raised(sentence: str, place: int, unit: str) -> int:
    """What it means that the amount there grew: 1 harder, -1 easier, 0 unknown."""
    near = {name: distance for name in _CUES if (distance := _distance(name, sentence, place)) is not None}
    if "notice" in near:
        return 1 if "yours" in near else -1
    if "exempt" in near or (near.get("lives") == 0 and unit == ""):
        return -1
    paid = near.keys() & {"cost", "share"}
    if paid and (unit in _MONEY or min(near, key=_order(near)) in paid):
        return -1 if min(paid, key=_order(near)) == "share" else 1
    if unit == "hour" and "least" not in near and ("ours" in near or _CUES["sanction"].search(_part(sentence, place))):
        return 1
    if unit == "hour" and "interval" in near:
        return -1
    bounds = near.keys() & {"least", "most"}
    if not bounds:
        return 0
    return 1 if min(bounds, key=_order(near)) == "least" else -1


def _part(sentence: str, place: int) -> str:
    """What stands around an amount between two commas."""
    ends = [match.start() for match in _COMMA.finditer(sentence)]
    begin = max((end for end in ends if end < place), default=0)
    return sentence[begin : min((end for end in ends if end > place), default=len(sentence))]


def _by_stance(ruling: Ruling) -> int:
    """What a larger amount means where no word beside it tells: of a duty or a ban more, of a permission more."""
    stances = set(ruling.stances) - {Stance.RECOMMENDATION}
    if not stances or (len(stances) > 1 and Stance.PERMISSION in stances):
        return 0
    return -1 if Stance.PERMISSION in stances else 1


def _by_heading(heading: str, unit: str) -> int:
    """What a larger amount means in a row or line of which only the heading tells."""
    paid = {name for name in ("cost", "share") if unit in _MONEY and _CUES[name].search(heading)}
    return 0 if len(paid) != 1 else 1 if paid == {"cost"} else -1


def _order(near: Mapping[str, int]) -> Callable[[str], tuple[int, bool]]:
    return lambda name: (near[name], name != "share")


def _distance(name: str, sentence: str, place: int) -> int | None:
    """How many letters lie between an amount and the nearest word of a list."""
    gaps = [max(place - match.end(), match.start() - place, 0) for match in _CUES[name].finditer(sentence)]
    return min(gaps, default=None)


def _other_words(text: str) -> list[str]:
    """What stands in a text beside numbers and units."""
    words = [match[0].casefold() for match in _TOKEN.finditer(text)]
    return [word for word in words if number_of(word) is None and word not in _ONE and not is_unit(word)]


def _place(sentence: str, inserted: str) -> int:
    """Where the first amount that came stands in its sentence."""
    amount = next((match[0] for match in _TOKEN.finditer(inserted) if number_of(match[0])), "")
    found = re.search(rf"(?<!\w){re.escape(amount)}(?!\w)", sentence) if amount else None
    return found.start() if found else len(sentence) // 2
