"""Puts what pydantic finds wrong into words for the person who edits the file."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from watcher.core.model import Problem
from watcher.targets.keypath import spell
from watcher.targets.models import FileEntry, TargetsEntry
from watcher.targets.nodes import ListNode, MapNode, Path, locate, plain
from watcher.targets.references import Known
from watcher.targets.shown import choices, shown
from watcher.targets.spelling import nearest

Entries = TypeVar("Entries", FileEntry, TargetsEntry)

PORTION = 1000  # targets
_OF_VALUES = frozenset({"value_error", "int_type", "bool_type"})
_BY_ID = frozenset({("channels",), ("owners",), ("stakes",), ("documents",), ("features",)})


def validate(root: MapNode, known: Known) -> Iterator[FileEntry | TargetsEntry | list[ErrorDetails]]:
    """The file's entries, or everything that is wrong with them, a portion at a time: all but most targets first."""
    targets = root.entries.get("targets")
    items = targets.items if isinstance(targets, ListNode) else ()
    entries = root.entries
    if isinstance(targets, ListNode):
        entries = {**entries, "targets": replace(targets, items=items[:PORTION])}
    yield _validated(FileEntry, {key: plain(node) for key, node in entries.items()}, known)
    for start in range(PORTION, len(items), PORTION):
        portion = {"targets": [plain(item) for item in items[start : start + PORTION]]}
        yield _validated(TargetsEntry, portion, known, start)


def _validated(
    model: type[Entries], content: Mapping[str, object], known: Known, start: int = 0
) -> Entries | list[ErrorDetails]:
    """`start` is the place of the portion's first target among all."""
    try:
        return model.model_validate(content, context=known)
    except ValidationError as error:
        return [_moved(details, start) for details in error.errors(include_url=False)]


def _moved(error: ErrorDetails, start: int) -> ErrorDetails:
    match error["loc"]:
        case ("targets", int(index), *rest):
            error["loc"] = ("targets", start + index, *rest)
    return error


def explain(
    error: ErrorDetails,
    root: MapNode,
    source: str,
    model: type[BaseModel] = FileEntry,
    as_written: Callable[[Path], Path] = lambda path: path,
) -> Problem:
    """`model` is the shape that the file should have; `as_written` gives the path that a key has in the file itself."""
    path = tuple(step for step in error["loc"] if step != "[key]")
    written, line = locate(root, path)
    key = spell(as_written(path if error["type"] == "missing" else written))
    return Problem(file=source, line=line, key=key, message=_message(error, path, model))


def _message(error: ErrorDetails, path: Path, model: type[BaseModel]) -> str:
    value = error["input"]
    if isinstance(value, str) and error["type"] in _OF_VALUES and re.match("[“”„‚‘’«»‹›]", value):
        return 'has typographic quotes around it: type " instead'
    limits = error.get("ctx", {})
    what = "the value" if path[:1] == ("channels",) else shown(value)  # it may be an address with a password
    match error["type"]:
        case "value_error":
            return str(limits["error"])
        case "missing":
            return "is missing, and cannot be done without"
        case "extra_forbidden":
            return _unknown_key(path, model)
        case "int_type":
            return f"{what} is not a whole number. Write digits only, without quotes{_range(path, model)}"
        case "bool_type":
            return f"{what} is neither true nor false"
        case "greater_than_equal":
            return f"{what} is too small. Allowed is {limits['ge']} or more"
        case "less_than_equal":
            return f"{what} is too large. Allowed is {limits['le']} or less"
        case "list_type":
            return (
                f"{what} stands where a list is needed. Begin each item on a line of its own with a hyphen and a space"
            )
        case "model_type" | "dict_type":
            return f"{what} stands where a block of keys is needed, such as key: value"
        case "too_short":
            return f"is empty. At least {limits['min_length']} is needed"
        case "too_long":
            return f"has {limits['actual_length']} items. Allowed are {limits['max_length']}"
        case _:
            return error["msg"]


def _unknown_key(path: Path, model: type[BaseModel]) -> str:
    allowed = list(keys_at(path[:-1], model))
    meant = nearest(str(path[-1]), allowed)
    hint = f" Did you mean {meant}?" if meant else ""
    return f"is not a key that is known here.{hint} Allowed: {choices(allowed)}"


def keys_at(path: Path, model: type[BaseModel] = FileEntry) -> tuple[str, ...]:
    """The keys that the file's shape allows at a path."""
    return tuple(_model_at(path, model).model_fields)


def _range(path: Path, model: type[BaseModel]) -> str:
    field = _model_at(path[:-1], model).model_fields.get(str(path[-1]))
    limits = field.metadata if field else []
    lowest = next((limit.ge for limit in limits if hasattr(limit, "ge")), None)
    highest = next((limit.le for limit in limits if hasattr(limit, "le")), None)
    return "" if lowest is None or highest is None else f", from {lowest} to {highest}"


def _model_at(path: Path, model: type[BaseModel]) -> type[BaseModel]:
    for step in path[:1] + path[2:] if path[:1] in _BY_ID else path:
        if isinstance(step, str) and step in model.model_fields:
            model = next(_models(model.model_fields[step].annotation), model)
    return model


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
