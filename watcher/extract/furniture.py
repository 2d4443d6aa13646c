"""Tells a page's text from what stands around it: menus, banners, dialogs, buttons."""

import re

from selectolax.lexbor import LexborNode

# fmt: off
_TAGS = frozenset([
    "nav", "footer", "button", "select", "input", "textarea", "iframe", "object", "dialog", "datalist",
    "canvas", "audio", "video",
])
_ROLES = frozenset([
    "navigation", "contentinfo", "dialog", "alertdialog", "search", "menu", "menubar", "tablist", "toolbar",
    "button", "progressbar", "status", "banner",
])
# fmt: on
_BANNER = re.compile(
    r"(?i)\b(?:cookie|consent|onetrust|gdpr|usercentrics|didomi|cmp)[\w-]*(?:banner|bar|notice|dialog|popup|modal|overlay|sdk|"
    r"container|wall)\b|onetrust|usercentrics|\bbreadcrumbs?\b|skip-?link|skip-to"
)
_MOST = 0.3
_TRIES = 9
_HIDDEN_TEXT = 200
_SENTENCE = 25
_PANELS = frozenset(["region", "tabpanel", "group", "definition"])


def measure(root: LexborNode) -> dict[int, int]:
    """The length of the text in every element below the root, by the node's id; one pass, whatever the nesting."""
    sizes: dict[int, int] = {}
    stack: list[int] = []
    total = 0
    node = root
    while True:
        if node.is_text_node:
            total += len((node.text_content or "").strip())
        child = node.first_child if node.is_element_node else None
        if child is not None:
            stack.append(total)
            node = child
            continue
        if node.is_element_node:
            sizes[node.mem_id] = 0
        while node.mem_id != root.mem_id and node.next is None:
            parent = node.parent
            if parent is None:
                return sizes
            node = parent
            sizes[node.mem_id] = total - stack.pop()
        following = node.next
        if node.mem_id == root.mem_id or following is None:
            return sizes
        node = following


def content_root(body: LexborNode, sizes: dict[int, int]) -> LexborNode:
    """The smallest main or article element that holds most of the page's text, else the body.

    Where a document is set as several articles, one of them is not the document.
    """
    total = sizes.get(body.mem_id, 0)
    candidates = body.css("main, [role=main], article, [role=article]")
    candidates.sort(key=lambda node: sizes.get(node.mem_id, 0))
    large = [node for node in candidates if sizes.get(node.mem_id, 0) >= 0.6 * total]
    others = [node for node in candidates[: -len(large) or None] if sizes.get(node.mem_id, 0) >= 0.1 * total]
    for node in large[:_TRIES]:
        if not _has_sibling(node, sizes) and all(_is_inside(other, node) for other in others[-_TRIES:]):
            return node
    return body


def _has_sibling(node: LexborNode, sizes: dict[int, int]) -> bool:
    """Whether an article is one of several in a row."""
    beside = node.parent.first_child if node.tag == "article" and node.parent is not None else None
    while beside is not None:
        if beside.tag == "article" and beside.mem_id != node.mem_id and sizes.get(beside.mem_id, 0) >= _SENTENCE:
            return True
        beside = beside.next
    return False


def _is_inside(node: LexborNode, container: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None and above.mem_id != container.mem_id:
        above = above.parent
    return above is not None


def panels(root: LexborNode, sizes: dict[int, int]) -> frozenset[str]:
    """The ids of the sections, a sentence long at least, that a button of the page folds out. Menus are none."""
    named = (node.attributes.get("aria-controls") or "" for node in root.css("[aria-controls]"))
    names = {name for value in named for name in value.split()}
    if not names:
        return frozenset()
    found = (node for node in root.css("div[id], section[id], dd[id]") if node.attributes.get("id") in names)
    return frozenset(
        node.attributes.get("id") or ""
        for node in found
        if sizes.get(node.mem_id, 0) >= _SENTENCE and (node.attributes.get("role") or "region") in _PANELS
    )


def is_furniture(node: LexborNode, size: int, total: int, folded: frozenset[str] = frozenset()) -> bool:
    """Whether an element is no part of the text. Never true for one that holds much of it, whatever it is called.

    `folded` are the ids of what visitors can fold out.
    """
    if total and size > _MOST * total:
        return False
    tag = node.tag or ""
    if tag in _TAGS:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    if (attributes.get("role") or "").lower() in _ROLES:
        return True
    # Collapsed sections are hidden too, and hold rules: only short hidden texts go.
    if ("hidden" in attributes or attributes.get("aria-hidden") == "true") and size < _HIDDEN_TEXT:
        return attributes.get("id") not in folded
    if tag in {"div", "section", "aside", "ul", "ol", "a", "p"}:
        return bool(_BANNER.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}"))
    return False
