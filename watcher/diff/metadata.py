"""Compares the metadata of pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from deepdiff import DeepDiff

from watcher.core.model import Metadata, MetadataChange

_UNREAD = re.compile(r"^\(\d+\+?\)\s*")


def compare_metadata(before: Sequence[Metadata], after: Sequence[Metadata]) -> Iterator[MetadataChange]:
    """Field by field, as `[part].field`; a whole part where one is new or gone."""
    if before == after:
        return
    old, new = ([asdict(_steady(page)) for page in pages] for pages in (before, after))
    difference = DeepDiff(old, new, view="tree")
    levels = [level for kind in sorted(difference) for level in difference[kind]]
    for level in sorted(levels, key=lambda level: str(level.path())):
        path = re.sub(r"\['(\w+)'\]", r".\1", level.path().removeprefix("root"))
        yield MetadataChange(field=path, before=_shown(level.t1), after=_shown(level.t2))


def _steady(page: Metadata) -> Metadata:
    """Without the count of unread messages before the title."""
    return replace(page, title=_UNREAD.sub("", page.title))


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("final_url") or value.get("title") or "")
    return str(value) if isinstance(value, str | int) else ""
