"""Pictures show where an element was and is now."""

from io import BytesIO

from PIL import Image

from watcher.core.model import Box, Element, LayoutChange, LayoutOp
from watcher.report.pictures import event_pictures, numbered_picture

SHOP = Element(role="tab", name="Shop", box=Box(x=300, y=180, w=80, h=40))
LOW = Element(role="tab", name="Shop", box=Box(x=300, y=1700, w=80, h=40))


def page(height: int = 2000) -> bytes:
    out = BytesIO()
    Image.new("RGB", (1280, height), (255, 255, 255)).save(out, "PNG")
    return out.getvalue()


def event(op: LayoutOp, was: Element | None, now: Element | None) -> LayoutChange:
    return LayoutChange(
        op=op, role="tab", name="Shop", before="", after="", sentence="-", before_element=was, after_element=now
    )


def reds_and_greens(jpeg: bytes, left: int, right: int, top: int, bottom: int) -> tuple[int, int]:
    part = Image.open(BytesIO(jpeg)).convert("RGB").crop((left, top, right, bottom))
    raw = part.tobytes()
    pixels = list(zip(raw[::3], raw[1::3], raw[2::3], strict=True))
    return (
        sum(r > 150 and g < 110 and b < 110 for r, g, b in pixels),
        sum(r < 90 and g > 100 and b < 130 for r, g, b in pixels),
    )


def test_a_moved_element_is_framed_on_both_sides_and_numbered_on_the_whole_pages() -> None:
    cut, whole = event_pictures([event(LayoutOp.MOVED, SHOP, LOW)], page(), page())
    assert (cut.name, whole.name) == ("event-1-moved.jpg", "overview.jpg")
    width, height = Image.open(BytesIO(cut.jpeg)).size
    assert reds_and_greens(cut.jpeg, 0, width // 2 - 20, 40, height)[0] > 400
    assert reds_and_greens(cut.jpeg, width // 2 + 20, width, 40, height)[1] > 400
    assert max(Image.open(BytesIO(whole.jpeg)).size) <= 2400


def test_what_is_gone_is_struck_out_where_it_was() -> None:
    cut, _ = event_pictures([event(LayoutOp.REMOVED, SHOP, None)], page(), page(300))
    width, height = Image.open(BytesIO(cut.jpeg)).size
    reds, greens = reds_and_greens(cut.jpeg, width // 2 + 20, width, 40, height)
    assert reds > 150
    assert greens == 0


def test_boxes_beyond_the_picture_and_empty_ones_do_no_harm() -> None:
    far = Element(role="tab", name="Shop", box=Box(x=-9000, y=90_000, w=0, h=0))
    assert len(event_pictures([event(LayoutOp.MOVED, SHOP, far)], page(), page(10))) == 2


def test_without_pictures_there_is_nothing_to_draw_on() -> None:
    moved = [event(LayoutOp.MOVED, SHOP, LOW)]
    assert event_pictures(moved, None, page()) == []
    assert event_pictures(moved, b"PNG", page()) == []
    assert event_pictures([], page(), page()) == []
    assert numbered_picture([SHOP], b"no picture") is None


def test_what_there_is_to_watch_is_framed() -> None:
    shown = numbered_picture([SHOP, LOW], page())
    assert shown is not None
    picture = Image.open(BytesIO(shown))
    assert picture.size == (1280, 2000)
    assert picture.getpixel((298, 200)) != (255, 255, 255)
