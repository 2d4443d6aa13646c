"""Tells a page's text from what stands around it: menus, banners, dialogs, buttons."""

import re
from collections.abc import Mapping

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
_HINTED = re.compile(
    r"(?i)(?:^|[\s_-])(?:announc\w*|alerts?|notices?|notifications?|banner|deprecat\w*|infobar|topbar)(?:$|[\s_-])"
)
_TELLING_ROLES = frozenset(["alert", "status", "banner"])
_NOT_DISPLAYED = re.compile(r"(?i)(?:^|;)\s*display\s*:\s*none\s*(!\s*important)?")
_MOST = 0.3
_NEARLY_ALL = 0.7
_MENU = 0.6
_BESIDE = 0.1
_TRIES = 9
_HIDDEN_TEXT = 200
_SENTENCE = 25
_UNFOLDING = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"])
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
            return _with_head(node, large[:_TRIES], sizes)
    return body


def _with_head(node: LexborNode, large: list[LexborNode], sizes: dict[int, int]) -> LexborNode:
    """The container around an article, where it adds little more than the title and the date that stand above it."""
    size = sizes.get(node.mem_id, 0)
    for outer in reversed(large):
        if sizes.get(outer.mem_id, 0) - size <= _BESIDE * size and _is_inside(node, outer):
            return outer
    return node


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
    names = {
        name for node in root.css("[aria-controls], [data-toggle], [data-bs-toggle]") for name in _controlled(node)
    }
    if not names:
        return frozenset()
    found = (node for node in root.css("div[id], section[id], dd[id]") if node.attributes.get("id") in names)
    return frozenset(
        node.attributes.get("id") or ""
        for node in found
        if sizes.get(node.mem_id, 0) >= _SENTENCE and (node.attributes.get("role") or "region") in _PANELS
    )


def _controlled(node: LexborNode) -> list[str]:
    attributes = node.attributes
    targets = (attributes.get(name) or "" for name in ("href", "data-target", "data-bs-target"))
    return [*(attributes.get("aria-controls") or "").split(), *(name[1:] for name in targets if name.startswith("#"))]


def is_furniture(
    node: LexborNode,
    attributes: Mapping[str, str | None],
    sizes: dict[int, int],
    total: int,
    folded: frozenset[str] = frozenset(),
) -> bool:
    """Whether an element is no part of the text. Never true for one that holds much of it, unless it is a menu.

    `folded` are the ids of what visitors can fold out.
    """
    tag = node.tag or ""
    size = sizes.get(node.mem_id, 0)
    role = (attributes.get("role") or "").lower() if attributes else ""
    if total and size > _MOST * total:
        if size > _NEARLY_ALL * total:
            return False
        menu = tag in {"nav", "footer"} or role in {"navigation", "contentinfo"}
        return _is_hidden_for_good(attributes) or (menu and _linked(node, sizes) >= _MENU * size)
    if tag in _TAGS or role in _ROLES:
        return True
    if not attributes:
        return False
    # Collapsed sections are hidden too, and hold rules: only short hidden texts go.
    hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true" or is_not_displayed(attributes)
    if hidden and (size < _HIDDEN_TEXT or _is_hidden_for_good(attributes)):
        return _is_hidden_for_good(attributes) or not (size >= _SENTENCE and _folds_out(node, attributes, folded))
    if tag in {"div", "section", "aside", "ul", "ol", "a", "p"}:
        return bool(_BANNER.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}"))
    return False


def may_announce(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element that is furniture, or stands beside the text, is made for announcements by its name."""
    if not attributes:
        return False
    role = (attributes.get("role") or "").lower()
    if role in _TELLING_ROLES:
        return tag not in _TAGS
    named = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return tag not in _TAGS and role not in _ROLES and bool(_HINTED.search(named)) and not _BANNER.search(named)


def is_not_displayed(attributes: Mapping[str, str | None]) -> bool:
    """Whether its own style hides it."""
    style = attributes.get("style")
    return bool(style) and _NOT_DISPLAYED.search(style or "") is not None


def _is_hidden_for_good(attributes: Mapping[str, str | None]) -> bool:
    """Whether it was hidden against all rules, as `hide` does before a capture; what folds out is hidden mildly."""
    style = attributes.get("style") if attributes else None
    found = _NOT_DISPLAYED.search(style) if style else None
    return bool(found and found[1])


def _folds_out(node: LexborNode, attributes: Mapping[str, str | None], folded: frozenset[str]) -> bool:
    """Whether a hidden element is shown on demand: by a button that names it, as a tab, under its heading."""
    if attributes.get("id") in folded or attributes.get("role") == "tabpanel":
        return True
    above = node.prev
    while above is not None and not above.is_element_node:
        above = above.prev
    if above is None:
        return False
    role = above.attributes.get("role") or ""
    return (above.tag or "") in _UNFOLDING or role in {"heading", "tab"}


def _linked(node: LexborNode, sizes: dict[int, int]) -> int:
    return sum(sizes.get(link.mem_id, 0) for link in node.css("a"))
