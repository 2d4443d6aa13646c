"""Tells sentences that set no rule by what they do instead: point elsewhere, name a contact, state an aim."""

import re
from collections.abc import Mapping
from enum import StrEnum

from watcher.core.model import ClauseOp
from watcher.judge.lexicon import count, load_patterns
from watcher.judge.noise import Edit
from watcher.judge.restatement import differing
from watcher.judge.stances import Stance, ruling_of

_PATTERNS = load_patterns("character.toml")
_SENTENCE = re.compile(r"(?<=[.!?:])(?<!\b\w\.)(?<!\b\d\d\.)\s+|\n| … ")
_AUTONYM = re.compile(r"\W*[^\W\d_]+(?: \([^)]{2,40}\))?\s*[:–-]\s*[^\d]{2,40}")
_LANGUAGE = re.compile(
    r"(?i)\b(?:languages?|sprachen?|langues?|english|deutsch|german|french|français|español|spanish|italiano|polski|"
    r"português|nederlands|thai|čeština|dansk|svenska|suomi|magyar|română|türkçe)\b"
)
_LAW = re.compile(r"(?i)\b(?:law|laws|courts?|recht|gerichtsstand|gerichte?|droit|tribunaux)\b")
_DAY = re.compile(r"(?i)\b(?:from|on|by|until|starting|ab|zum|am|bis|le)\b [^.]{0,12}\d.{0,14}\b20\d\d\b")
_DEFINES = re.compile(
    r"(?i)[”\"»\w] (?:means|refers to|bezeichnet|meint|désigne) (?:any|all|every|a|an|the|jede|alle|eine?|une?|tout)"
)
# A company's name up to its legal form.
_PARTY = re.compile(
    r"((?:\b[A-ZÄÖÜ][\w&.-]* ){1,6}(?:Inc|LLC|Ltd|Limited|Corp|GmbH|AG|SE|B\.?V|PLC|S\.?[àa]\.?r\.?l|Pty|DAC)\b)"
)
_RULES = ("prohibition", "sunset", "money", "enforcement", "deadline", "modal", "licence", "liability")
# What no sentence may hold that sets no rule; the other words of rules may stand where a sentence points elsewhere.
_PLAIN_RULES = ("announcement", "prohibition", "sunset", "money", "deadline", "modal")
_WORDS = 4
_LABEL = 12


class Character(StrEnum):
    """What a clause without a rule does."""

    POINTER = "pointer"
    CONTACT = "contact"
    AIMS = "aims"
    ATTRIBUTION = "attribution"
    TRACKER = "tracker"
    STATUS = "status"
    OVERVIEW = "overview"
    LANGUAGES = "languages"


def character_of(edit: Edit) -> Character | None:
    """What a changed clause does, if its new words (the old ones, where none came) set no rule; None where they may."""
    text = edit.inserted or edit.deleted
    if _names_other_party(edit):
        return None
    if _is_language(edit, text):
        return Character.LANGUAGES
    if edit.change.op is ClauseOp.EDITED and edit.inserted and edit.deleted and _sets_rule(edit.balance):
        return None
    sentences = [piece for piece in _SENTENCE.split(text) if len(piece.split()) >= _WORDS or _bans(piece)]
    found = [_character(sentence) for sentence in sentences]
    known = [character for character in found if character]
    if not known or (edit.change.op is ClauseOp.EDITED and Character.POINTER not in known and _binds(edit)):
        return None
    for sentence, character in zip(sentences, found, strict=True):
        words = count(sentence)
        if any(words[kind] for kind in _PLAIN_RULES) or (_bans(sentence) and character is not Character.STATUS):
            return None
        if character in {Character.OVERVIEW, Character.AIMS} and (_DAY.search(sentence) or _DEFINES.search(sentence)):
            return None
        if _sets_rule(words) and character not in _BOLD:
            return None
    return max(known, key=known.count)


def _names_other_party(edit: Edit) -> bool:
    """Whether a clause names another company than it did."""
    if edit.change.op is not ClauseOp.EDITED:
        return False
    old, new = (frozenset(_PARTY.findall(text)) for text in (edit.change.before, edit.change.after))
    return bool(old and new) and old != new


def _binds(edit: Edit) -> bool:
    """Whether the sentences that changed demand or forbid something: what they name then is no mere contact or aim."""
    return any(
        ruling_of(text).stances.keys() & {Stance.OBLIGATION, Stance.PROHIBITION}
        for text in differing(edit.change.before, edit.change.after)
    )


def _bans(sentence: str) -> bool:
    """Whether a sentence forbids something: none that does only points, greets or thanks."""
    return Stance.PROHIBITION in ruling_of(sentence).stances


_BOLD = frozenset([Character.POINTER, Character.ATTRIBUTION])


def _character(sentence: str) -> Character | None:
    for name, pattern in _PATTERNS.items():
        if pattern.search(sentence):
            return Character(name)
    return None


def _sets_rule(words: Mapping[str, int]) -> bool:
    return any(words.get(kind, 0) for kind in _RULES)


def _is_language(edit: Edit, text: str) -> bool:
    short = max(len(edit.inserted.split()), len(edit.deleted.split())) <= _LABEL
    names = bool(_LANGUAGE.search(f"{edit.change.heading} {text}")) and bool(_AUTONYM.fullmatch(text))
    swap = bool(edit.inserted and edit.deleted) and all(
        len(words.split()) <= 2 and _LANGUAGE.search(f"{edit.inserted} {edit.deleted}")
        for words in (edit.inserted, edit.deleted)
    )
    return short and (
        names
        or (swap and not _LAW.search(f"{edit.change.before} {edit.change.after}") and not _sets_rule(edit.balance))
    )
