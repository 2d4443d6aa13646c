"""Makes a target for each platform of an entry of kind handle: whose look-alikes are looked for, and where."""

import re
from urllib.parse import urlsplit

from watcher.core.model import TargetKind
from watcher.targets.catalog.errors import CatalogError
from watcher.targets.catalog.read import Platform
from watcher.targets.catalog.render import page_address, page_id
from watcher.targets.kinds import OF_HANDLES, OF_PAGES
from watcher.targets.nodes import ListNode, MapNode, Node, ScalarNode
from watcher.targets.shown import shown

PLACE = "{handle}"


def is_of_handle(item: MapNode) -> bool:
    return _text(item, "kind") == TargetKind.HANDLE


def check_keys(item: MapNode) -> None:
    """Raises CatalogError for a key that says nothing in a target of this kind."""
    if is_of_handle(item):
        if key := next((key for key in OF_PAGES if _is_given(item, key)), None):
            raise CatalogError(key, "says nothing in a target of `kind: handle`: delete it")
    elif key := next((key for key in OF_HANDLES if _is_given(item, key)), None):
        raise CatalogError(key, "holds for look-alikes of a handle: add `kind: handle`, or delete it")


def names_of_platforms(item: MapNode) -> tuple[str | None, ...]:
    """What the entry calls its platforms; None for a single one that the catalogue need not know. Raises CatalogError.

    Shapes that the loader complains of count as none.
    """
    single, several = _text(item, "platform"), item.entries.get("platforms")
    if several is None or _is_null(several):
        return (single,)
    if single is not None:
        raise CatalogError("platforms", "cannot stand beside `platform`: keep one of the two")
    nodes = several.items if isinstance(several, ListNode) else (several,)
    names = tuple(node.value for node in nodes if isinstance(node, ScalarNode) and isinstance(node.value, str))
    if len(names) > 1 and _is_given(item, "url"):
        raise CatalogError("url", "holds for one platform: give each its own target, or delete it")
    return names or (None,)


def handle_keys(item: MapNode, platform: Platform | None) -> dict[str, Node]:
    """The keys of one platform's target; `url` has {handle} where a name stands. Raises CatalogError."""
    handle, url = _text(item, "handle"), _text(item, "url")
    if not handle:
        raise CatalogError("kind", "needs `handle` beside it, the brand's own name there, for example handle: acme")
    if url is not None and PLACE not in url:
        raise CatalogError("url", f"needs {PLACE} where a name stands, for example https://forum.example/u/{PLACE}")
    if platform is None and url is None:
        raise CatalogError("kind", f"needs `platform` beside it, or `url` with {PLACE} in it")
    where = platform.entry.name if platform else urlsplit(url or "").hostname or ""
    address = url or _address(platform, handle)
    slug = page_id(platform.id if platform else where.replace(".", "-"), _name(address, handle))
    keys = {"id": f"{slug[:52]}-lookalikes", "title": f"Look-alikes of {handle} on {where}", "url": address}
    return {key: ScalarNode(line=1, value=text) for key, text in keys.items()}


def handle_address(address: str, handle: str) -> str:
    """Where the page of a handle stands."""
    return address.replace(PLACE, _name(address, handle))


def made_of_handle(item: MapNode, keys: dict[str, Node], platform: Platform | None, *, several: bool) -> MapNode:
    """One platform's target; where there are several, the entry's id begins those of all."""
    own = {key: node for key, node in item.entries.items() if key not in {"platforms", "platform"}}
    if several and platform and (prefix := _text(item, "id")):
        own["id"] = ScalarNode(line=item.line, value=f"{prefix}-{platform.id}")
    line = item.lines.get("handle", item.line)
    if platform:
        own["platform"] = ScalarNode(
            line=item.lines.get("platform", item.lines.get("platforms", line)), value=platform.id
        )
    written = {key: node for key, node in own.items() if not _is_null(node)}
    entries = {**keys, **written}
    return MapNode(line=item.line, entries=entries, lines={**dict.fromkeys(entries, line), **item.lines})


def _address(platform: Platform | None, handle: str) -> str:
    """The platform's address of pages, with the server of the handle where it has one."""
    if platform is None:
        return ""
    page = platform.entry.page
    if page is None or page.url is None:
        message = f"pages of {platform.entry.name} have no address that is known: give `url` with {PLACE} in it"
        raise CatalogError("handle", message)
    own, pattern = page_address(platform, handle), page.url
    found = re.fullmatch(page.handle, handle) if page.handle else None
    fields = found.groupdict() if found else {}
    for name, text in fields.items():
        pattern = pattern.replace(f"{{{name}}}", PLACE if name == "user" else text)
    if PLACE not in pattern:
        raise CatalogError("handle", f"pages of {platform.entry.name} have no names: {shown(own)} cannot be imitated")
    return pattern


def _name(address: str, handle: str) -> str:
    """What of a handle stands in its page's address: all of it, but a server that is the address's own."""
    whole = handle.removeprefix("@")
    name, at, server = whole.partition("@")
    return name if at and server == urlsplit(address).netloc else whole


def _text(item: MapNode, key: str) -> str | None:
    node = item.entries.get(key)
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else None


def _is_given(item: MapNode, key: str) -> bool:
    return key in item.entries and not _is_null(item.entries[key])


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None
