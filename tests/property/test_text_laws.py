"""Laws of reading, comparing and judging that hold for any text."""

from dataclasses import replace
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.facts import a_capture, a_part
from tests.readings import a_reading
from watcher.core.model import Block, BlockKind, ClauseOp, Failure, Part, Snapshot, SpanOp, TargetKind
from watcher.core.text import squash
from watcher.diff.compare import compare
from watcher.extract.read import read
from watcher.extract.text import clean
from watcher.judge.judge import judge

SAID = """you must not may pay within 30 days the fee contest page users prohibited 14 Tage dürfen nicht Gebühr
ab 1. Januar 2027 effective January 5, 2027 updated, see § 3.1 (a) For example: “data” l'utilisateur €5 no?"""
TEXTS = st.lists(st.sampled_from(SAID.split()), min_size=1, max_size=25).map(" ".join)
BLOCKS = st.builds(lambda kind, text: Block(kind=kind, text=text, path=("Rules",)), st.sampled_from(BlockKind), TEXTS)
DOCUMENTS = st.lists(BLOCKS, max_size=14)


def a_document(blocks: list[Block]) -> Snapshot:
    return replace(a_reading("some words here"), blocks=tuple(blocks))


@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(blocks: list[Block]) -> None:
    assert compare(a_document(blocks), a_document(blocks)) is None


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_redlines_give_both_texts(old: list[Block], new: list[Block]) -> None:
    change = compare(a_document(old), a_document(new))
    for clause in change.clauses if change else ():
        if clause.redline:
            assert "".join(s.text for s in clause.redline if s.op is not SpanOp.DELETED) == clause.after
            assert "".join(s.text for s in clause.redline if s.op is not SpanOp.INSERTED) == clause.before


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_clauses_account_for_every_word(old: list[Block], new: list[Block]) -> None:
    change = compare(a_document(old), a_document(new))
    clauses = change.clauses if change else ()
    before = sum(len(squash(block.text)) for block in old) - sum(len(squash(clause.before)) for clause in clauses)
    after = sum(len(squash(block.text)) for block in new) - sum(len(squash(clause.after)) for clause in clauses)
    assert before == after >= 0


@given(st.lists(TEXTS, min_size=2, max_size=12, unique_by=squash), st.data())
@settings(deadline=None)
def test_a_moved_block_is_never_removed_and_added(texts: list[str], data: st.DataObject) -> None:
    assume(all(squash(text) for text in texts))
    source = data.draw(st.integers(0, len(texts) - 1))
    target = data.draw(st.integers(0, len(texts) - 1))
    moved = [text for n, text in enumerate(texts) if n != source]
    moved.insert(target, texts[source])
    old, new = ([Block(kind=BlockKind.ITEM, text=text) for text in side] for side in (texts, moved))
    change = compare(a_document(old), a_document(new))
    assert all(clause.op is ClauseOp.MOVED for clause in (change.clauses if change else ()))


@given(DOCUMENTS, DOCUMENTS, st.sampled_from(TargetKind))
@settings(max_examples=200, deadline=None)
def test_opinions_are_sound(old: list[Block], new: list[Block], kind: TargetKind) -> None:
    before, after = a_document(old), a_document(new)
    change = compare(before, after)
    assume(change is not None)
    assert change is not None
    opinion = judge(change, kind=kind, name="Platform Rules", watch=(), today=date(2026, 11, 25))
    assert all(reason.quote in before.text or reason.quote in after.text for reason in opinion.reasons)
    assert 0 < len(opinion.headline) <= 140
    assert 0 <= opinion.severity <= 3
    assert (opinion.effective_date is None) == (opinion.effective_kind is None)


TYPES = st.sampled_from(["text/html", "text/plain", "text/markdown", "application/pdf", "application/json", ""])


@given(st.binary(max_size=400), TYPES, st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_bytes_can_be_read(body: bytes, content_type: str, walk: bytes) -> None:
    part = a_part(body, content_type=content_type, elements=walk)
    assert isinstance(read(a_capture(part), ()), Snapshot | Failure)


TAGS = """<p> </p> <div> <table> <tr> <td> </td> <li> <ul> </ul> <h1> </h1> <script> </script> <svg> <!-- --> <b> <br>
<nav> <a </a> <main> </main> <template> <noscript> text | ** [x](y) # - ``` \\ & &lt; > = "'"""
MARKUP = st.lists(st.sampled_from([*TAGS.split(), " ", "\n", "\n\n", "\x00"]), max_size=60).map("".join)


@given(MARKUP, st.sampled_from(["text/html", "text/markdown"]), st.sampled_from(["p", "main", "a, b", ">"]))
@settings(max_examples=200, deadline=None)
def test_any_markup_can_be_read(markup: str, content_type: str, selector: str) -> None:
    part = a_part(markup.encode(), content_type=content_type)
    assert isinstance(
        read(a_capture(part), (Part(url=part.url, select=(selector,), ignore=(selector,)),)), Snapshot | Failure
    )


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()


RULES = st.lists(
    st.sampled_from(["You must pay the fee.", "Pages may not like.", "Fees are due."]), min_size=1, max_size=4
)
# fmt: off
BESIDE = st.sampled_from([
    "<nav><a href=/>Home</a></nav>", "<div role=status>Saved.</div>", "<div id=cookie-banner>Cookies?</div>",
    "<p>Hi</p>", "<footer>Imprint</footer>", "<div hidden>Copied</div>", "<div style='display: none'>No</div>",
    "<button>Go</button>",
])
# fmt: on


@given(RULES, st.lists(BESIDE, max_size=4), st.lists(BESIDE, max_size=4))
@settings(max_examples=200, deadline=None)
def test_what_stands_beside_a_text_does_not_change_it(rules: list[str], above: list[str], below: list[str]) -> None:
    main = "<main>" + "".join(f"<p>{rule}</p>" for rule in rules * 20) + "</main>"
    bare = a_reading(main, content_type="text/html")
    assert a_reading("".join(above) + main + "".join(below), content_type="text/html").blocks == bare.blocks


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12))
@settings(deadline=None)
def test_items_are_as_deep_as_their_lists(wanted: list[int]) -> None:
    markup, depths = "<main><p>Rule:</p>", [0]
    for level in wanted:
        depth = min(level, depths[-1] + 1)
        markup += "</ul>" * max(depths[-1] - depth, 0) + "<ul>" * (depth - depths[-1]) + "<li>x"
        depths.append(depth)
    assert [block.level for block in a_reading(markup, content_type="text/html").blocks] == depths
