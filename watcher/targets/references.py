"""Checks that a name which stands in one place of the file is defined in another."""

from collections.abc import Callable, Iterator, KeysView
from dataclasses import dataclass

from pydantic import ValidationInfo

from watcher.core.model import Problem
from watcher.targets.expanded import Expanded
from watcher.targets.keypath import spell
from watcher.targets.nodes import ListNode, MapNode, Node, ScalarNode
from watcher.targets.shown import choices, shown
from watcher.targets.spelling import nearest

OPERATOR = "operator"
MOST_LISTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The ids that a file defines, whether or not the rest of their entries is right."""

    owners: KeysView[str]
    channels: KeysView[str]
    targets: KeysView[str]


def known_ids(root: MapNode) -> Known:
    """Reads the ids from unchecked content of any shape."""
    targets = root.entries.get("targets")
    entries = targets.items if isinstance(targets, ListNode) else ()
    ids = (entry.entries.get("id") for entry in entries if isinstance(entry, MapNode))
    names = (node.value for node in ids if isinstance(node, ScalarNode))
    return Known(
        owners={**_keyed(root.entries.get("owners")), OPERATOR: None}.keys(),
        channels=_keyed(root.entries.get("channels")).keys(),
        targets=dict.fromkeys(name for name in names if isinstance(name, str)).keys(),
    )


def doubled_targets(expanded: Expanded, source: str) -> Iterator[Problem]:
    """The targets whose id an earlier target has."""
    targets = expanded.root.entries.get("targets")
    first: dict[object, int] = {}
    for index, entry in enumerate(targets.items if isinstance(targets, ListNode) else ()):
        node = entry.entries.get("id") if isinstance(entry, MapNode) else None
        if not isinstance(node, ScalarNode) or node.value is None:
            continue
        if node.value in first:
            message = f"{shown(node.value)} is the id of another target (line {first[node.value]}): choose a new one"
            key = spell(expanded.as_written(("targets", index, "id")))
            yield Problem(file=source, line=node.line, key=key, message=message)
        else:
            first[node.value] = node.line


def refer_to(section: str) -> Callable[[object, ValidationInfo], str]:
    """A reader for names that must be defined in `section`: "owners", "channels" or "targets"."""

    def read(value: object, info: ValidationInfo) -> str:
        names: KeysView[str] = getattr(info.context, section)
        if isinstance(value, str) and value in names:
            return value
        if not names:
            raise ValueError(f"{shown(value)} is not defined: the file has no `{section}:` section, or it is empty")
        meant = nearest(value, names) if isinstance(value, str) else None
        if meant:
            hint = f" Did you mean {meant}?"
        elif len(names) <= MOST_LISTED:
            hint = f" Defined: {choices([shown(name) for name in names])}"
        else:
            hint = ""
        raise ValueError(f"{shown(value)} is not defined under `{section}:`.{hint}")

    return read


def read_owner_id(value: str) -> str:
    """The operator is an owner with a section of its own. Raises ValueError."""
    if value == OPERATOR:
        raise ValueError("is the name of the operator: use the section `operator:` instead")
    return value


def _keyed(section: Node | None) -> dict[str, None]:
    return dict.fromkeys(section.entries if isinstance(section, MapNode) else ())
