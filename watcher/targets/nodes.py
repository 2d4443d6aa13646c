"""A YAML document as a tree that remembers its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from watcher.targets.scalars import Value

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarNode:
    line: int
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNode:
    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode:
    """`lines` has the line of each key, `entries` the value behind it."""

    line: int
    entries: dict[str, "Node"]
    lines: dict[str, int]


Node: TypeAlias = ScalarNode | ListNode | MapNode


def plain(node: Node) -> object:
    """The tree as dicts, lists and scalars."""
    match node:
        case ScalarNode():
            return node.value
        case ListNode():
            return [plain(item) for item in node.items]
        case MapNode():
            return {key: plain(value) for key, value in node.entries.items()}


def locate(node: Node, path: Sequence[str | int]) -> tuple[Path, int]:
    """How much of the path stands in the document, and the line where that is written."""
    line = node.line
    for depth, step in enumerate(path):
        if isinstance(node, MapNode) and isinstance(step, str) and step in node.entries:
            line, node = node.lines[step], node.entries[step]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
        else:
            return tuple(path[:depth]), line
    return tuple(path), line


def count(node: Node) -> int:
    """How many nodes the tree has, repeated ones counted each time."""
    match node:
        case ScalarNode():
            return 1
        case ListNode():
            return 1 + sum(map(count, node.items))
        case MapNode():
            return 1 + sum(map(count, node.entries.values()))
