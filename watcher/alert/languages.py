"""Picks the wording for an owner's language."""

from typing import assert_never

from watcher.alert.english import ENGLISH
from watcher.alert.german import GERMAN
from watcher.alert.wording import Wording
from watcher.core.model import Language


def wording(language: Language) -> Wording:
    match language:
        case Language.EN:
            return ENGLISH
        case Language.DE:
            return GERMAN
        case _:
            assert_never(language)
