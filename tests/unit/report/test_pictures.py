"""Pictures show where an element was and is now."""

from io import BytesIO

from PIL import Image

from watcher.core.model import Box, Element, LayoutChange, LayoutOp
from watcher.report.pictures import GERMAN, Shot, event_pictures, mail_pictures, numbered_picture, twin_picture

SHOP = Element(role="tab", name="Shop", box=Box(x=300, y=180, w=80, h=40))
LOW = Element(role="tab", name="Shop", box=Box(x=300, y=1700, w=80, h=40))


def page(height: int = 2000, colour: tuple[int, int, int] = (255, 255, 255)) -> bytes:
    out = BytesIO()
    Image.new("RGB", (1280, height), colour).save(out, "PNG")
    return out.getvalue()


def shot(height: int = 2000, colour: tuple[int, int, int] = (255, 255, 255), ignored: tuple[Box, ...] = ()) -> Shot:
    return Shot(png=page(height, colour), fold=900, ignored=ignored)


def event(op: LayoutOp, was: Element | None, now: Element | None) -> LayoutChange:
    return LayoutChange(
        op=op, role="tab", name="Shop", before="", after="", sentence="-", before_element=was, after_element=now
    )


def reds_and_blues(jpeg: bytes, left: int, right: int, top: int, bottom: int) -> tuple[int, int]:
    part = Image.open(BytesIO(jpeg)).convert("RGB").crop((left, top, right, bottom))
    raw = part.tobytes()
    pixels = list(zip(raw[::3], raw[1::3], raw[2::3], strict=True))
    return (
        sum(r > 150 and g < 110 and b < 110 for r, g, b in pixels),
        sum(r < 90 and g < 130 and b > 140 for r, g, b in pixels),
    )


def test_a_moved_element_is_framed_on_both_sides_and_numbered_on_the_whole_pages() -> None:
    cut, whole, unlike = event_pictures([event(LayoutOp.MOVED, SHOP, LOW)], shot(), shot())
    assert [one.name for one in (cut, whole, unlike)] == ["event-1-moved.jpg", "overview.jpg", "difference.jpg"]
    width, height = Image.open(BytesIO(cut.jpeg)).size
    reds, blues = reds_and_blues(cut.jpeg, 0, width // 2 - 20, 40, height)
    assert (reds, blues > 400) == (0, True)
    assert reds_and_blues(cut.jpeg, width // 2 + 20, width, 40, height)[0] > 400
    assert max(Image.open(BytesIO(whole.jpeg)).size) <= 2400


def test_what_is_gone_is_struck_out_where_it_was() -> None:
    cut, *_ = event_pictures([event(LayoutOp.REMOVED, SHOP, None)], shot(), shot(300))
    width, height = Image.open(BytesIO(cut.jpeg)).size
    assert reds_and_blues(cut.jpeg, 0, width // 2 - 20, 40, height)[0] == 0
    assert reds_and_blues(cut.jpeg, width // 2 + 20, width, 40, height)[0] > 400


def test_what_moved_together_has_one_arrow() -> None:
    row = [
        event(
            LayoutOp.MOVED,
            Element(role="tab", name=str(n), box=Box(x=x, y=180, w=80, h=40)),
            Element(role="tab", name=str(n), box=Box(x=x, y=1700, w=80, h=40)),
        )
        for n, x in enumerate((100, 300, 500))
    ]
    one, three = (
        reds_and_blues(event_pictures(events, shot(), shot())[-2].jpeg, 0, 1600, 400, 800)[0]
        for events in (row[:1], row)
    )
    assert one == three > 400


def test_every_kind_of_event_is_drawn_on_wide_pages_and_narrow_ones() -> None:
    near = Element(role="tab", name="Shop", box=Box(x=40, y=180, w=60, h=30), href="https://a.example/" + "x" * 90)
    broken = Element(role="link", name="Shop", box=Box(x=300, y=180, w=80, h=40), href="https://[")
    pairs = ((SHOP, near), (near, broken), (SHOP, None), (None, LOW))
    before, after = shot(600), shot(400)
    for op in LayoutOp:
        events = [event(op, was, now) for was, now in pairs]
        pictures = mail_pictures(events, before, after, GERMAN, most=len(events))
        assert [Image.open(BytesIO(one.jpeg)).width <= 1200 for one in pictures] == [True] * len(pairs)


def test_where_pixels_differ_is_red_and_what_is_left_out_is_not() -> None:
    moved = [event(LayoutOp.MOVED, SHOP, LOW)]
    upper = (Box(x=0, y=0, w=1280, h=1000),)
    same, other, masked = (
        reds_and_blues(event_pictures(moved, shot(), after)[-1].jpeg, 0, 800, 60, 500)[0]
        for after in (shot(), shot(colour=(20, 20, 20)), shot(colour=(20, 20, 20), ignored=upper))
    )
    assert (same, masked, other > 100_000) == (0, 0, True)


def test_twins_are_shown_side_by_side_and_one_alone_where_the_other_was_not_kept() -> None:
    (both,), (alone,) = twin_picture(shot(), shot(colour=(0, 0, 0))), twin_picture(None, shot())
    wide, single = (Image.open(BytesIO(one.jpeg)).convert("RGB") for one in (both, alone))
    assert (wide.width, single.width) == (1200, 1200)
    assert (wide.getpixel((300, 300)), wide.getpixel((900, 300))) == ((255, 255, 255), (0, 0, 0))
    assert twin_picture(shot(), Shot(png=None)) == []


def test_boxes_beyond_the_picture_and_empty_ones_do_no_harm() -> None:
    far = Element(role="tab", name="Shop", box=Box(x=-9000, y=90_000, w=0, h=0))
    assert len(event_pictures([event(LayoutOp.MOVED, SHOP, far)], shot(), shot(10))) == 3
    huge = Element(role="tab", name="Shop", box=Box(x=-9_000_000, y=0, w=9_999_999, h=9_999_999))
    assert len(event_pictures([event(LayoutOp.MOVED, huge, far)], shot(), shot(10))) == 3
    assert numbered_picture([huge, far], shot(50)) is not None


def test_without_pictures_there_is_nothing_to_draw_on() -> None:
    moved = [event(LayoutOp.MOVED, SHOP, LOW)]
    assert event_pictures(moved, Shot(png=None), shot()) == []
    assert event_pictures(moved, Shot(png=b"PNG"), shot()) == []
    assert event_pictures([], shot(), shot()) == []
    assert numbered_picture([SHOP], Shot(png=b"no picture")) is None


def test_what_there_is_to_watch_is_framed() -> None:
    shown = numbered_picture([SHOP, LOW], shot())
    assert shown is not None
    picture = Image.open(BytesIO(shown))
    assert picture.size == (1280, 2000)
    assert picture.getpixel((297, 200)) != (255, 255, 255)
    narrow = Image.open(BytesIO(numbered_picture([SHOP], Shot(png=_narrow())) or b""))
    assert narrow.size == (780, 1600), "a phone's page is enlarged, to be read beside its numbers"


def _narrow() -> bytes:
    out = BytesIO()
    Image.new("RGB", (390, 800), (255, 255, 255)).save(out, "PNG")
    return out.getvalue()
