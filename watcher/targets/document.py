"""Reads YAML strictly: plain data with line numbers, or a plain word on why not."""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError
from yaml import YAMLError

from watcher.core.model import Problem
from watcher.targets.compose import Composer
from watcher.targets.errors import ConfigError
from watcher.targets.events import quick_events, strict_events
from watcher.targets.nodes import MapNode, ScalarNode
from watcher.targets.syntax import explain_syntax

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's top level. `problems` did not stop it from being read; `doubts` need not be any."""

    root: MapNode
    problems: tuple[Problem, ...]
    doubts: tuple[Problem, ...] = ()


def read_document(content: bytes, source: str) -> Document:
    """Raises ConfigError for what is not one harmless YAML 1.2 mapping in UTF-8."""
    text = _decode(content, source)
    return read_quickly(text, source) or read_strictly(text, source)


def read_quickly(text: str, source: str) -> Document | None:
    """By libyaml, which is believed only where nothing at all is wrong or odd: None where the strict parser decides."""
    try:
        composer = Composer(quick_events(text), text, source)
        root = composer.compose()
    except (YAMLError, ConfigError):
        return None
    if not isinstance(root, MapNode) or composer.problems or composer.has_odd:
        return None
    return Document(root=root, problems=(), doubts=tuple(composer.doubts))


def read_strictly(text: str, source: str) -> Document:
    """Raises ConfigError."""
    composer = Composer(strict_events(text), text, source)
    try:
        root = composer.compose()
    except MarkedYAMLError as error:
        problem = explain_syntax(error, text, source)
    else:
        if isinstance(root, MapNode):
            return Document(root=root, problems=tuple(composer.problems), doubts=tuple(composer.doubts))
        empty = isinstance(root, ScalarNode) and root.value is None
        message = (
            "is empty" if empty else "must consist of sections such as `targets:` and `owners:` at the left margin"
        )
        problem = Problem(file=source, line=root.line, key="file", message=message)
    raise ConfigError([*composer.problems, problem])


def _decode(content: bytes, source: str) -> str:
    line = 1
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "is stored as UTF-16: save it as UTF-8"
    else:
        text = content.decode("utf-8", errors="surrogateescape").replace("\ufeff", "")  # it means nothing anywhere
        bad = _FORBIDDEN.search(text)
        if bad is None:
            return text
        line += text.count("\n", 0, bad.start())
        if "\udc80" <= bad.group() <= "\udcff":
            message = "is not stored as UTF-8 (a letter such as an umlaut cannot be read): save it as UTF-8"
        else:
            message = f"has a control character (U+{ord(bad.group()):04X}) in this line: delete it"
    raise ConfigError([Problem(file=source, line=line, key="file", message=message)])
