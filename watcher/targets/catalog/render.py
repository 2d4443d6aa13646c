"""Writes what the catalogue knows of a document or a brand's page as the keys of a target."""

import re
from dataclasses import replace

from watcher.targets.catalog.errors import CatalogError
from watcher.targets.catalog.read import Platform
from watcher.targets.nodes import ListNode, MapNode, Node, ScalarNode
from watcher.targets.shown import shown

_OF_DOCUMENTS = ("select", "ignore", "steps", "every", "deadline", "topics")
_OF_PAGES = ("select", "ignore", "steps", "watch")
_FIELD = re.compile(r"\{(\w+)\}")


def document_keys(platform: Platform, document_id: str, language: str, handle: str | None) -> dict[str, Node]:
    """A document's keys, its address in the language if there is one. Raises CatalogError."""
    document = _map(_map(platform.root, "documents"), document_id)
    place = document
    if language in platform.entry.documents[document_id].variants:
        place = _map(_map(document, "variants"), language)
    keys = {key: document.entries[key] for key in _OF_DOCUMENTS if key in document.entries}
    keys |= {key: place.entries[key] for key in ("url", "parts") if key in place.entries}
    if any("{" in url for url in platform.entry.documents[document_id].urls):
        fields = _fields(platform, handle or "")
        keys = {key: _filled(node, fields) for key, node in keys.items()}
    title = f"{platform.entry.name}: {platform.entry.documents[document_id].title}"
    return keys | _texts(id=f"{platform.id}-{document_id}", document=document_id, kind="policy", title=title)


def page_keys(platform: Platform, handle: str, *, has_url: bool) -> dict[str, Node]:
    """A brand page's keys. Raises CatalogError for a handle that cannot be one there."""
    page = platform.root.entries.get("page")
    keys = {key: page.entries[key] for key in _OF_PAGES if key in page.entries} if isinstance(page, MapNode) else {}
    name = handle.removeprefix("@")
    if not has_url:
        fields = _fields(platform, handle)
        name = fields.get("user", fields["handle"])
        keys["url"] = ScalarNode(line=1, value=page_address(platform, handle))
    title = f"{handle} on {platform.entry.name}"
    return keys | _texts(id=page_id(platform.id, name), kind="page", title=title)


def page_address(platform: Platform, handle: str) -> str:
    """Where the page of this handle stands. Raises CatalogError."""
    url = _filled(_map(platform.root, "page").entries["url"], _fields(platform, handle))
    return str(url.value) if isinstance(url, ScalarNode) else ""


def page_id(platform_id: str, name: str) -> str:
    """`acme-facebook`."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"{slug}-{platform_id}".strip("-")[:63]


def find_handle(platform: Platform, url: str) -> str | None:
    """The handle in a page's address, if the address is of the platform's usual form."""
    page = platform.entry.page
    if page is None or page.url is None:
        return None
    names = _FIELD.findall(page.url)
    pattern = re.escape(re.sub(r"^https?://(www\.)?", "", page.url).rstrip("/"))
    for name in names:
        pattern = pattern.replace(re.escape(f"{{{name}}}"), f"(?P<{name}>[^/?#]+)")
    found = re.fullmatch(rf"https?://(?:www\.|m\.|[a-z]{{2}}-[a-z]{{2}}\.)?{pattern}/?(?:[?#].*)?", url)
    if found is None:
        return None
    handle = found["handle"] if "handle" in names else f"{found['user']}@{found['server']}"
    return handle if re.fullmatch(page.handle or "", handle) else None


def _fields(platform: Platform, handle: str) -> dict[str, str]:
    page = platform.entry.page
    if page is None or page.handle is None:
        raise CatalogError("handle", f"pages of {platform.entry.name} have no common address: give `url`")
    found = re.fullmatch(page.handle, handle)
    if found is None:
        what = f"{shown(handle)} cannot be one on {platform.entry.name}" if handle else "is missing"
        raise CatalogError("handle", f"{what}. Write it as in {page.example}")
    return {**found.groupdict(), "handle": handle.removeprefix("@")}


def _filled(node: Node, fields: dict[str, str]) -> Node:
    match node:
        case ScalarNode(value=str(text)):
            return replace(node, value=_FIELD.sub(lambda found: fields.get(found[1], found[0]), text))
        case ListNode():
            return replace(node, items=tuple(_filled(item, fields) for item in node.items))
        case MapNode():
            return replace(node, entries={key: _filled(inner, fields) for key, inner in node.entries.items()})
        case _:
            return node


def _texts(**texts: str) -> dict[str, Node]:
    return {key: ScalarNode(line=1, value=text) for key, text in texts.items()}


def _map(node: MapNode, key: str) -> MapNode:
    inner = node.entries[key]
    if not isinstance(inner, MapNode):
        raise TypeError(f"{key} is no block of keys")
    return inner
