"""Tells whether two copies of a document, as servers send them, are the same but for what differs at every request."""

import hashlib
import re

from selectolax.lexbor import LexborHTMLParser

_HTML = ("text/html", "application/xhtml+xml", "")
# What scripts do shows in the page; data about it, which machines read, is part of it.
_UNSEEN = "script:not([type*='ld+json' i]), link, input[type=hidden]"
_TOKEN = re.compile(r"csrf|xsrf|token|nonce|session|request|trace|timestamp|visitor", re.IGNORECASE)
_TOKENS = re.compile(r' (?:nonce|data-(?!(?:bs-)?(?:toggle|target)=)[\w-]+)="[^"]*"')


def digest_of(body: bytes, content_type: str) -> str:
    """SHA-256 in hexadecimal: of HTML without scripts, comments, hidden fields and tokens, of all else as it is."""
    if content_type.partition(";")[0].strip().lower() not in _HTML or body.startswith(b"%PDF-"):
        return hashlib.sha256(body).hexdigest()
    tree = LexborHTMLParser(_letters(body))
    tokens = (node for node in tree.css("meta[name]") if _TOKEN.search(node.attributes.get("name") or ""))
    for node in (*tree.css(_UNSEEN), *tokens):
        node.decompose()
    left = _TOKENS.sub("", _without_comments(tree.html or ""))
    return hashlib.sha256(left.encode("utf-8", "surrogatepass")).hexdigest()


def _letters(body: bytes) -> str:
    """Different bytes as different letters, in whatever character set they are meant."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _without_comments(html: str) -> str:
    kept, at = [], 0
    while (begin := html.find("<!--", at)) >= 0 and (end := html.find("-->", begin)) >= 0:
        kept.append(html[at:begin])
        at = end + 3
    return "".join((*kept, html[at:]))
