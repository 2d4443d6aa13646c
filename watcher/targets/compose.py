"""Turns YAML parser events into nodes, and refuses what plain data has no need of."""

import re
from collections.abc import Iterator
from typing import Any, NoReturn

from watcher.core.model import Problem
from watcher.targets.errors import ConfigError
from watcher.targets.events import ALIASES, DOCUMENTS, LIST_ENDS, LISTS, MAP_ENDS, MAPS, NODES, SCALARS, Event
from watcher.targets.keypath import spell
from watcher.targets.nodes import ListNode, MapNode, Node, ScalarNode, count
from watcher.targets.scalars import Value, read_plain
from watcher.targets.shown import quoted
from watcher.targets.syntax import COPIED_SPACE, NO_BREAK_BEFORE, QUOTE_HASH

DEEPEST = 32
MOST_REPEATED = 20_000
MOST_WORDS = 1000
_TEXT_TAG = "tag:yaml.org,2002:str"
_NAME_ENDS = tuple("?:%@`")
_HASH_TEXT = re.compile(r"[ \t]*:?[ \t]+(#[^\s#][^\r\n]*)")
# people begin a comment with a space, and a hashtag without
_HASH_END = re.compile(r"[ \t]+#[^\s#!]\S*")
_CUT = "ends before its #, as what follows is a comment: put quotes around {text} if it belongs together"


class Composer:
    """Reads one stream. `problems` collects what did not stop it: keys that stand there twice, lost texts. `doubts` are
    texts that may have lost their end.

    `has_odd` says that there was something of which parsers have different opinions.
    """

    def __init__(self, events: Iterator[Event], text: str, source: str) -> None:
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.has_odd = False
        self._events = events
        self._text = text
        self._source = source
        self._path: list[str | int] = []
        self._anchors: dict[str, Node] = {}
        self._keys: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._latest_line = 0
        self._repeated = 0

    def compose(self) -> Node:
        """The stream's only document; an empty stream gives a null. Raises ConfigError and what the parser raises."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, DOCUMENTS):
                if root is not None:
                    self._refuse(event, "a second document begins here (`---`): keep one in the file")
                if event.version not in (None, (1, 2)):
                    self._refuse(event, "the %YAML line asks for another version than 1.2: delete the line")
            elif isinstance(event, NODES):
                root = self._node(event)
        return root or ScalarNode(line=1, value=None)

    def _node(self, event: Any, key: Event | None = None) -> Node:
        if len(self._path) > DEEPEST:
            self._path.clear()
            self._refuse(event, f"is nested more than {DEEPEST} levels deep")
        if event.anchor is not None:
            self._note_name(event)
        node: Node
        if isinstance(event, SCALARS):
            node = ScalarNode(line=self._line(event), value=self._scalar(event, key))
        elif isinstance(event, ALIASES):
            return self._alias(event)
        else:
            node = self._collection(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _collection(self, event: Any) -> Node:
        if event.tag is not None:
            self._check_tag(event)
        if isinstance(event, LISTS):
            return self._list(self._line(event))
        if not isinstance(event, MAPS):
            raise TypeError(f"no node begins with {event!r}")
        if event.flow_style and event.anchor is None and self._text[event.start_mark.index] != "{":
            self.has_odd = True  # `[key: value]`
        return self._mapping(self._line(event))

    def _line(self, event: Event) -> int:
        """One object for all that begins in a line: there may be millions."""
        line = event.start_mark.line + 1
        if line != self._latest_line:
            self._latest_line = line
        return self._latest_line

    def _note_name(self, event: Any) -> None:
        """What ends a name such as `&base:` is its last letter to some."""
        end = event.start_mark.index + 1 + len(event.anchor)
        self.has_odd |= self._text[end : end + 1] in _NAME_ENDS

    def _check_tag(self, event: Any) -> None:
        self.has_odd = True
        if event.tag not in ("!", _TEXT_TAG):
            self._refuse(event, "has a tag (a word that begins with `!`), which is not allowed here: delete it")

    def _list(self, line: int) -> ListNode:
        items: list[Node] = []
        while not isinstance(event := next(self._events), LIST_ENDS):
            self._path.append(len(items))
            items.append(self._node(event))
            self._path.pop()
        return ListNode(line=line, items=tuple(items))

    def _scalar(self, event: Any, key: Event | None) -> Value:
        text: str = event.value
        if event.tag is not None:
            self._check_tag(event)
            return text
        if event.style:
            self.has_odd |= event.style in ("|", ">")
            return text
        if text.startswith("-") and NO_BREAK_BEFORE.match(text):
            self._refuse(event, COPIED_SPACE)
        if text or not self._path:
            if cut := _HASH_END.match(self._text, event.end_mark.index):
                shown = "the text" if self._path[:1] == ["channels"] else quoted(f"{text}{cut[0]}")
                self.doubts.append(self._problem(event, _CUT.format(text=shown)))
            return read_plain(self._word(text))
        lost = self._lost(key.end_mark.index if key else event.start_mark.index)
        if lost is None:
            return None
        shown = "it" if self._path[0] == "channels" else quoted(lost)  # it may be an address with a password
        self._note(key or event, f"{QUOTE_HASH} {shown}")
        return lost

    def _word(self, text: str) -> str:
        """One object for a word wherever it stands, if it is among the first."""
        if len(self._words) < MOST_WORDS:
            return self._words.setdefault(text, text)
        return self._words.get(text, text)

    def _lost(self, index: int) -> str | None:
        """What was meant to be the value behind a key or a hyphen and became a comment, such as `#content`."""
        found = _HASH_TEXT.match(self._text, index)
        return re.split(r"\s#", found[1])[0].rstrip() if found else None

    def _mapping(self, start: int) -> MapNode:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        merged: list[tuple[Event, Node]] = []
        event: Any
        events, path = self._events, self._path
        while not isinstance(event := next(events), MAP_ENDS):
            key, line = self._key(event), self._line(event)
            path.append(key)
            value = self._node(next(events), event)
            if key == "<<" and not event.style:
                merged.append((event, value))
            elif key in entries:
                self._note(event, f"stands there twice (first in line {lines[key]}): keep one of the two")
            else:
                entries[key], lines[key] = value, line
            path.pop()
        for event, value in merged:
            self._merge(event, value, entries, lines)
        return MapNode(line=start, entries=entries, lines=lines)

    def _key(self, event: Any) -> str:
        """The key's text: one and the same object wherever it stands."""
        if not isinstance(event, SCALARS):
            self._refuse(event, "a key must be a word, not a list, a block or an alias")
        key: str = event.value
        if event.tag is not None or event.anchor is not None or not key:
            self.has_odd = True
        if event.style:
            return key
        known = self._keys.get(key)
        if known is None:
            if NO_BREAK_BEFORE.match(key):
                self._refuse(event, COPIED_SPACE)
            known = self._keys[key] = key
        return known

    def _merge(self, event: Event, value: Node, entries: dict[str, Node], lines: dict[str, int]) -> None:
        """`<<: *base` gives the keys that the mapping does not have itself."""
        for base in value.items if isinstance(value, ListNode) else (value,):
            if not isinstance(base, MapNode):
                self._refuse(event, "`<<` needs a block of keys, such as `<<: *base`")
            for key, node in base.entries.items():
                if key not in entries:
                    entries[key], lines[key] = node, base.lines[key]

    def _alias(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            self._refuse(event, "repeats something (`*name`) that no `&name` above it defines; a text needs quotes")
        self._repeated += count(node)
        if self._repeated > MOST_REPEATED:
            self._refuse(event, f"repeats too much with `*name`: more than {MOST_REPEATED} values in all")
        return node

    def _problem(self, event: Event, message: str) -> Problem:
        return Problem(file=self._source, line=event.start_mark.line + 1, key=spell(self._path), message=message)

    def _note(self, event: Event, message: str) -> None:
        self.problems.append(self._problem(event, message))

    def _refuse(self, event: Event, message: str) -> NoReturn:
        raise ConfigError([*self.problems, self._problem(event, message)])
