"""Draws on pictures of pages: where an element was and is now, and what there is to watch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from watcher.core.model import Box, Element, LayoutChange, Picture

_RED, _GREEN, _BLUE, _GREY, _WHITE = (205, 30, 40), (15, 130, 70), (20, 80, 200), (90, 90, 90), (255, 255, 255)
_MARGIN = 160
_LEAST = (480, 300)
_HIGHEST = 900
_STRIP = 34
_GAP = 16
_LINE = 4
_QUALITY = 80
_MAIL = 1200
_LARGEST = 60_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """What is written on pictures; `place` has a field for `px`, how far from the top of the page a cut begins."""

    before: str = "BEFORE"
    after: str = "AFTER"
    place: str = "{px} px from the top"
    gone: str = "gone"
    own: str = "YOUR PAGE"
    other: str = "THE OTHER PAGE"


ENGLISH = Captions()
GERMAN = Captions(
    before="VORHER",
    after="JETZT",
    place="{px} px von oben",
    gone="weg",
    own="IHRE SEITE",
    other="DIE ANDERE SEITE",
)


def event_pictures(
    events: Sequence[LayoutChange], before: bytes | None, after: bytes | None, *, most: int = 6
) -> list[Picture]:
    """For each event the page before and after, side by side and cut to it; then both whole pages with all numbered.

    `before` and `after` are PNGs of whole pages. Empty where a picture is missing or cannot be read.
    """
    old, new = _open(before), _open(after)
    events = _with_elements(events)
    if old is None or new is None or not events:
        return []
    found = [_event_picture(number, event, old, new, ENGLISH) for number, event in enumerate(events[:most], 1)]
    return [*found, _overview(events[:most], old, new)]


def mail_pictures(
    events: Sequence[LayoutChange], before: bytes | None, after: bytes | None, captions: Captions, *, most: int = 2
) -> list[Picture]:
    """The gravest events as `event_pictures` shows them, no wider than mails need."""
    old, new = _open(before), _open(after)
    events = _with_elements(events)
    if old is None or new is None:
        return []
    return [_event_picture(number, event, old, new, captions, _MAIL) for number, event in enumerate(events[:most], 1)]


def _with_elements(events: Sequence[LayoutChange]) -> Sequence[LayoutChange]:
    """What is of the page as a whole stands nowhere on a picture."""
    return [event for event in events if event.before_element or event.after_element]


def twin_picture(own: bytes | None, other: bytes | None, captions: Captions = ENGLISH) -> list[Picture]:
    """The tops of two pages side by side; of the other alone where one's own was not kept."""
    mine, theirs = _open(own), _open(other)
    if theirs is None:
        return []
    sides = [(mine, captions.own, _GREEN)] if mine else []
    panels = [_top(page, title, colour) for page, title, colour in (*sides, (theirs, captions.other, _RED))]
    both = _beside(*panels) if len(panels) > 1 else panels[0]
    if both.width > _MAIL:
        both = both.resize((_MAIL, max(1, both.height * _MAIL // both.width)))
    return [Picture(name="impostor.jpg", jpeg=_jpeg(both))]


def _top(page: Image.Image, title: str, colour: tuple[int, int, int]) -> Image.Image:
    height = min(page.height, _HIGHEST)
    panel = Image.new("RGB", (page.width, height + _STRIP), _WHITE)
    panel.paste(page.crop((0, 0, page.width, height)), (0, _STRIP))
    ImageDraw.Draw(panel).rectangle((0, 0, panel.width, _STRIP), fill=colour)
    ImageDraw.Draw(panel).text((10, 8), title, fill=_WHITE, font=_font(17))
    return panel


def numbered_picture(elements: Sequence[Element], page: bytes) -> bytes | None:
    """The page as a JPEG with a numbered frame around every element, from 1; None where it cannot be read."""
    picture = _open(page)
    if picture is None:
        return None
    for number, element in enumerate(elements, 1):
        _frame(picture, element.box, _BLUE, str(number))
    return _jpeg(picture)


def _event_picture(
    number: int,
    event: LayoutChange,
    old: Image.Image,
    new: Image.Image,
    captions: Captions,
    widest: int | None = None,
) -> Picture:
    was, now = event.before_element, event.after_element
    element = was or now
    spot = element.box if element else Box(x=0, y=0, w=0, h=0)
    there = now.box if now else spot
    size = max(spot.w, there.w), max(spot.h, there.h)
    left = _panel(old, replace(spot, w=size[0], h=size[1]), was.box if was else None, _RED, captions.before, captions)
    right = _panel(
        new, replace(there, w=size[0], h=size[1]), now.box if now else None, _GREEN, captions.after, captions
    )
    if now is None:
        _cross(new, right, spot, captions.gone)
    both = _beside(left, right)
    if widest is not None and both.width > widest:
        both = both.resize((widest, max(1, both.height * widest // both.width)))
    return Picture(name=f"event-{number}-{event.op.value}.jpg", jpeg=_jpeg(both))


def _panel(
    page: Image.Image, around: Box, frame: Box | None, colour: tuple[int, int, int], title: str, captions: Captions
) -> Image.Image:
    """A cut of the page around a box, with a title that says from which pixel on it was cut."""
    cut = _cut(page, around)
    panel = Image.new("RGB", (cut[2] - cut[0], cut[3] - cut[1] + _STRIP), _WHITE)
    panel.paste(page.crop(cut), (0, _STRIP))
    if frame is not None:
        _frame(panel, Box(x=frame.x - cut[0], y=frame.y - cut[1] + _STRIP, w=frame.w, h=frame.h), colour, "")
    ImageDraw.Draw(panel).rectangle((0, 0, panel.width, _STRIP), fill=colour)
    text = f"{title} · {captions.place.format(px=cut[1])}"
    ImageDraw.Draw(panel).text((10, 8), text, fill=_WHITE, font=_font(17))
    return panel


def _cut(page: Image.Image, box: Box) -> tuple[int, int, int, int]:
    width = min(page.width, max(box.w + 2 * _MARGIN, _LEAST[0]))
    height = min(page.height, max(min(box.h, _HIGHEST) + 2 * _MARGIN, _LEAST[1]))
    left = min(max(box.x + box.w // 2 - width // 2, 0), page.width - width)
    top = min(max(box.y - _MARGIN, 0), page.height - height)
    return left, top, left + width, top + height


def _cross(page: Image.Image, panel: Image.Image, box: Box, gone: str) -> None:
    """Strikes out the place where something was."""
    left, top, _, _ = _cut(page, box)
    x, y = box.x - left, box.y - top + _STRIP
    draw = ImageDraw.Draw(panel)
    right, bottom = min(x + box.w, panel.width), min(y + box.h, panel.height)
    _dashed(draw, (max(x, 0), max(y, 0), right, bottom))
    draw.text((max(x, 6), max(y - 24, _STRIP + 4)), gone, fill=_RED, font=_font(18), stroke_width=3, stroke_fill=_WHITE)


def _dashed(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], dash: int = 12) -> None:
    left, top, right, bottom = box
    for x in range(left, right, 2 * dash):
        draw.line((x, top, min(x + dash, right), top), fill=_RED, width=_LINE)
        draw.line((x, bottom, min(x + dash, right), bottom), fill=_RED, width=_LINE)
    for y in range(top, bottom, 2 * dash):
        draw.line((left, y, left, min(y + dash, bottom)), fill=_RED, width=_LINE)
        draw.line((right, y, right, min(y + dash, bottom)), fill=_RED, width=_LINE)


def _overview(events: Sequence[LayoutChange], old: Image.Image, new: Image.Image) -> Picture:
    """Both pages side by side, the events numbered, with arrows from where elements were to where they are."""
    left, right = old.copy(), new.copy()
    for number, event in enumerate(events, 1):
        if event.before_element:
            _frame(left, event.before_element.box, _RED, str(number))
        if event.after_element:
            _frame(right, event.after_element.box, _GREEN, str(number))
    both = _beside(left, right)
    draw = ImageDraw.Draw(both)
    for event in events:
        was, now = event.before_element, event.after_element
        if was and now and abs(now.box.y - was.box.y) > _MARGIN:
            start = (was.box.x + was.box.w, was.box.y + was.box.h // 2)
            end = (left.width + _GAP + now.box.x, now.box.y + now.box.h // 2)
            _arrow(draw, start, end)
    scale = min(1.0, 1600 / both.width, 2400 / both.height)
    shown = both.resize((max(1, int(both.width * scale)), max(1, int(both.height * scale))))
    return Picture(name="overview.jpg", jpeg=_jpeg(shown))


def _arrow(draw: ImageDraw.ImageDraw, start: tuple[int, int], end: tuple[int, int]) -> None:
    draw.line((*start, *end), fill=_RED, width=2 * _LINE)
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    ux, uy = dx / length, dy / length
    back = (end[0] - 36 * ux, end[1] - 36 * uy)
    points = [end, (back[0] - 18 * uy, back[1] + 18 * ux), (back[0] + 18 * uy, back[1] - 18 * ux)]
    draw.polygon(points, fill=_RED)


def _beside(left: Image.Image, right: Image.Image) -> Image.Image:
    both = Image.new("RGB", (left.width + _GAP + right.width, max(left.height, right.height)), _GREY)
    both.paste(left, (0, 0))
    both.paste(right, (left.width + _GAP, 0))
    return both


def _frame(picture: Image.Image, box: Box, colour: tuple[int, int, int], label: str) -> None:
    draw = ImageDraw.Draw(picture)
    edges = (box.x - 3, box.y - 3, box.x + max(box.w, 2) + 3, box.y + max(box.h, 2) + 3)
    draw.rectangle(edges, outline=colour, width=_LINE)
    if label:
        font = _font(16)
        width = int(draw.textlength(label, font=font)) + 10
        x, y = max(box.x - 3, 0), max(box.y - 24, 0)
        draw.rectangle((x, y, x + width, y + 22), fill=colour)
        draw.text((x + 5, y + 2), label, fill=_WHITE, font=font)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _open(png: bytes | None) -> Image.Image | None:
    """None for what is no picture, or one that would fill the memory."""
    if not png:
        return None
    try:
        picture = Image.open(BytesIO(png), formats=("PNG",))
        return picture.convert("RGB") if picture.width * picture.height <= _LARGEST else None
    except (OSError, Image.DecompressionBombError):
        return None


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
