"""Adds to a targets.yaml by inserting lines: every other byte of it, comments and order included, stays as it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from watcher.targets.document import read_document
from watcher.targets.errors import ConfigError
from watcher.targets.nodes import plain

Plain: TypeAlias = str | int | date | Sequence["Plain"] | Mapping[str, "Plain"]
Keys: TypeAlias = tuple[str, ...]

_WIDE = 100_000
_STEP = "  "


class EditError(Exception):
    """The file is written in a way into which nothing can be inserted safely; the message has what to add by hand."""


def add_item(text: str, path: Keys, value: Plain, comment: str = "") -> str:
    """The text with one more item in the list at `path`, which is made if it is not there. Raises EditError."""
    return add_items(text, path, [value], comment)


def add_items(text: str, path: Keys, values: Sequence[Plain], comment: str = "") -> str:
    """The text with more items in the list at `path`. Raises EditError."""
    if not values:
        return text
    found = _find(text, path)
    items = _listed(_value_at(text, path))
    lines = "\n".join(f"- {_flow(value)}{_note(comment)}" for value in values)
    if isinstance(found, SequenceNode):
        new = _into_list(text, found, lines, ", ".join(map(_flow, values)))
    elif found is None:
        return add_key(text, path[:-1], path[-1], list(values))
    elif isinstance(found, ScalarNode) and found.value:
        new = _replaced(text, found, _flow([*items, *values]))
    elif isinstance(found, ScalarNode):
        new = _after_key(text, path, lines)
    else:
        raise EditError(_by_hand(path, _flow(list(values))))
    return _checked(text, new, path, [*items, *values])


def add_key(text: str, path: Keys, key: str, value: Plain) -> str:
    """The text with one more key in the block at `path`, which is made if it is not there. Raises EditError."""
    found = _find(text, path)
    wanted = {**_keyed(_value_at(text, path)), key: value}
    if not path and (found is None or (isinstance(found, MappingNode) and not found.flow_style)):
        new = _inserted(text, len(text), _block(key, value), "", apart=bool(text.strip()))
    elif isinstance(found, MappingNode):
        new = _into_block(text, found, key, value)
    elif found is None and len(path) == 1:
        return add_key(text, (), path[0], {key: value})
    elif isinstance(found, ScalarNode) and not found.value:
        new = _after_key(text, path, _block(key, value))
    else:
        raise EditError(_by_hand((*path, key), _flow(value)))
    return _checked(text, new, path, wanted)


def _into_list(text: str, node: SequenceNode, lines: str, inner: str) -> str:
    return _into_flow(text, node, inner) if node.flow_style else _below(text, node, lines)


def _into_block(text: str, node: MappingNode, key: str, value: Plain) -> str:
    if node.flow_style:
        return _into_flow(text, node, f"{_flow(key)}: {_flow(value)}")
    return _below(text, node, _block(key, value))


def _into_flow(text: str, node: CollectionNode, inner: str) -> str:
    if node.value:
        at = _end(node.value[-1])
        return f"{text[:at]}, {inner}{text[at:]}"
    at = node.start_mark.index + 1
    return f"{text[:at]}{inner}{text[at:]}"


def _below(text: str, node: CollectionNode, lines: str) -> str:
    """After the last line of a block, and after the comments that are indented more than its items."""
    column = node.start_mark.column
    end = _end(node)
    at = end if text[:end].endswith("\n") else _line_end(text, end)  # a text of several lines ends with its line
    while True:
        following = text[at : _line_end(text, at)]
        indent = len(following) - len(following.lstrip(" "))
        if not following.lstrip(" ").startswith("#") or indent <= column:
            break
        at = _line_end(text, at)
    return _inserted(text, at, lines, " " * column)


def _after_key(text: str, path: Keys, lines: str) -> str:
    """Below a key behind which nothing stands."""
    key = _key_at(text, path)
    indent = " " * key.start_mark.column + _STEP
    return _inserted(text, _line_end(text, key.end_mark.index), lines, indent)


def _inserted(text: str, at: int, lines: str, indent: str, *, apart: bool = False) -> str:
    """`apart`: after an empty line."""
    ending = "\r\n" if "\r\n" in text else "\n"
    before = text[:at]
    if before and not before.endswith("\n"):
        before += ending
    if apart and not before.endswith(ending * 2):
        before += ending
    return before + "".join(f"{indent}{line}{ending}" for line in lines.splitlines()) + text[at:]


def _replaced(text: str, node: Node, new: str) -> str:
    return text[: node.start_mark.index] + new + text[node.end_mark.index :]


def _end(node: Node | tuple[Node, Node]) -> int:
    """Where the last thing that is written of a node ends; a block's own mark lies behind the comments after it."""
    if isinstance(node, tuple):
        return max(_end(node[0]), _end(node[1]))
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    return int(node.end_mark.index)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _find(text: str, path: Keys) -> Node | None:
    node: Node | None = YAML(pure=True).compose(text)
    for key in path:
        pairs = node.value if isinstance(node, MappingNode) else []
        node = next((value for name, value in pairs if name.value == key), None)
    return node


def _key_at(text: str, path: Keys) -> Node:
    parent = _find(text, path[:-1])
    pairs = parent.value if isinstance(parent, MappingNode) else []
    keys: list[Node] = [name for name, _ in pairs]
    return next(key for key in keys if key.value == path[-1])


def _value_at(text: str, path: Keys) -> object:
    value = {} if _find(text, ()) is None else plain(read_document(text.encode(), "targets.yaml").root)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _checked(old: str, new: str, path: Keys, wanted: object) -> str:
    """The new text, if it says what the old one said and the addition, and nothing else."""
    expected = _with(_value_at(old, ()), path, wanted)
    try:
        is_right = _value_at(new, ()) == expected
    except (ConfigError, MarkedYAMLError):
        is_right = False
    if not is_right:
        raise EditError(_by_hand(path, _flow(wanted)))  # type: ignore[arg-type]
    return new


def _with(content: object, path: Keys, value: object) -> object:
    if not path:
        return _bare(value)
    block = content if isinstance(content, dict) else {}
    return {**block, path[0]: _with(block.get(path[0]), path[1:], value)}


def _bare(value: object) -> object:
    """Plain lists and dicts, as a file that is read has them."""
    if isinstance(value, Mapping):
        return {key: _bare(inner) for key, inner in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return [_bare(inner) for inner in value] if isinstance(value, list | tuple) else value


def _listed(value: object) -> list[Plain]:
    return value if isinstance(value, list) else [] if value is None else [value]  # type: ignore[list-item]


def _keyed(value: object) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def _flow(value: Plain) -> str:
    """The value in one line, in quotes where YAML needs them inside of brackets."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = True
    yaml.width = _WIDE
    yaml.allow_unicode = True
    out = StringIO()
    yaml.dump([value], out)
    return out.getvalue().strip()[1:-1]


def _block(key: str, value: Plain) -> str:
    """`key:` with the value below it: a line for each key of a block and for each block of a list."""
    if isinstance(value, Mapping) and value:
        inner = "\n".join(f"{_STEP}{_flow(name)}: {_flow(one)}" for name, one in value.items())
        if all(isinstance(one, Mapping) for one in value.values()):
            inner = "\n".join(_STEP + line for name, one in value.items() for line in _block(name, one).splitlines())
        return f"{_flow(key)}:\n{inner}"
    if isinstance(value, list | tuple) and value and all(isinstance(one, Mapping) for one in value):
        return "\n".join([f"{_flow(key)}:", *(f"{_STEP}- {_flow(one)}" for one in value)])
    return f"{_flow(key)}: {_flow(value)}"


def _note(comment: str) -> str:
    return f"  # {' '.join(comment.split())}" if comment else ""


def _by_hand(path: Keys, written: str) -> str:
    return f"nothing can be inserted into `{'.'.join(path)}` as it is written: add by hand {written}"
