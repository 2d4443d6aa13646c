"""Splits a YAML text into events: by libyaml where it reads as the strict parser does, which is far slower."""

import re
from collections.abc import Iterator
from typing import Any, Protocol, TypeAlias

import yaml
from ruamel.yaml import YAML
from ruamel.yaml import events as strict

Classes: TypeAlias = tuple[type[Any], ...]

ALIASES: Classes = (yaml.AliasEvent, strict.AliasEvent)
SCALARS: Classes = (yaml.ScalarEvent, strict.ScalarEvent)
LISTS: Classes = (yaml.SequenceStartEvent, strict.SequenceStartEvent)
LIST_ENDS: Classes = (yaml.SequenceEndEvent, strict.SequenceEndEvent)
MAPS: Classes = (yaml.MappingStartEvent, strict.MappingStartEvent)
MAP_ENDS: Classes = (yaml.MappingEndEvent, strict.MappingEndEvent)
NODES: Classes = (yaml.NodeEvent, strict.NodeEvent)
DOCUMENTS: Classes = (yaml.DocumentStartEvent, strict.DocumentStartEvent)

_OTHER_SPACES = ("\t", "\x85", "\u2028", "\u2029")  # the last three break lines in YAML 1.1 alone
_OTHER_LINES = ("%", "...")


class Mark(Protocol):
    """A place in the text: both count from 0."""

    @property
    def line(self) -> int: ...

    @property
    def index(self) -> int: ...


class Event(Protocol):
    """What either parser tells, its class one of those above."""

    @property
    def start_mark(self) -> Mark: ...

    @property
    def end_mark(self) -> Mark: ...


def strict_events(text: str) -> Iterator[Event]:
    """Raises MarkedYAMLError for what is not YAML 1.2."""
    return YAML(typ="safe", pure=True).parse(text)  # type: ignore[no-any-return]


def quick_events(text: str) -> Iterator[Event]:
    """Raises yaml.YAMLError for what libyaml reads in its own way or not at all, which need not be wrong.

    A tag, or a text after | or >, it may read in its own way, too: these are for the reader of the events to notice.
    """
    if not yaml.__with_libyaml__ or _is_odd(text):
        raise yaml.YAMLError
    return iter(yaml.CSafeLoader(text).get_event, None)  # type: ignore[arg-type]


def _is_odd(text: str) -> bool:
    if any(space in text for space in _OTHER_SPACES) or re.search(r"\r(?!\n)", text):
        return True
    return text.startswith(_OTHER_LINES) or any(f"\n{start}" in text for start in _OTHER_LINES)
