"""Reads who a page says that it is: the names at its head, its texts, and hashes of its pictures."""

from io import BytesIO

from PIL import Image, ImageStat

from watcher.core.model import BlockKind, Box, Portrait, Snapshot

_HEAD = 4
_LONGEST = 300
# What an account says of itself stands below its name; further down are posts, and what the platform says.
_NEAR = 8
_MOST_PICTURES = 12
_FURNITURE = frozenset({"banner", "navigation", "contentinfo"})
# What may be the picture of an account, in CSS pixels: about square, and near the top.
_LEAST, _LARGEST, _LOWEST = 40, 480, 1600
_SQUARE = 1.3
_FLAT = 6.0
_MOST_PIXELS = 60_000_000
_SIDE = 8


def portray(snapshot: Snapshot, screenshot: bytes | None) -> Portrait:
    """`screenshot` is the PNG of the whole page; without it there are no pictures."""
    blocks = snapshot.blocks
    headings = [number for number, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    below = blocks[headings[0] if headings else 0 :]
    texts = [block.text for block in below if block.kind is not BlockKind.HEADING][:_NEAR]
    return Portrait(
        names=_short([*(data.title for data in snapshot.metadata), *(blocks[n].text for n in headings[:_HEAD])]),
        texts=_short([*(data.description for data in snapshot.metadata), *texts]),
        pictures=_pictures(snapshot, screenshot),
    )


def _short(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[:_LONGEST] for text in texts if text.strip()))


def _pictures(snapshot: Snapshot, screenshot: bytes | None) -> tuple[int, ...]:
    boxes = [
        element.box
        for element in snapshot.elements
        if element.role == "image" and element.landmark not in _FURNITURE and _may_be_account(element.box)
    ]
    page = _open(screenshot) if boxes else None
    if page is None:
        return ()
    cut = (
        page.crop((box.x, box.y, box.x + box.w, box.y + box.h))
        for box in dict.fromkeys(boxes)
        if box.x >= 0 and box.y >= 0 and box.x + box.w <= page.width and box.y + box.h <= page.height
    )
    hashes = (picture_hash(picture) for picture in cut)
    return tuple(dict.fromkeys(found for found in hashes if found is not None))[:_MOST_PICTURES]


def _may_be_account(box: Box) -> bool:
    square = max(box.w, box.h) <= _SQUARE * min(box.w, box.h)
    return min(box.w, box.h) >= _LEAST and max(box.w, box.h) <= _LARGEST and box.y <= _LOWEST and square


def picture_hash(picture: Image.Image) -> int | None:
    """Whether each of 8 by 8 places is brighter than the one to its right, as 64 bits; None for a plain surface.

    Equal or nearly so for one picture in other sizes, colours and qualities (Neal Krawetz, "Kind of like that", 2013).
    """
    grey = picture.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.BILINEAR)
    if ImageStat.Stat(grey).stddev[0] < _FLAT:
        return None
    pixels = grey.tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            at = row * (_SIDE + 1) + column
            bits = bits << 1 | (pixels[at] > pixels[at + 1])
    return bits


def _open(png: bytes | None) -> Image.Image | None:
    """None for what is no picture, or one that would fill the memory."""
    if not png:
        return None
    try:
        picture = Image.open(BytesIO(png), formats=("PNG",))
        return picture.convert("RGB") if picture.width * picture.height <= _MOST_PIXELS else None
    except (OSError, Image.DecompressionBombError):
        return None
