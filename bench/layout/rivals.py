"""What others alert on: pixels, text and the DOM."""

import re
from io import BytesIO

from PIL import Image, ImageChops
from selectolax.lexbor import LexborHTMLParser

from watcher.core.model import PartCapture, Snapshot
from watcher.diff.names import steady_name

PIXELS = 0.001


def pixels_differ(before: PartCapture, after: PartCapture) -> bool:
    """Whether more than 0.1 % of the full-page picture differs; another height is a difference."""
    one, other = (Image.open(BytesIO(part.screenshot or b"")).convert("RGB") for part in (before, after))
    if one.size != other.size:
        return True
    differing = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > 25 else 0)
    return differing.histogram()[255] > PIXELS * one.width * one.height


def text_differs(before: Snapshot, after: Snapshot) -> bool:
    """Whether the readable text differs, counters, dates and amounts aside."""
    return steady_name(before.text) != steady_name(after.text)


def dom_differs(before: PartCapture, after: PartCapture) -> bool:
    """Whether the sequence of tags differs."""
    return _tags(before) != _tags(after)


def _tags(part: PartCapture) -> list[str]:
    page = LexborHTMLParser(re.sub(r"\s+", " ", part.body.decode("utf-8", "replace")))
    return [node.tag or "" for node in page.css("*")]
