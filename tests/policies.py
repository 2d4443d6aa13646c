"""Policy-like documents for properties: headings, prose, items, rows, with short and repeated ones among them."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from tests.readings import a_reading
from watcher.core.model import Block, BlockKind, Snapshot

_WHO = ["You", "We", "A Page", "Advertisers", "The organiser", "Nutzer", "Wir"]
_MAY = ["may", "must not", "must", "can", "will", "dürfen", "dürfen nicht", "may only"]
_DO = [
    "run promotions on a personal timeline",
    "ask people to like a Page before they enter",
    "share the data with our partners",
    "pay the fee within 30 days",
    "remove content that breaks these rules",
    "die Gebühr von 14 € zahlen",
    "end your access to the API",
    "disclose paid partnerships",
]
_WHEN = [
    "",
    " from January 5, 2027",
    " ab dem 1. Januar 2027",
    " without consent",
    " (see § 3.1)",
    " at any time, e.g. now",
]
_SHORT = ["Yes", "No", "N/A", "Back to top", "Ads", "10 %", "–", "See also", "Learn more"]
_TITLES = ["Entry", "Prizes", "Your data", "Fees", "3. Enforcement", "Contact us", "Gebühren", "Overview"]
_ODD = ["zebra", "lantern", "quartz", "marzipan", "turnip", "walrus", "gazebo", "pickle"]

SENTENCES = st.builds(
    lambda who, may, do, when, odd: f"{who} {may} {do}{when}{odd}.",
    *map(st.sampled_from, (_WHO, _MAY, _DO, _WHEN)),
    st.sampled_from(_ODD).map(lambda word: f", {word}") | st.just(""),
)
PROSE = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
SHORT = st.sampled_from(_SHORT)
BLOCKS = st.one_of(
    st.builds(lambda text: Block(kind=BlockKind.HEADING, text=text, level=2), st.sampled_from(_TITLES)),
    st.builds(lambda text: Block(kind=BlockKind.PARAGRAPH, text=text), PROSE),
    st.builds(lambda text: Block(kind=BlockKind.ITEM, text=text, level=1), SENTENCES | SHORT),
    st.builds(
        lambda cells: Block(kind=BlockKind.ROW, text=" | ".join(cells)),
        st.lists(SHORT | SENTENCES, min_size=2, max_size=3),
    ),
    st.builds(lambda text: Block(kind=BlockKind.NOTE, text=text), SENTENCES),
)


def under_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the paths that their headings give them."""
    path: tuple[str, ...] = ("Rules",)
    placed = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            path = ("Rules",)
        placed.append(replace(block, path=path))
        if block.kind is BlockKind.HEADING:
            path = ("Rules", block.text)
    return tuple(placed)


def a_policy(blocks: Sequence[Block]) -> Snapshot:
    return replace(a_reading("some words here"), blocks=under_headings(blocks))


DOCUMENTS = st.lists(BLOCKS, max_size=16)


@st.composite
def revisions(draw: st.DrawFn) -> tuple[list[Block], list[Block]]:
    """A document and a later version of it: blocks edited, moved, added, removed, doubled, split and merged."""
    old = draw(DOCUMENTS)
    new = list(old)
    for change in draw(
        st.lists(st.sampled_from(["edit", "move", "add", "remove", "double", "split", "merge"]), max_size=6)
    ):
        if change == "add" or not new:
            new.insert(draw(st.integers(0, len(new))), draw(BLOCKS))
            continue
        at = draw(st.integers(0, len(new) - 1))
        block = new[at]
        if change == "edit":
            words = block.text.split()
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(["not", "60", "always", "only,"]))
            new[at] = replace(block, text=" ".join(words))
        elif change == "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        elif change == "remove":
            del new[at]
        elif change == "double":
            new.insert(draw(st.integers(0, len(new))), block)
        elif change == "split" and len(block.text.split()) > 1:
            words = block.text.split()
            cut = draw(st.integers(1, len(words) - 1))
            new[at : at + 1] = [replace(block, text=" ".join(words[:cut])), replace(block, text=" ".join(words[cut:]))]
        elif change == "merge" and at + 1 < len(new):
            new[at : at + 2] = [replace(block, text=f"{block.text} {new[at + 1].text}")]
    return old, new
