"""Draws frames, tags, arrows and covers on pictures of pages."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from watcher.core.model import Box

Colour = tuple[int, int, int]
WAS: Colour = (20, 80, 200)
NOW: Colour = (205, 30, 40)
SLATE: Colour = (45, 55, 72)
GREY: Colour = (90, 90, 90)
WHITE: Colour = (255, 255, 255)
_QUALITY = 80
_LARGEST = 60_000_000
_HALO = 2
_SIZE = 17
_GHOST = (240, 64)
_HEAD = 12
_BOW = 34


def open_png(png: bytes | None) -> Image.Image | None:
    """None for what is no picture, or one that would fill the memory."""
    if not png:
        return None
    try:
        picture = Image.open(BytesIO(png), formats=("PNG",))
        return picture.convert("RGB") if picture.width * picture.height <= _LARGEST else None
    except (OSError, Image.DecompressionBombError):
        return None


def write_jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def fit(picture: Image.Image, width: int, height: int) -> Image.Image:
    """The picture, made smaller where it is wider or higher than told, in pixels."""
    scale = min(1.0, width / picture.width, height / picture.height)
    if scale == 1.0:
        return picture
    return picture.resize((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))


def draw_frame(picture: Image.Image, box: Box, colour: Colour, *, dashed: bool = False, line: int = 4) -> None:
    """A frame around a box that hides none of it; with a white edge, as pages are of any colour."""
    draw = ImageDraw.Draw(picture)
    off = line + _HALO
    left, top = box.x - off, box.y - off
    right, bottom = box.x + max(box.w, 2) + off - 1, box.y + max(box.h, 2) + off - 1
    outer = (left - _HALO, top - _HALO, right + _HALO, bottom + _HALO)
    draw.rectangle(outer, outline=WHITE, width=line + _HALO)
    if not dashed:
        draw.rectangle((left, top, right, bottom), outline=colour, width=line)
        return
    dash = 3 * line
    # Boxes of hostile pages may be as large as they like: what lies beyond the picture is not drawn.
    for x in range(max(left, -dash), min(right, picture.width), 2 * dash):
        for y in (top, bottom):
            draw.line((x, y, min(x + dash, right), y), fill=colour, width=line)
    for y in range(max(top, -dash), min(bottom, picture.height), 2 * dash):
        for x in (left, right):
            draw.line((x, y, x, min(y + dash, bottom)), fill=colour, width=line)


def draw_tag(picture: Image.Image, box: Box, text: str, colour: Colour, *, ghost: Image.Image | None = None) -> None:
    """A word or two on a ground of their own below a box, or above it where there is no room below.

    A `ghost` is a small picture of what the words are about, struck out.
    """
    tag = _tag(text, colour, _SIZE)
    if ghost is not None:
        tag = _with_ghost(tag, ghost, colour)
    under, over = box.y + box.h + _SIZE // 2, box.y - tag.height - _SIZE // 2
    _paste(picture, tag, box.x - _SIZE // 3, over if under + tag.height > picture.height else under)


def draw_number(
    picture: Image.Image, box: Box, text: str, colour: Colour, *, size: int, around: Sequence[Box] = ()
) -> None:
    """A number at a box, where it hides least of the picture's other boxes: above, beside, or below it."""
    tag = _tag(text, colour, size)
    gap = size // 2
    places = (
        (box.x, box.y - tag.height - gap),
        (box.x - tag.width - gap, box.y),
        (box.x + box.w + gap, box.y),
        (box.x, box.y + box.h + gap),
    )
    taken = [(_hidden(tag, place, picture, (box, *around)), n, place) for n, place in enumerate(places)]
    _paste(picture, tag, *min(taken)[2])


def _hidden(tag: Image.Image, place: tuple[int, int], picture: Image.Image, boxes: Sequence[Box]) -> int:
    """How many pixels of boxes a tag would hide; what lies beyond the picture counts as hidden."""
    left, top = place
    right, bottom = left + tag.width, top + tag.height
    inside = left >= 0 and top >= 0 and right <= picture.width and bottom <= picture.height
    shared = sum(
        max(0, min(right, box.x + box.w) - max(left, box.x)) * max(0, min(bottom, box.y + box.h) - max(top, box.y))
        for box in boxes
    )
    return shared + (0 if inside else tag.width * tag.height)


def _tag(text: str, colour: Colour, size: int) -> Image.Image:
    font, text = font_of(size), readable(text)
    width = int(font.getlength(text)) + size
    tag = Image.new("RGB", (width, round(1.5 * size)), colour)
    draw = ImageDraw.Draw(tag)
    draw.text((size // 2, size // 5), text, fill=WHITE, font=font)
    draw.rectangle((0, 0, tag.width - 1, tag.height - 1), outline=WHITE)
    return tag


def _with_ghost(tag: Image.Image, ghost: Image.Image, colour: Colour) -> Image.Image:
    small = fit(ghost, *_GHOST)
    both = Image.new("RGB", (small.width + tag.width + 6, max(small.height + 6, tag.height)), colour)
    both.paste(tag, (small.width + 6, (both.height - tag.height) // 2))
    top = (both.height - small.height) // 2
    both.paste(small, (3, top))
    ImageDraw.Draw(both).line((3, top + small.height, 3 + small.width, top), fill=colour, width=3)
    return both


def _paste(picture: Image.Image, tag: Image.Image, x: int, y: int) -> None:
    """Where it is asked for, or as near to it as the picture goes."""
    picture.paste(
        tag, (min(max(x, 0), max(picture.width - tag.width, 0)), min(max(y, 0), max(picture.height - tag.height, 0)))
    )


def draw_arrow(picture: Image.Image, start: tuple[int, int], end: tuple[int, int], *, line: int = 6) -> None:
    draw = ImageDraw.Draw(picture)
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    ux, uy = dx / length, dy / length
    head = min(_HEAD + 3 * line, 0.6 * length)
    back = (end[0] - head * ux, end[1] - head * uy)
    for colour, extra in ((WHITE, 2 * _HALO), (NOW, 0)):
        draw.line((*start, *back), fill=colour, width=line + extra)
    side = head / 2
    points = [end, (back[0] - side * uy, back[1] + side * ux), (back[0] + side * uy, back[1] - side * ux)]
    draw.polygon(points, fill=NOW, outline=WHITE)


def draw_bow(picture: Image.Image, was: Box, now: Box, *, line: int = 6) -> None:
    """An arrow over the heads of what stands between two boxes of one row."""
    start, end = was.x + was.w // 2, now.x + now.w // 2
    foot = min(was.y, now.y) - 2 * line
    top = foot - _BOW
    draw = ImageDraw.Draw(picture)
    for colour, extra in ((WHITE, 2 * _HALO), (NOW, 0)):
        draw.line((start, foot, start, top, end, top), fill=colour, width=line + extra, joint="curve")
    draw_arrow(picture, (end, top), (end, foot), line=line)


def draw_fold(picture: Image.Image, y: int, text: str, *, line: int = 3, size: int = 15) -> None:
    """A dashed line where the first screen ends."""
    if not 0 < y < picture.height:
        return
    draw = ImageDraw.Draw(picture)
    for x in range(0, picture.width, 8 * line):
        draw.line((x, y, x + 4 * line, y), fill=SLATE, width=line)
    if text:
        tag = _tag(text, SLATE, size)
        _paste(picture, tag, picture.width - tag.width, y)


def mask(picture: Image.Image, boxes: Iterable[Box]) -> None:
    """Hides what the owner asked to leave out, so that nobody looks for changes there."""
    draw = ImageDraw.Draw(picture)
    # The larger last: nobody needs to see what is within.
    for box in sorted(boxes, key=lambda box: box.w * box.h):
        left, top = max(box.x, 0), max(box.y, 0)
        right, bottom = min(box.x + box.w, picture.width), min(box.y + box.h, picture.height)
        if right <= left or bottom <= top:
            continue
        part = Image.new("RGB", (right - left, bottom - top), (225, 225, 225))
        lines = ImageDraw.Draw(part)
        for x in range(-part.height, part.width, 16):
            lines.line((x, part.height, x + part.height, 0), fill=(200, 200, 200), width=2)
        picture.paste(part, (left, top))
        draw.rectangle((left, top, right - 1, bottom - 1), outline=(160, 160, 160))


def font_of(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def readable(text: str) -> str:
    """The text in the letters that the font has."""
    return text.encode("ascii", "replace").decode()
