"""Laws of the judge's tools: each says what a slower way would."""

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.text import squash
from watcher.judge.lexicon import LEXICON, WordLists, load_patterns
from watcher.judge.passages import Passages
from watcher.judge.stances import LIMITS

SAID = """must may not MAY only cannot can't fees Fee fee's charge in charge 30 days 5 business days within two weeks
third-party third party darf dürfen nicht VERSTOSS Verstoß verstöße ist nur zu löschen we we've updated no longer $5 €
£ n'est plus désigne à compter du 14 Tage ab dem 1 kı̇ſ K ki-Modelle ai a.i. under the age of 13 _may may_ ads
sublicence sub-licence livestream live stream training writing"""
TEXTS = st.lists(st.sampled_from(SAID.split()) | st.text("aAsSiIıİſKkßẞ5²_$’'-. \n", max_size=4), max_size=20).flatmap(
    lambda words: st.sampled_from((" ", "", "\n", ", ")).map(lambda between: between.join(words))
)
LISTS = (LEXICON, load_patterns("topics.toml"), load_patterns("document.toml"), load_patterns("furniture.toml"), LIMITS)


@given(TEXTS, st.sampled_from(LISTS))
@settings(max_examples=400, deadline=None)
def test_one_pass_counts_what_each_pattern_finds(text: str, lists: WordLists) -> None:
    assert lists.count(text) == {
        name: len(found) for name, pattern in lists.items() if (found := pattern.findall(text))
    }


@given(st.text("ab", max_size=200), st.text("ab", max_size=40), st.data())
@settings(max_examples=300)
def test_a_text_holds_its_own_passages_and_no_others(text: str, other: str, data: st.DataObject) -> None:
    passages = Passages.of(text)
    start = data.draw(st.integers(0, len(text)))
    own = text[start : start + data.draw(st.integers(0, 60))]
    assert passages.hold(own)
    for passage in (other, own + other, other + own):
        assert passages.hold(passage) == (passage in text)


@given(st.text("aB1.,% _-\n\t|§", max_size=30))
def test_plain_letters_are_squashed_like_any(text: str) -> None:
    assert squash(f"{text} é") == squash(text) + "é"
