"""Tells HTML that was cut off from HTML that leaves out its end tags, as it may."""

import re

_TAIL = 200_000
_ENDED = re.compile(rb"(?i)</\s*(?:html|body)\s*>")
_OPENED = re.compile(rb"(?i)<(?:html|body)\b")
_RAW = re.compile(rb"(?i)<(/?)(script|style)\b")
_OPEN_TAG = re.compile(rb"<[!/]?[A-Za-z][^<>]*\Z|<!?-?\Z")
_CLOSED = re.compile(rb"(?i)</(?:p|li|h[1-6]|td|dd)\s*>")
_BLOCK = re.compile(rb"(?i)<(/?)(p|li|h[1-6]|td|dd)\b[^>]*>")
_LETTER = re.compile(rb"[A-Za-z0-9,\x80-\xff]\s?\Z")


def ends_inside_markup(body: bytes) -> str:
    """What a page's source ends inside of: "a tag", "a comment", "a script", "a sentence"; "" where it ends well.

    A page that has its end tag is whole. One that closes its paragraphs, but not the last, and ends in the middle of a
    line is cut.
    """
    if _ENDED.search(body[-_TAIL:]) or not _OPENED.search(body[:_TAIL]):
        return ""
    tail = body[-_TAIL:].rstrip(b"\r\n\0")
    if tail.rfind(b"<!--") > tail.rfind(b"-->"):
        return "a comment"
    raws = list(_RAW.finditer(tail))
    if raws and not raws[-1][1]:
        return f"a {raws[-1][2].decode('ascii').lower()}"
    if _OPEN_TAG.search(tail):
        return "a tag"
    blocks = list(_BLOCK.finditer(tail))
    if blocks and not blocks[-1][1] and len(_CLOSED.findall(tail)) >= 2 and _LETTER.search(tail):
        return "a sentence"
    return ""
