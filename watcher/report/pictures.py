"""Shows events on pictures of pages: what was where and is where now, and what there is to watch."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from watcher.core.model import Box, Element, LayoutChange, Picture
from watcher.report.difference import difference_picture
from watcher.report.drawing import (
    GREY,
    NOW,
    WAS,
    draw_arrow,
    draw_fold,
    draw_frame,
    draw_number,
    fit,
    mask,
    open_png,
    write_jpeg,
)
from watcher.report.panels import ENGLISH, GERMAN, Captions, Sheet, beside, draw_event, draw_top, is_hidden

__all__ = [
    "ENGLISH",
    "GERMAN",
    "Captions",
    "Shot",
    "event_pictures",
    "mail_pictures",
    "numbered_picture",
    "twin_picture",
]

_MAIL = 1200
_WIDEST = 1600
_HIGHEST = 2400
_FAR = 160
_TAG = 15
_NARROW = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A PNG of a whole page, where its first screen ends (pixels; 0: not known) and the parts that are left out."""

    png: bytes | None
    fold: int = 0
    ignored: tuple[Box, ...] = ()


def event_pictures(
    events: Sequence[LayoutChange], before: Shot, after: Shot, *, captions: Captions = ENGLISH, most: int = 6
) -> list[Picture]:
    """For each event the page before and after, cut to it; both whole pages with all numbered; and where pixels differ.

    Empty where a picture is missing or cannot be read, or where no event has a place on the page.
    """
    sheets = _sheet(before), _sheet(after)
    shown = _with_elements(events)[:most]
    if sheets[0] is None or sheets[1] is None or not shown:
        return []
    old, new = sheets[0], sheets[1]
    found = [_drawn(number, event, old, new, captions, _WIDEST) for number, event in enumerate(shown, 1)]
    unlike, _ = difference_picture(old.page, new.page, (*before.ignored, *after.ignored), captions)
    return [
        *found,
        Picture(name="overview.jpg", jpeg=write_jpeg(_overview(shown, old, new, captions))),
        Picture(name="difference.jpg", jpeg=write_jpeg(fit(unlike, _WIDEST // 2, _HIGHEST))),
    ]


def mail_pictures(
    events: Sequence[LayoutChange], before: Shot, after: Shot, captions: Captions, *, most: int = 2
) -> list[Picture]:
    """The gravest events as `event_pictures` shows them, no wider than mails need."""
    old, new = _sheet(before), _sheet(after)
    if old is None or new is None:
        return []
    shown = _with_elements(events)[:most]
    return [_drawn(number, event, old, new, captions, _MAIL) for number, event in enumerate(shown, 1)]


def numbered_picture(elements: Sequence[Element], page: Shot, captions: Captions = ENGLISH) -> bytes | None:
    """The page as a JPEG with a numbered frame around every element, from 1; None where it cannot be read."""
    sheet = _sheet(page)
    if sheet is None:
        return None
    # Beside numbers of a size that people read, a phone's page is small.
    times = 2 if sheet.page.width < _NARROW else 1
    picture = sheet.page.resize((sheet.page.width * times, sheet.page.height * times))
    boxes = [_larger(element.box, times) for element in elements]
    draw_fold(picture, sheet.fold * times, captions.fold)
    for box in boxes:
        draw_frame(picture, box, WAS, line=2)
    # Numbers come last: no frame may hide them.
    for number, box in enumerate(boxes, 1):
        near = [other for other in boxes if other.y - _FAR < box.y < other.y + other.h + _FAR]
        draw_number(picture, box, str(number), WAS, size=_TAG, around=near)
    return write_jpeg(picture)


def _larger(box: Box, times: int) -> Box:
    return Box(x=box.x * times, y=box.y * times, w=box.w * times, h=box.h * times)


def twin_picture(own: Shot | None, other: Shot, captions: Captions = ENGLISH) -> list[Picture]:
    """The tops of two pages side by side; of the other alone where one's own was not kept."""
    mine, theirs = _sheet(own) if own else None, _sheet(other)
    if theirs is None:
        return []
    shown = draw_top(theirs, captions.other, NOW)
    both = beside(draw_top(mine, captions.own, WAS), shown) if mine else shown
    return [Picture(name="impostor.jpg", jpeg=write_jpeg(fit(both, _MAIL, _HIGHEST)))]


def _with_elements(events: Sequence[LayoutChange]) -> Sequence[LayoutChange]:
    """What is of the page as a whole stands nowhere on a picture."""
    return [event for event in events if event.before_element or event.after_element]


def _sheet(shot: Shot) -> Sheet | None:
    page = open_png(shot.png)
    if page is None:
        return None
    mask(page, shot.ignored)
    return Sheet(page=page, fold=shot.fold)


def _drawn(number: int, event: LayoutChange, old: Sheet, new: Sheet, captions: Captions, widest: int) -> Picture:
    drawn = fit(draw_event(number, event, old, new, captions), widest, _HIGHEST)
    return Picture(name=f"event-{number}-{event.op.value}.jpg", jpeg=write_jpeg(drawn))


def _overview(events: Sequence[LayoutChange], old: Sheet, new: Sheet, captions: Captions) -> Image.Image:
    """Both pages side by side, the events numbered, with arrows from where elements were to where they are."""
    left, right = old.page.copy(), new.page.copy()
    # Lines and words have to be readable once the picture is small.
    shrink = max(1.0, (left.width + right.width) / _WIDEST, max(left.height, right.height) / _HIGHEST)
    line, size = round(4 * shrink), round(16 * shrink)
    for sheet, page in ((old, left), (new, right)):
        draw_fold(page, sheet.fold, captions.fold, line=round(2 * shrink), size=size)
    for event in events:
        if event.before_element:
            draw_frame(left, event.before_element.box, WAS, line=line)
        place = event.after_element or event.before_element
        if place:
            draw_frame(right, place.box, NOW, dashed=is_hidden(event), line=line)
    olds = [event.before_element.box for event in events if event.before_element]
    news = [place.box for event in events if (place := event.after_element or event.before_element)]
    for number, event in enumerate(events, 1):
        place = event.after_element or event.before_element
        if event.before_element:
            draw_number(left, event.before_element.box, str(number), WAS, size=size, around=olds)
        if place:
            word = "" if event.after_element else f" {captions.gone}"
            draw_number(right, place.box, f"{number}{word}", NOW, size=size, around=news)
    both = beside(left, right, GREY)
    for was, now in _moves(events):
        start = (was.x + was.w, was.y + was.h // 2)
        draw_arrow(both, start, (both.width - right.width + now.x, now.y + now.h // 2), line=line)
    return fit(both, _WIDEST, _HIGHEST)


def _moves(events: Sequence[LayoutChange]) -> list[tuple[Box, Box]]:
    """What moved far; of what moved together, the first: an arrow for each of them would hide the page."""
    found: dict[tuple[int, int], tuple[Box, Box]] = {}
    for event in events:
        if event.before_element is None or event.after_element is None:
            continue
        was, now = event.before_element.box, event.after_element.box
        if abs(now.y - was.y) > _FAR:
            found.setdefault((round((now.x - was.x) / _FAR), round((now.y - was.y) / _FAR)), (was, now))
    return list(found.values())
