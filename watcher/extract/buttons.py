"""Reads what a visitor can press on a page."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watcher.extract.furniture import is_not_displayed
from watcher.extract.text import clean

_BUTTONS = "button, [role=button], input[type=submit], input[type=button], a[class*=btn], a[class*=button]"
_MOST = 60
_DEPTH = 60
_LABEL = 80


def read_buttons(parser: LexborHTMLParser) -> tuple[str, ...]:
    """The labels of the first buttons, without those that are hidden or say nothing."""
    found = (node for node in parser.css(_BUTTONS)[:_MOST] if not _is_hidden(node))
    return tuple(label for node in found if (label := clean(_label(node))[:_LABEL]))


def _label(node: LexborNode) -> str:
    if node.tag == "input":
        return node.attributes.get("value") or ""
    return node.text(separator=" ") or node.attributes.get("aria-label") or ""


def _is_hidden(node: LexborNode) -> bool:
    above: LexborNode | None = node
    for _ in range(_DEPTH):
        if above is None:
            break
        if "hidden" in above.attributes or is_not_displayed(above.attributes):
            return True
        above = above.parent
    return False
