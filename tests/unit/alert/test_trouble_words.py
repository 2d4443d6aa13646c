"""Every kind of trouble has words in every language."""

import pytest

from watcher.alert.trouble_words import trouble_words
from watcher.core.model import FailureKind, Language


@pytest.mark.parametrize("language", Language)
def test_each_failure_is_said_in_words(language: Language) -> None:
    say = trouble_words(language)
    assert {kind.value for kind in FailureKind} <= say.kinds.keys()
    # what does not mend itself needs advice
    assert {kind.value for kind in FailureKind if not kind.transient} <= say.advice.keys()
    assert say.advice.keys() <= say.kinds.keys()
    assert say.kind("of_a_later_version") == "of a later version"
