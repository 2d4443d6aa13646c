"""Laws of the comparison of documents."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.policies import BLOCKS, DOCUMENTS, PROSE, a_policy, revisions
from watcher.core.model import Block, BlockKind, ClauseChange, ClauseOp, SpanOp, TargetKind
from watcher.core.redline import passages
from watcher.core.text import squash
from watcher.diff.compare import compare
from watcher.diff.words import redline
from watcher.judge.judge import judge

Revision = tuple[list[Block], list[Block]]
THOROUGH = settings(max_examples=150, deadline=None)


def clauses_of(old: Sequence[Block], new: Sequence[Block]) -> tuple[ClauseChange, ...]:
    change = compare(a_policy(old), a_policy(new))
    return change.clauses if change else ()


def words(blocks: Sequence[Block]) -> Counter[str]:
    return Counter(word for block in blocks for word in block.text.split())


def apply(before: Sequence[Block], clauses: Sequence[ClauseChange]) -> list[str]:
    """The new version's texts, from the old ones and what differs: what is not told of stays, in its order."""
    gone = {place for clause in clauses for place in clause.places[0]}
    text = [block.text for place, block in enumerate(before) if place not in gone]
    for clause in sorted((clause for clause in clauses if clause.places[1]), key=lambda clause: clause.places[1]):
        spans = [span.text for span in clause.redline if span.op is not SpanOp.DELETED]
        text[clause.places[1][0] : clause.places[1][0]] = ("".join(spans) or clause.after).split("\n")
    return text


def untold(blocks: Sequence[Block], clauses: Sequence[ClauseChange], side: int) -> list[str]:
    told = {place for clause in clauses for place in clause.places[side]}
    return [block.text for place, block in enumerate(blocks) if place not in told]


@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(blocks: list[Block]) -> None:
    assert compare(a_policy(blocks), a_policy(blocks)) is None


@given(revisions())
@THOROUGH
def test_the_delta_applied_to_before_gives_after(revision: Revision) -> None:
    old, new = revision
    clauses = clauses_of(old, new)
    # Blocks that were only cut elsewhere are not told of, and would shift the places of the others.
    assume(untold(old, clauses, 0) == untold(new, clauses, 1))
    assert list(map(squash, apply(old, clauses))) == [squash(block.text) for block in new]


@given(revisions())
@THOROUGH
def test_what_is_not_told_of_stays_in_its_order(revision: Revision) -> None:
    old, new = revision
    clauses = clauses_of(old, new)
    assert squash(" ".join(untold(old, clauses, 0))) == squash(" ".join(untold(new, clauses, 1)))


@given(revisions())
@THOROUGH
def test_each_block_is_told_of_at_most_once_in_its_own_words(revision: Revision) -> None:
    old, new = revision
    for side, blocks in enumerate((old, new)):
        told: list[int] = []
        for clause in clauses_of(old, new):
            text = clause.after if side else clause.before
            assert text == "\n".join(blocks[place].text for place in clause.places[side])
            told.extend(clause.places[side])
        assert len(told) == len(set(told))


@given(revisions())
@THOROUGH
def test_ops_say_which_sides_there_are(revision: Revision) -> None:
    for clause in clauses_of(*revision):
        was, now = clause.places
        assert bool(was) == (clause.op is not ClauseOp.ADDED)
        assert bool(now) == (clause.op is not ClauseOp.REMOVED)


@given(st.lists(BLOCKS, min_size=2, max_size=14), st.data())
@THOROUGH
def test_moved_blocks_are_never_removed_and_added(blocks: list[Block], data: st.DataObject) -> None:
    """One or several, of any kind, and among repeated ones."""
    new = list(blocks)
    for _ in range(data.draw(st.integers(1, 4))):
        new.insert(data.draw(st.integers(0, len(new) - 1)), new.pop(data.draw(st.integers(0, len(new) - 1))))
    assert all(clause.op is ClauseOp.MOVED for clause in clauses_of(blocks, new))


@given(st.lists(BLOCKS, min_size=2, max_size=14, unique_by=lambda block: squash(block.text)), PROSE, st.data())
@THOROUGH
def test_a_block_that_moved_and_changed_is_one_clause(blocks: list[Block], prose: str, data: st.DataObject) -> None:
    text = f"Walruses that juggle marmalade owe the lighthouse eleven turnips. {prose}"
    edited = text.replace("eleven", "twelve")
    kinds = st.sampled_from(BlockKind)
    old, new = list(blocks), list(blocks)
    old.insert(data.draw(st.integers(0, len(old))), Block(kind=data.draw(kinds), text=text))
    new.insert(data.draw(st.integers(0, len(new))), Block(kind=data.draw(kinds), text=edited))
    clauses = [clause for clause in clauses_of(old, new) if text in clause.before or edited in clause.after]
    assert [clause.op for clause in clauses] in ([ClauseOp.MOVED], [ClauseOp.EDITED])


@given(st.lists(BLOCKS, max_size=10), st.lists(BLOCKS, max_size=10), PROSE, PROSE, st.booleans())
@THOROUGH
def test_a_split_or_merged_block_does_not_differ(
    above: list[Block], below: list[Block], first: str, second: str, merged: bool
) -> None:
    whole = [Block(kind=BlockKind.PARAGRAPH, text=f"{first} {second}")]
    pieces = [Block(kind=BlockKind.PARAGRAPH, text=text) for text in (first, second)]
    old, new = (pieces, whole) if merged else (whole, pieces)
    clauses = clauses_of([*above, *old, *below], [*above, *new, *below])
    was = sum((Counter(clause.before.split()) for clause in clauses), Counter[str]())
    now = sum((Counter(clause.after.split()) for clause in clauses), Counter[str]())
    assert was == now
    assert not any(clause.op in {ClauseOp.ADDED, ClauseOp.REMOVED} for clause in clauses)


@given(revisions())
@THOROUGH
def test_no_word_is_lost(revision: Revision) -> None:
    old, new = revision
    clauses = clauses_of(old, new)
    gone = sum((Counter(clause.before.split()) for clause in clauses), Counter[str]())
    came = sum((Counter(clause.after.split()) for clause in clauses), Counter[str]())
    assert words(old) - gone == words(new) - came


@given(PROSE, PROSE)
@THOROUGH
def test_a_redline_gives_both_texts(before: str, after: str) -> None:
    spans = redline(before, after)
    assert "".join(span.text for span in spans if span.op is not SpanOp.INSERTED) == before
    assert "".join(span.text for span in spans if span.op is not SpanOp.DELETED) == after


@given(st.text(max_size=60), st.text(max_size=60))
@THOROUGH
def test_a_redline_gives_any_two_texts(before: str, after: str) -> None:
    spans = redline(before, after)
    assert "".join(span.text for span in spans if span.op is not SpanOp.INSERTED) == before
    assert "".join(span.text for span in spans if span.op is not SpanOp.DELETED) == after


@given(revisions(), st.sampled_from(TargetKind))
@THOROUGH
def test_every_quote_is_verbatim(revision: Revision, kind: TargetKind) -> None:
    before, after = map(a_policy, revision)
    change = compare(before, after)
    assume(change is not None)
    assert change is not None
    opinion = judge(change, kind=kind, name="Platform Rules", watch=(), today=date(2026, 11, 25))
    assert all(reason.quote in before.text or reason.quote in after.text for reason in opinion.reasons)


@given(revisions())
@THOROUGH
def test_passages_show_every_word_of_both_sides_once(revision: Revision) -> None:
    for clause in clauses_of(*revision):
        spans = [span for passage in passages(clause) for span in passage]
        after = "".join(span.text for span in spans if span.op is not SpanOp.DELETED)
        before = "".join(span.text for span in spans if span.op is not SpanOp.INSERTED)
        assert "".join(after.split()) == "".join(clause.after.split())
        if clause.redline or not clause.after:
            assert "".join(before.split()) == "".join(clause.before.split())
