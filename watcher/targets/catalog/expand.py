"""Fills in what the catalogue knows about a target, wherever the file names a platform and gives no address."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from watcher.core.model import Problem
from watcher.targets.catalog.errors import CatalogError
from watcher.targets.catalog.handles import check_keys, handle_keys, is_of_handle, made_of_handle, names_of_platforms
from watcher.targets.catalog.models import DocumentEntry
from watcher.targets.catalog.read import Platform, find_platform, meant_platform
from watcher.targets.catalog.render import document_keys, page_keys
from watcher.targets.expanded import Expanded
from watcher.targets.keypath import spell
from watcher.targets.nodes import ListNode, MapNode, Node, Path, ScalarNode
from watcher.targets.shown import choices, shown
from watcher.targets.spelling import nearest
from watcher.targets.texts import SLUG

Find: TypeAlias = Callable[[str], Platform | None]

EVERY_DOCUMENT = "all"
_ADDRESS = ("url", "parts", "select", "ignore", "steps")
_ASKING = frozenset({"platform", "document", "documents", "handle"})
_NOWHERE = "https://unknown.invalid/"


def expand(root: MapNode, source: str) -> Expanded:
    """Targets of other shapes than the catalogue knows stay as they are, for the loader to complain of."""
    targets = root.entries.get("targets")
    if not isinstance(targets, ListNode):
        return Expanded(root=root, origins=(), problems=())
    find = cache(find_platform)  # many targets are of one platform
    items: list[Node] = []
    origins: list[int] = []
    problems: list[Problem] = []
    doubts: list[tuple[Path, str]] = []
    for index, item in enumerate(targets.items):
        try:
            made: list[Node] = [*_expanded(item, root, find)] if isinstance(item, MapNode) else [item]
        except CatalogError as error:
            problems.append(_problem(error, item, index, source))
            made = [_stand_in(item, index)]
        else:
            said = _of_own_address(item, root, find) if isinstance(item, MapNode) else None
            doubts += [(("targets", len(items), "url"), said)] if said else []
        items += made
        origins += [index] * len(made)
    entries = {**root.entries, "targets": replace(targets, items=tuple(items))}
    return Expanded(
        root=replace(root, entries=entries), origins=tuple(origins), problems=tuple(problems), doubts=tuple(doubts)
    )


def _expanded(item: MapNode, root: MapNode, find: Find) -> Iterator[MapNode]:
    check_keys(item)
    if is_of_handle(item):
        names = names_of_platforms(item)
        for name in dict.fromkeys(names):
            platform = _platform_of_handle(name, item, find)
            yield made_of_handle(item, handle_keys(item, platform), platform, several=len(names) > 1)
    elif _asks(item):
        yield from _made(item, root, find)
    else:
        yield item


def _platform_of_handle(name: str | None, item: MapNode, find: Find) -> Platform | None:
    """With an address of its own, a target's platform may be any."""
    if name is None:
        return None
    return find(name) if "url" in item.entries else _platform(name, find)


def _of_own_address(item: MapNode, root: MapNode, find: Find) -> str | None:
    """What the catalogue has to say of an address of the file's own, which wins over the catalogue's."""
    url, name, document_id = (_text(item, key) for key in ("url", "platform", "document"))
    platform = find(name) if name and url and document_id else None
    if platform is None or document_id is None:
        return None
    keys = document_keys(platform, document_id, _language(item, root), _text(item, "handle"))
    address = _value(keys["url"]) if "url" in keys else None
    if address == url:
        return "the catalogue has the same address now: without this line, its later ones reach you, too"
    if url in platform.entry.documents[document_id].was:
        return f"the catalogue has a newer address for this document: {address or 'one of several parts'}"
    return None


def _asks(item: MapNode) -> bool:
    """Whether the catalogue is asked: a platform with a document or a handle, or a platform and no address."""
    if _ASKING.isdisjoint(item.entries):
        return False
    given = {key for key, node in item.entries.items() if not _is_null(node)}
    if any(not _readable(key, item.entries[key]) for key in given & _ASKING):
        return False
    return bool(given & (_ASKING - {"platform"})) or ("platform" in given and not given & {"url", "parts"})


def _readable(key: str, node: Node) -> bool:
    if key == "documents" and isinstance(node, ListNode):
        return bool(node.items) and all(_readable("document", one) for one in node.items)
    return isinstance(node, ScalarNode) and isinstance(node.value, str)


def _problem(error: CatalogError, item: Node, index: int, source: str) -> Problem:
    lines = item.lines if isinstance(item, MapNode) else {}
    key = next((key for key in (error.key, "platform", "platforms") if key in lines), "platform")
    place = spell(("targets", index, key))
    return Problem(file=source, line=lines.get(key, item.line), key=place, message=str(error))


def _made(item: MapNode, root: MapNode, find: Find) -> Iterator[MapNode]:
    name = _text(item, "platform")
    if name is None:
        raise CatalogError("document", "needs `platform` beside it, for example platform: facebook")
    platform = _platform(name, find)
    handle = _text(item, "handle")
    wanted = list(_wanted(item, platform, handle))
    if not wanted:
        keys = page_keys(platform, handle or "", has_url=bool(item.entries.keys() & {"url", "parts"}))
        yield _merged(item, keys, platform.id)
        return
    several = "document" not in item.entries
    for document_id in wanted:
        _check_document(document_id, platform, "documents" if several else "document")
        keys = document_keys(platform, document_id, _language(item, root), handle)
        yield _of_several(item, keys, platform.id) if several else _with_document(item, keys, platform.id)


def _platform(name: str, find: Find) -> Platform:
    platform = find(name)
    if platform is None:
        meant = meant_platform(name)
        hint = f"Did you mean {meant}?" if meant else "`watcher catalog` lists those that are."
        raise CatalogError("platform", f"{shown(name)} is not in the catalogue. {hint} Or give the page's `url`")
    if ended := platform.entry.retired:
        message = f"{platform.entry.name} ended on {ended.date}: {ended.fate} Delete this target"
        raise CatalogError("platform", message)
    return platform


def _wanted(item: MapNode, platform: Platform, handle: str | None) -> Iterator[str]:
    """The ids of the documents that a target asks for: none if it is a page."""
    single, several = item.entries.get("document"), item.entries.get("documents")
    if single is not None and several is not None:
        raise CatalogError("documents", "cannot stand beside `document`: keep one of the two")
    if single is not None:
        yield _text(item, "document") or ""
    elif isinstance(several, ListNode):
        yield from (str(node.value) if isinstance(node, ScalarNode) else "" for node in several.items)
    elif several is not None and _text(item, "documents") != EVERY_DOCUMENT:
        yield _text(item, "documents") or ""
    elif several is not None or handle is None:
        documents = platform.entry.documents
        if not documents:
            raise CatalogError("platform", f"no document of {platform.entry.name} is known: give the page's `url`")
        yield from (name for name, document in documents.items() if handle or not _needs_handle(document))


def _needs_handle(document: DocumentEntry) -> bool:
    return any("{" in url for url in document.urls)


def _check_document(document_id: str, platform: Platform, key: str) -> None:
    names = list(platform.entry.documents)
    if document_id in names:
        return
    if meant := nearest(document_id, names):
        hint = f"Did you mean {meant}?"
    else:
        hint = f"Known: {choices(names)}" if names else "None is known: give the document's `url`"
    raise CatalogError(key, f"{shown(document_id)} is not a document of {platform.entry.name}. {hint}")


def _with_document(item: MapNode, keys: dict[str, Node], platform_id: str) -> MapNode:
    """An address of the target's own replaces all that says how to read the catalogue's."""
    if item.entries.keys() & {"url", "parts"}:
        keys = {key: node for key, node in keys.items() if key not in _ADDRESS}
    return _merged(item, keys, platform_id)


def _of_several(item: MapNode, keys: dict[str, Node], platform_id: str) -> MapNode:
    """One of several documents: the target's id begins those of all, and its title is none of theirs."""
    if address := next((key for key in ("url", "parts", "title") if key in item.entries), None):
        raise CatalogError(address, "holds for one document: name it with `document`")
    if prefix := _text(item, "id"):
        keys["id"] = ScalarNode(line=item.line, value=f"{prefix}-{_value(keys['document'])}")
    own = {key: node for key, node in item.entries.items() if key not in {"id", "documents"}}
    return _merged(replace(item, entries=own), keys, platform_id)


def _merged(item: MapNode, keys: dict[str, Node], platform_id: str) -> MapNode:
    """The target's own keys win."""
    if "cron" in item.entries:
        keys.pop("every", None)
    line = item.lines.get("platform", item.line)
    written = {key: node for key, node in item.entries.items() if not _is_null(node)}
    entries = {**{key: _placed(node, line) for key, node in keys.items()}, **written}
    entries["platform"] = ScalarNode(line=line, value=platform_id)
    return MapNode(line=item.line, entries=entries, lines={**dict.fromkeys(entries, line), **item.lines})


def _placed(node: Node, line: int) -> Node:
    """The catalogue's value at the line of the target that asked for it."""
    match node:
        case ScalarNode():
            return replace(node, line=line)
        case ListNode():
            return replace(node, line=line, items=tuple(_placed(inner, line) for inner in node.items))
        case MapNode():
            entries = {key: _placed(inner, line) for key, inner in node.entries.items()}
            return MapNode(line=line, entries=entries, lines=dict.fromkeys(entries, line))


def _stand_in(item: Node, index: int) -> MapNode:
    """What spares the file's author errors that follow from the first."""
    name = (_text(item, "id") if isinstance(item, MapNode) else None) or ""
    entries: dict[str, Node] = {
        "id": ScalarNode(line=item.line, value=name if re.fullmatch(SLUG, name) else f"unknown-{index}"),
        "url": ScalarNode(line=item.line, value=_NOWHERE),
    }
    return MapNode(line=item.line, entries=entries, lines=dict.fromkeys(entries, item.line))


def _language(item: MapNode, root: MapNode) -> str:
    defaults = root.entries.get("defaults")
    locale = _text(item, "locale") or (_text(defaults, "locale") if isinstance(defaults, MapNode) else None) or "en"
    return locale.partition("-")[0]


def _text(item: MapNode, key: str) -> str | None:
    node = item.entries.get(key)
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else None


def _value(node: Node) -> object:
    return node.value if isinstance(node, ScalarNode) else None


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None
