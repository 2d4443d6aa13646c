"""Composes the picture of one event: the page before and after, cut to it, each beside a map of its whole page."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from PIL import Image, ImageDraw

from watcher.core.model import Box, LayoutChange, LayoutOp
from watcher.report.drawing import (
    NOW,
    SLATE,
    WAS,
    WHITE,
    Colour,
    draw_arrow,
    draw_bow,
    draw_fold,
    draw_frame,
    draw_tag,
    font_of,
    readable,
)

_MARGIN = 160
_WIDE = 320
_LEAST = (560, 340)
_HIGHEST = 900
_NEAR = 420
_STRIP = 36
_GAP = 12
_MAP = 110
_LONGEST = 44
_STACKED = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """What is written on pictures, in letters without accents: the font has no others.

    `further` has a field for `screens`, how many screens below the first something stands, and `px` for `y`, where it
    is not known how high a screen is.
    """

    before: str
    after: str
    first: str
    further: str
    px: str
    fold: str
    gone: str
    covered: str
    fewer: str
    new: str
    menu: str
    opened: str
    ignored: str
    differs: str
    own: str
    other: str
    point: str


ENGLISH = Captions(
    before="BEFORE",
    after="AFTER",
    first="seen at once",
    further="{screens} screens further down",
    px="{y} px from the top",
    fold="the first screen ends here",
    gone="gone",
    covered="covered",
    fewer="fewer",
    new="new",
    menu="hidden in this menu",
    opened="shown first",
    ignored="left out",
    differs="{share} % of the picture differs",
    own="YOUR PAGE",
    other="THE OTHER PAGE",
    point=".",
)
GERMAN = Captions(
    before="VORHER",
    after="JETZT",
    first="sofort zu sehen",
    further="{screens} Bildschirme tiefer",
    px="{y} px von oben",
    fold="hier endet der erste Bildschirm",
    gone="weg",
    covered="verdeckt",
    fewer="weniger",
    new="neu",
    menu="steckt in diesem Menu",
    opened="zuerst gezeigt",
    ignored="ausgelassen",
    differs="{share} % des Bildes sind anders",
    own="IHRE SEITE",
    other="DIE ANDERE SEITE",
    point=",",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A picture of a whole page to draw on, and where its first screen ends, in pixels; 0 where nobody knows."""

    page: Image.Image
    fold: int


def draw_event(number: int, event: LayoutChange, old: Sheet, new: Sheet, captions: Captions) -> Image.Image:
    """The two cuts side by side: blue where it was, red where it is now, dashed where it no longer is."""
    was = event.before_element.box if event.before_element else None
    now = event.after_element.box if event.after_element else None
    spot, there = was or now or Box(x=0, y=0, w=0, h=0), now or was or Box(x=0, y=0, w=0, h=0)
    if was and now and _is_near(was, now):
        spot = there = _around(was, now)
    margin = _WIDE if event.op is LayoutOp.COVERED else _MARGIN
    size = max(spot.w, there.w), max(spot.h, there.h)
    cuts = tuple(
        _cut(sheet.page, replace(box, w=size[0], h=size[1]), margin) for sheet, box in ((old, spot), (new, there))
    )
    left, right = (sheet.page.crop(cut) for sheet, cut in zip((old, new), cuts, strict=True))
    _mark_before(left, event, _within(was, cuts[0]), captions)
    gone = was and now is None and event.op is not LayoutOp.SHORTENED and min(was.w, was.h) > 1
    ghost = old.page.crop(_corners(was)) if was and gone else None
    _mark_after(right, event, (_within(was, cuts[1]), _within(now, cuts[1])), ghost, captions)
    height = max(left.height, right.height)
    seen = None if event.op in {LayoutOp.COVERED, LayoutOp.MERGED} else now
    scale = min(_MAP / max(old.page.width, new.page.width), height / max(old.page.height, new.page.height, 1))
    sides = (
        _titled(left, _map(old, was, None, WAS, scale), _title(captions.before, was, old, captions), number, WAS),
        _titled(right, _map(new, now, was, NOW, scale), _title(captions.after, seen, new, captions), number, NOW),
    )
    return _stacked(*sides) if left.width > _STACKED else beside(*sides)


def draw_top(sheet: Sheet, title: str, colour: Colour) -> Image.Image:
    """The top of a page under a title."""
    height = min(sheet.page.height, _HIGHEST)
    panel = Image.new("RGB", (sheet.page.width, height + _STRIP), WHITE)
    panel.paste(sheet.page.crop((0, 0, sheet.page.width, height)), (0, _STRIP))
    draw = ImageDraw.Draw(panel)
    draw.rectangle((0, 0, panel.width, _STRIP - 1), fill=colour)
    draw.text((12, 8), readable(title), fill=WHITE, font=font_of(18))
    return panel


def beside(left: Image.Image, right: Image.Image, ground: Colour = WHITE) -> Image.Image:
    both = Image.new("RGB", (left.width + _GAP + right.width, max(left.height, right.height)), ground)
    both.paste(left, (0, 0))
    both.paste(right, (left.width + _GAP, 0))
    return both


def _stacked(upper: Image.Image, lower: Image.Image) -> Image.Image:
    both = Image.new("RGB", (max(upper.width, lower.width), upper.height + _GAP + lower.height), WHITE)
    both.paste(upper, (0, 0))
    both.paste(lower, (0, upper.height + _GAP))
    return both


def is_hidden(event: LayoutChange) -> bool:
    """Whether what the event is about cannot be seen where the page after it has it."""
    return event.op is LayoutOp.COVERED or event.after_element is None


def _mark_before(cut: Image.Image, event: LayoutChange, was: Box | None, captions: Captions) -> None:
    if was is None:
        return
    draw_frame(cut, was, WAS)
    words = _words(event, captions)[0]
    if words:
        draw_tag(cut, was, words, WAS)


def _mark_after(
    cut: Image.Image,
    event: LayoutChange,
    places: tuple[Box | None, Box | None],
    ghost: Image.Image | None,
    captions: Captions,
) -> None:
    was, now = places
    words = _words(event, captions)[1]
    place = now or was
    if place is None:
        return
    if was and now and _is_near(was, now) and event.op in {LayoutOp.MOVED, LayoutOp.REORDERED}:
        draw_frame(cut, was, WAS, dashed=True)
        _point(cut, was, now)
    draw_frame(cut, place, NOW, dashed=is_hidden(event))
    if words:
        draw_tag(cut, place, words, NOW, ghost=ghost)


def _point(cut: Image.Image, was: Box, now: Box) -> None:
    """From where it was to where it is, over what stands between them in a row."""
    if abs(was.y - now.y) < max(was.h, now.h):
        draw_bow(cut, was, now)
    else:
        draw_arrow(cut, _middle(was), _middle(now))


def _words(event: LayoutChange, captions: Captions) -> tuple[str, str]:
    """What a picture cannot show, before and after: where a link leads, a size in figures, what has happened."""
    was, now = event.before_element, event.after_element
    match event.op:
        case LayoutOp.RESTYLED if was and now:
            return _address(was.href), _address(now.href)
        case LayoutOp.RESIZED if was and now:
            return f"{was.box.w} x {was.box.h}", f"{now.box.w} x {now.box.h}"
        case LayoutOp.COVERED:
            return "", captions.covered
        case LayoutOp.SHORTENED:
            return "", captions.fewer
        case LayoutOp.MERGED:
            return "", captions.menu if now else captions.gone
        case LayoutOp.ADDED:
            return "", captions.new
        case LayoutOp.SELECTED:
            return "", captions.opened
        case _:
            return "", "" if now else captions.gone


def _address(href: str) -> str:
    try:
        parts = urlsplit(href)
    except ValueError:
        return href[:_LONGEST]
    query = f"?{parts.query}" if parts.query else ""
    said = f"{parts.netloc}{parts.path}{query}".removesuffix("/") or href
    return f"-> {said}" if len(said) <= _LONGEST else f"-> {said[: _LONGEST - 3]}..."


def _title(side: str, box: Box | None, sheet: Sheet, captions: Captions) -> str:
    if box is None:
        return side
    if not sheet.fold:
        return f"{side}: {captions.px.format(y=box.y)}"
    if box.y + box.h / 2 <= sheet.fold:
        return f"{side}: {captions.first}"
    screens = f"{max(box.y / sheet.fold, 0.1):.1f}".replace(".", captions.point)
    return f"{side}: {captions.further.format(screens=screens)}"


def _map(sheet: Sheet, spot: Box | None, before: Box | None, colour: Colour, scale: float) -> Image.Image:
    """The whole page, small: what is below the first screen is darker, and where the cut was made."""
    small = sheet.page.resize((max(1, int(sheet.page.width * scale)), max(1, int(sheet.page.height * scale))))
    fold = int(sheet.fold * scale)
    if 0 < fold < small.height:
        below = small.crop((0, fold, small.width, small.height))
        small.paste(Image.blend(below, Image.new("RGB", below.size, SLATE), 0.35), (0, fold))
        draw_fold(small, fold, "", line=2)
    old, new = (_small(box, scale) if box else None for box in (before, spot))
    if old and new and abs(new.y - old.y) > 2 * _GAP:
        draw_frame(small, old, WAS, line=2)
        draw_arrow(small, _middle(old), _middle(new), line=3)
    if new:
        draw_frame(small, new, colour, line=2)
        ImageDraw.Draw(small).rectangle((new.x, new.y, new.x + new.w, new.y + new.h), fill=colour)
    elif old:
        draw_frame(small, old, colour, line=2)
    return small


def _small(box: Box, scale: float) -> Box:
    return Box(x=int(box.x * scale), y=int(box.y * scale), w=max(int(box.w * scale), 4), h=max(int(box.h * scale), 4))


def _titled(cut: Image.Image, whole: Image.Image, title: str, number: int, colour: Colour) -> Image.Image:
    height = max(cut.height, whole.height)
    panel = Image.new("RGB", (cut.width + _GAP + whole.width, height + _STRIP), (235, 237, 240))
    panel.paste(cut, (0, _STRIP))
    panel.paste(whole, (cut.width + _GAP, _STRIP))
    draw = ImageDraw.Draw(panel)
    draw.rectangle((0, 0, panel.width, _STRIP - 1), fill=SLATE)
    draw.rectangle((0, 0, _STRIP, _STRIP - 1), fill=colour)
    draw.text((_STRIP // 2, _STRIP // 2), str(number), fill=WHITE, font=font_of(20), anchor="mm")
    draw.text((_STRIP + 12, 8), readable(title), fill=WHITE, font=font_of(18))
    return panel


def _cut(page: Image.Image, box: Box, margin: int) -> tuple[int, int, int, int]:
    width = min(page.width, max(box.w + 2 * margin, _LEAST[0]))
    height = min(page.height, max(min(box.h, _HIGHEST) + 2 * margin, _LEAST[1]))
    left = min(max(box.x + box.w // 2 - width // 2, 0), page.width - width)
    top = min(max(box.y - margin, 0), page.height - height)
    return left, top, left + width, top + height


def _corners(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.x + box.w, box.y + box.h


def _within(box: Box | None, cut: tuple[int, int, int, int]) -> Box | None:
    return replace(box, x=box.x - cut[0], y=box.y - cut[1]) if box else None


def _is_near(was: Box, now: Box) -> bool:
    return abs(was.y - now.y) <= _NEAR and abs(was.x - now.x) <= 2 * _NEAR


def _around(one: Box, other: Box) -> Box:
    left, top = min(one.x, other.x), min(one.y, other.y)
    right, bottom = max(one.x + one.w, other.x + other.w), max(one.y + one.h, other.y + other.h)
    return Box(x=left, y=top, w=right - left, h=bottom - top)


def _middle(box: Box) -> tuple[int, int]:
    return box.x + box.w // 2, box.y + box.h // 2
