"""Says what it means that a page stands under a handle that looks like a brand's own, and whom the page imitates."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum

from watcher.core.model import ChangeKind, Direction, Likeness, Lookalike, Opinion, Portrait, Reason, Topic
from watcher.judge.headline import LONGEST, shortened
from watcher.judge.text import no_opinion

CONFUSABLE_FROM = 0.9
_BITS = 64
# Two pictures that have nothing in common share half of their bits.
_SAME_PICTURE = 0.86
_SAME_TEXT = 0.7
_FEWEST_WORDS = 4
_SHORTEST_NAME = 3
_WEIGHTS = {Likeness.CONFUSABLE: 3.0, Likeness.WORDED: 2.0, Likeness.SEPARATED: 2.0, Likeness.SLIPPED: 1.5}
# What is read as another letter, folded to one of them.
_FOLDED = str.maketrans("I|1ij05347асеіјорѕхуһкпυνтмвнταοι", "llllloseataceljopsxyhknuvtmbhtaol")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


class Appearance(StrEnum):
    """How a page came to be seen: since watching began, before it, or as one that now imitates more than before."""

    NEW = "new"
    EXISTS = "exists"
    CLOSER = "closer"


def judge_impostor(
    lookalike: Lookalike, *, title: str, name: str, own: Portrait, page: Portrait, nobody: Portrait, how: Appearance
) -> Opinion:
    """`own` is the brand's page, `page` the other, `nobody` what the platform shows where there is none.

    Critical is a page that has two of the brand's name, picture and text, or one of them under a handle that reads
    like its own. Of what was there before anybody looked, `as_told` is told.
    """
    seen = tuple(_resemblances(lookalike, name, _without(own, nobody), _without(page, nobody)))
    told = {
        Appearance.NEW: "a page has come under",
        Appearance.EXISTS: "a page exists already under",
        Appearance.CLOSER: "a page imitates more than before under",
    }
    return replace(
        no_opinion(),
        kind=ChangeKind.SUBSTANTIVE,
        severity=_severity(lookalike, len(seen)),
        score=round(sum(reason.weight for reason in seen), 3),
        topics=(Topic.ACCOUNT,),
        direction=Direction.NEUTRAL,
        headline=shortened(f"{title}: {told[how]} {lookalike.handle} ({lookalike.reason})", LONGEST),
        reasons=(
            Reason(rule=f"impostor_{how}", quote=lookalike.handle, weight=5.0),
            Reason(rule=f"handle_{lookalike.likeness}", quote=lookalike.sign, weight=_WEIGHTS[lookalike.likeness]),
            *seen,
        ),
    )


def as_told(opinion: Opinion, how: Appearance) -> Opinion:
    """What nobody has missed so far is important at most."""
    return replace(opinion, severity=min(opinion.severity, 2)) if how is Appearance.EXISTS else opinion


def _severity(lookalike: Lookalike, resemblances: int) -> int:
    reads_alike = lookalike.likeness is Likeness.CONFUSABLE and lookalike.rank >= CONFUSABLE_FROM
    return min(1 + reads_alike + resemblances, 3) if reads_alike or resemblances else 1


def _resemblances(lookalike: Lookalike, name: str, own: Portrait, page: Portrait) -> Iterator[Reason]:
    if shown := _shown_name(lookalike.handle, name, page):
        yield Reason(rule="impostor_name", quote=shown, weight=2.0)
    alike = max((_alike(one, other) for one in own.pictures for other in page.pictures), default=0.0)
    if alike >= _SAME_PICTURE:
        yield Reason(rule="impostor_picture", quote=f"{alike:.0%}", weight=3.0)
    if text := _same_text(own.texts, page.texts):
        yield Reason(rule="impostor_text", quote=text, weight=2.5)


def _without(portrait: Portrait, nobody: Portrait) -> Portrait:
    """What is not the platform's own: a page that nobody has shows that, too."""
    return Portrait(
        names=tuple(name for name in portrait.names if name not in nobody.names),
        texts=tuple(text for text in portrait.texts if text not in nobody.texts),
        pictures=tuple(
            one for one in portrait.pictures if all(_alike(one, other) < _SAME_PICTURE for other in nobody.pictures)
        ),
    )


def _shown_name(handle: str, name: str, page: Portrait) -> str | None:
    """Where the page calls itself by the brand's name, however it is spelt; that it has the handle says nothing."""
    wanted = _skeleton(name)
    if len(wanted) < _SHORTEST_NAME:
        return None
    own = re.compile(re.escape(handle.removeprefix("@")), re.IGNORECASE)
    return next((shown for shown in page.names if wanted in _skeleton(own.sub(" ", shown))), None)


def _skeleton(text: str) -> str:
    """Equal for texts that a hasty reader takes for each other."""
    folded = text.translate(_FOLDED).casefold().translate(_FOLDED)
    for pair, single in _PAIRS:
        folded = folded.replace(pair, single)
    return re.sub(r"[\W_]+", "", folded)


def _same_text(own: Iterable[str], page: Iterable[str]) -> str | None:
    """A text of the page that is one of the brand's own, nearly word by word."""
    wanted = [words for words in map(_words, own) if len(words) >= _FEWEST_WORDS]
    for text in page:
        words = _words(text)
        if len(words) >= _FEWEST_WORDS and any(
            len(words & other) >= _SAME_TEXT * len(words | other) for other in wanted
        ):
            return text
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _alike(one: int, other: int) -> float:
    return 1 - (one ^ other).bit_count() / _BITS
