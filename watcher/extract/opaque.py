"""Cuts what HTML holds but does not show out of its source."""

import re

_OPAQUE = re.compile(r"<(?:!--|(script|style|noscript|template|svg)\b)", re.IGNORECASE)
_CLOSE = {
    "": re.compile("-->"),
    **{
        tag: re.compile(rf"</{tag}[^<>]*>?", re.IGNORECASE)
        for tag in ("script", "style", "noscript", "template", "svg")
    },
}


def without_opaque(source: str) -> str:
    """Cuts comments, scripts and their like as text: a self-closed frame in a noscript can swallow a whole page."""
    kept = []
    position = 0
    unclosed: set[str] = set()
    while found := _OPAQUE.search(source, position):
        tag = (found[1] or "").lower()
        close = None if tag in unclosed else _CLOSE[tag].search(source, found.end())
        # What is never closed stays; it is looked for once, or a hostile page would make this quadratic.
        kept.append(source[position : found.start() if close else found.end()])
        position = close.end() if close else found.end()
        if not close:
            unclosed.add(tag)
        elif tag:
            kept.append(" ")
    kept.append(source[position:])
    return "".join(kept)


def without_comments(source: str) -> str:
    first, *rest = source.split("<!--")
    kept = [first]
    for part in rest:
        _, closed, after = part.partition("-->")
        kept.append(after if closed else f"<!--{part}")
    return "".join(kept)
