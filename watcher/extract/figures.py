"""Finds the figures that a page shows of itself, in its visible texts and in its descriptions for search engines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from watcher.core.model import Figure, FigureKind, Source
from watcher.extract.count_words import counted, is_other, kind_called, may_count
from watcher.extract.notation import COUNT, Count, read_count
from watcher.extract.post_dates import read_day
from watcher.extract.shown_texts import Shown

_NUMBER = re.compile(COUNT, re.IGNORECASE)
_PIECES = re.compile(r"\s*(?:[•·|⋅∙;/()]|\s[-–—]\s|,(?=\s)|(?<!\d)\.\s|\n|\s(?:and|und|et|y)\s)\s*")
_RATING = re.compile(
    r"(?i)(?:rating:?\s*|rated\s*|bewertung:?\s*|note\s*:?\s*)?(?P<value>\d(?:[.,]\d{1,2})?)\s*"
    r"(?:(?:out of|von|sur|de|/)\s*5(?![.,]?\d)(?:\s*(?:stars?|sternen?|étoiles?|estrellas?))?|★|⭐)"
    r"(?:\s*\([^()]{1,40}\))?"
)
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_FEW = 2
_CARD_LEVELS = 5
_STEPS = 6
_AMBIGUOUS = frozenset([FigureKind.LIKES, FigureKind.VIEWS, FigureKind.POSTS])


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: FigureKind
    count: Count
    quote: str
    path: tuple[int, ...]


def figures_of_text(text: str, source: Source) -> Iterator[Figure]:
    """The figures of a description, as "12.3K Followers, 200 Following, 34 Posts - See photos of Acme"."""
    seen: set[FigureKind] = set()
    for piece in _PIECES.split(text):
        found = counted(piece)
        read = read_count(found[1]) if found else None
        if found and read and found[0] not in seen:
            seen.add(found[0])
            yield _figure(found[0], read, piece, source)


def visible_figures(texts: Sequence[Shown]) -> Iterator[Figure]:
    """The page's own figures: none of posts, of suggestions or of repeated cards."""
    own = [shown for shown in texts if not shown.foreign]
    candidates = list(_candidates(own))
    for kind in FigureKind:
        found = [candidate for candidate in candidates if candidate.kind is kind]
        if chosen := _choose(found, candidates):
            yield _figure(kind, chosen.count, chosen.quote, Source.VISIBLE)
    if rating := _rating(own):
        yield rating


def _figure(kind: FigureKind, count: Count, quote: str, source: Source) -> Figure:
    return Figure(kind=kind, value=count.value, low=count.low, high=count.high, quote=quote[:80], source=source)


def _candidates(texts: Sequence[Shown]) -> Iterator[_Candidate]:
    lines = [shown for shown in texts if shown.text]
    for index, shown in enumerate(lines):
        yield from _alone(shown.text, shown)
        kind = kind_called(shown.text) if may_count(shown.text) else None
        if kind is not None and (found := _beside(lines, index)):
            yield _Candidate(kind, found, f"{found.value:.0f} {shown.text}", shown.path)
    for shown in texts:
        for label in shown.labels if not shown.text else ():
            yield from _alone(label, shown)


def _alone(text: str, shown: Shown) -> Iterator[_Candidate]:
    """Where one text says number and noun, alone or in a row of such."""
    if not may_count(text):
        return
    pieces = [piece for piece in _PIECES.split(text) if piece]
    if any(read_day(piece, _ANY_DAY) for piece in pieces):
        return  # "91,204 views · 3 weeks ago" are one video's
    for piece in (text, *pieces) if len(pieces) > 1 else (text,):
        found = counted(piece)
        read = read_count(found[1]) if found else None
        if found and read:
            yield _Candidate(found[0], _precise(read, shown), piece, shown.path)
            if piece == text:
                return


def _beside(lines: Sequence[Shown], index: int) -> Count | None:
    """The number before or after a noun that stands in a text of its own: whichever is nearer, or as its row has it."""
    before = _number(lines, index - 1)
    after = _number(lines, index + 1)
    if before is None or after is None:
        return before or after
    near, far = (_common(lines[index].path, lines[index + step].path) for step in (-1, 1))
    if near != far:
        return before if near > far else after
    return before if _starts_with_number(lines, index) else after


def _number(lines: Sequence[Shown], index: int) -> Count | None:
    if not 0 <= index < len(lines) or not _NUMBER.fullmatch(lines[index].text):
        return None
    read = read_count(lines[index].text)
    return _precise(read, lines[index]) if read else None


def _starts_with_number(lines: Sequence[Shown], index: int) -> bool:
    """Whether the row of numbers and nouns around a noun begins with a number."""
    first = index
    while first > max(0, index - 2 * _STEPS) and _alternates(lines[first - 1], lines[first]):
        first -= 1
    return _NUMBER.fullmatch(lines[first].text) is not None


def _alternates(one: Shown, other: Shown) -> bool:
    number, noun = (one, other) if _NUMBER.fullmatch(one.text) else (other, one)
    named = kind_called(noun.text) is not None or is_other(noun.text)
    return _NUMBER.fullmatch(number.text) is not None and named


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _precise(read: Count, shown: Shown) -> Count:
    """The number that a rounded one's label gives in full."""
    for label in shown.labels:
        exact = read_count(label) if _NUMBER.fullmatch(label) else None
        if exact is None and (said := counted(label)):
            exact = read_count(said[1])
        if exact and exact.high - exact.low < read.high - read.low and _agree(exact, read):
            return exact
    return read


def _agree(one: Count, other: Count) -> bool:
    # Some platforms cut where others round.
    slack = max(one.high - one.low, other.high - other.low) / 2 + 1
    return one.low - slack <= other.high and other.low - slack <= one.high


def _choose(found: Sequence[_Candidate], others: Sequence[_Candidate]) -> _Candidate | None:
    """The page's own of several that say different things: not those that stand in one card each; the first, or that
    which stands among other figures."""
    if not found:
        return None
    if all(_agree(found[0].count, other.count) for other in found[1:]):
        return min(found, key=lambda one: one.count.high - one.count.low)
    own = [one for one in found if not _is_in_card(one, found)]
    if not own:
        return None
    in_row = [
        one
        for one in own
        if any(o.kind is not one.kind and _common(o.path, one.path) >= len(one.path) - 3 for o in others)
    ]
    first = (in_row or own)[0]
    if not in_row and first.kind in _AMBIGUOUS:
        return None
    same = [one for one in own if _agree(one.count, first.count)]
    return min(same, key=lambda one: one.count.high - one.count.low)


def _is_in_card(one: _Candidate, found: Sequence[_Candidate]) -> bool:
    """Whether a candidate stands in a list of things that each have a figure of this kind."""
    alike = sum(
        1
        for other in found
        if other is not one
        and len(other.path) == len(one.path)
        and 0 < len(one.path) - _common(one.path, other.path) <= _CARD_LEVELS
        and not _agree(one.count, other.count)
    )
    return alike >= _FEW


def _rating(texts: Sequence[Shown]) -> Figure | None:
    said = [text for shown in texts for text in (shown.text, *(shown.labels if not shown.text else ()))]
    found = {match["value"].replace(",", "."): text for text in said if (match := _RATING.fullmatch(text))}
    if len(found) != 1:
        return None
    ((digits, quote),) = found.items()
    return rating_of(digits, quote, Source.VISIBLE)


def rating_of(digits: str, quote: str, source: Source) -> Figure | None:
    """A rating on a scale to 5, with what its digits leave open; None for what is none."""
    digits = digits.strip().replace(",", ".")
    if not re.fullmatch(r"\d(?:\.\d{1,6})?", digits) or not 0 < float(digits) <= 5:
        return None
    half = 0.5 / 10 ** len(digits.partition(".")[2])
    value = float(digits)
    return Figure(
        kind=FigureKind.RATING, value=value, low=value - half, high=value + half, quote=quote[:80], source=source
    )
