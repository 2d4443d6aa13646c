"""Turns YAML parser events into nodes, and refuses what plain data has no need of."""

import re
from collections.abc import Iterator
from typing import NoReturn

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from watcher.core.model import Problem
from watcher.targets.errors import ConfigError
from watcher.targets.keypath import spell
from watcher.targets.nodes import ListNode, MapNode, Node, Path, ScalarNode, count
from watcher.targets.scalars import Value, read_plain
from watcher.targets.shown import quoted
from watcher.targets.syntax import COPIED_SPACE, NO_BREAK_BEFORE, QUOTE_HASH

DEEPEST = 32
MOST_REPEATED = 20_000
_TEXT_TAG = "tag:yaml.org,2002:str"
_HASH_TEXT = re.compile(r"[ \t]*:?[ \t]+(#[^\s#][^\r\n]*)")


class Composer:
    """Reads one stream. `problems` collects what did not stop it: keys that stand there twice, lost texts."""

    def __init__(self, text: str, source: str) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._source = source
        self._anchors: dict[str, Node] = {}
        self._repeated = 0

    def compose(self, events: Iterator[Event]) -> Node:
        """The stream's only document; an empty stream gives a null. Raises ConfigError."""
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self._refuse(event, (), "a second document begins here (`---`): keep one in the file")
                if event.version not in (None, (1, 2)):
                    self._refuse(event, (), "the %YAML line asks for another version than 1.2: delete the line")
            elif isinstance(event, NodeEvent):
                root = self._node(event, events, ())
        return root or ScalarNode(line=1, value=None)

    def _node(self, event: Event, events: Iterator[Event], path: Path, key: ScalarEvent | None = None) -> Node:
        if len(path) > DEEPEST:
            self._refuse(event, (), f"is nested more than {DEEPEST} levels deep")
        if isinstance(event, AliasEvent):
            return self._alias(event, path)
        if not isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
            raise TypeError(f"no node begins with {event!r}")
        if event.tag not in (None, "!", _TEXT_TAG):
            self._refuse(event, path, "has a tag (a word that begins with `!`), which is not allowed here: delete it")
        node = self._begun(event, events, path, key)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _begun(
        self,
        event: ScalarEvent | SequenceStartEvent | MappingStartEvent,
        events: Iterator[Event],
        path: Path,
        key: ScalarEvent | None,
    ) -> Node:
        line = event.start_mark.line + 1
        if isinstance(event, ScalarEvent):
            return ScalarNode(line=line, value=self._scalar(event, path, key))
        if isinstance(event, MappingStartEvent):
            return self._mapping(line, events, path)
        items: list[Node] = []
        while not isinstance(inner := next(events), SequenceEndEvent):
            items.append(self._node(inner, events, (*path, len(items))))
        return ListNode(line=line, items=tuple(items))

    def _scalar(self, event: ScalarEvent, path: Path, key: ScalarEvent | None) -> Value:
        if event.style is not None or event.tag is not None:
            return str(event.value)
        if event.value.startswith("-") and NO_BREAK_BEFORE.match(event.value):
            self._refuse(event, path, COPIED_SPACE)
        lost = self._lost(key.end_mark.index if key else event.start_mark.index) if path and not event.value else None
        if lost is None:
            return read_plain(event.value)
        shown = "it" if path[0] == "channels" else quoted(lost)  # it may be an address with a password
        self._note(key or event, path, f"{QUOTE_HASH} {shown}")
        return lost

    def _lost(self, index: int) -> str | None:
        """What was meant to be the value behind a key or a hyphen and became a comment, such as `#content`."""
        found = _HASH_TEXT.match(self._text, index)
        return re.split(r"\s#", found[1])[0].rstrip() if found else None

    def _mapping(self, line: int, events: Iterator[Event], path: Path) -> MapNode:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        merged: list[tuple[Event, Node]] = []
        while not isinstance(event := next(events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                self._refuse(event, path, "a key must be a word, not a list, a block or an alias")
            key = event.value
            if event.style is None and NO_BREAK_BEFORE.match(key):
                self._refuse(event, path, COPIED_SPACE)
            value = self._node(next(events), events, (*path, key), event)
            if key == "<<" and event.style is None:
                merged.append((event, value))
            elif key in entries:
                message = f"stands there twice (first in line {lines[key]}): keep one of the two"
                self._note(event, (*path, key), message)
            else:
                entries[key], lines[key] = value, event.start_mark.line + 1
        for event, value in merged:
            self._merge(event, value, entries, lines, path)
        return MapNode(line=line, entries=entries, lines=lines)

    def _merge(self, event: Event, value: Node, entries: dict[str, Node], lines: dict[str, int], path: Path) -> None:
        """`<<: *base` gives the keys that the mapping does not have itself."""
        for base in value.items if isinstance(value, ListNode) else (value,):
            if not isinstance(base, MapNode):
                self._refuse(event, path, "`<<` needs a block of keys, such as `<<: *base`")
            for key, node in base.entries.items():
                if key not in entries:
                    entries[key], lines[key] = node, base.lines[key]

    def _alias(self, event: AliasEvent, path: Path) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            self._refuse(
                event, path, "repeats something (`*name`) that no `&name` above it defines; a text needs quotes"
            )
        self._repeated += count(node)
        if self._repeated > MOST_REPEATED:
            self._refuse(event, path, f"repeats too much with `*name`: more than {MOST_REPEATED} values in all")
        return node

    def _problem(self, event: Event, path: Path, message: str) -> Problem:
        return Problem(file=self._source, line=event.start_mark.line + 1, key=spell(path), message=message)

    def _note(self, event: Event, path: Path, message: str) -> None:
        self.problems.append(self._problem(event, path, message))

    def _refuse(self, event: Event, path: Path, message: str) -> NoReturn:
        raise ConfigError([*self.problems, self._problem(event, path, message)])
