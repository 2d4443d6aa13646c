"""Changes of a page's layout with the elements that a capture would bring, and a page that is gone."""

from dataclasses import replace

from tests.fakes.alert_samples import DESKTOP, PAGE, layout_finding
from watcher.core.model import (
    Box,
    Direction,
    Element,
    Finding,
    LayoutChange,
    LayoutOp,
    Reason,
    Topic,
    Viewport,
)

PHONE = Viewport(name="mobile", width=390, height=844, mobile=True)
PHONE_PAGE = replace(PAGE, viewports=(DESKTOP, PHONE))

SHOP = Element(role="tab", name="Shop", box=Box(x=200, y=240, w=80, h=40), landmark="navigation")
LOW_SHOP = replace(SHOP, box=Box(x=40, y=1460, w=80, h=40))
TEASER = Element(role="image", name="", box=Box(x=0, y=900, w=600, h=300))


def change(op: LayoutOp, was: Element | None, now: Element | None, **more: object) -> LayoutChange:
    """An event as the comparison makes it; `sentence` is its English line, which letters do not use."""
    shown = was or now
    assert shown is not None
    event = LayoutChange(
        op=op,
        role=shown.role,
        name=shown.name,
        before=was.name if was else "",
        after=now.name if now else "",
        sentence="y=240, above the fold",
        before_element=was,
        after_element=now,
    )
    return replace(event, **more)  # type: ignore[arg-type]


GONE_TAB = change(LayoutOp.REMOVED, SHOP, None)
LOW_TAB = change(LayoutOp.MOVED, SHOP, LOW_SHOP, left_fold=True)
NEW_TEASER = change(LayoutOp.ADDED, None, TEASER)


def page_finding(*events: LayoutChange, **changes: object) -> Finding:
    """A finding that cites each of these events, the gravest first."""
    reasons = tuple(
        Reason(rule=f"layout_{event.op.value}", quote="", weight=float(3 - place)) for place, event in enumerate(events)
    )
    facts = {"layout": events, "reasons": reasons, "severity": 3, "direction": Direction.TIGHTENS, **changes}
    return layout_finding(**facts)


def gone_finding(**changes: object) -> Finding:
    """A page that answers 404."""
    facts = {
        "id": "90ne90ne90ne",
        "severity": 3,
        "topics": (Topic.FEATURES_LAYOUT,),
        "direction": Direction.TIGHTENS,
        "headline": "Acme on Facebook is gone: the page answers 404",
        "reasons": (Reason(rule="page_gone", quote="", weight=10.0),),
        "layout": (),
        **changes,
    }
    return layout_finding(**facts)
