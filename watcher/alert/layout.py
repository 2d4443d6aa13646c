"""Says in a reader's language what visitors find elsewhere on a page, or no more."""

from dataclasses import dataclass
from typing import assert_never

from watcher.alert.inert import quote
from watcher.alert.profile import profile_said
from watcher.alert.wording import LayoutForm, Wording
from watcher.core.model import Element, Finding, LayoutChange, LayoutOp, Target, Viewport

_NAME = 80
_ADDRESS = 120
_MIN_MOVE = 24
_PARTS = 160
_OF_GROUPS = (LayoutForm.REORDERED, LayoutForm.MERGED, LayoutForm.SELECTED, LayoutForm.SHORTENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What happened to an element, for a manager; `detail` are the figures behind it, or "". Harmless to show."""

    said: str
    detail: str

    @property
    def full(self) -> str:
        return f"{self.said} ({self.detail})." if self.detail else f"{self.said}."


def sentence(change: LayoutChange, say: Wording, viewport: Viewport | None) -> Sentence:
    """`viewport` is the one that the page was seen in; without it nothing is said of scrolling, save what is known."""
    if change.of_page:
        said, detail = profile_said(change, say)
        return Sentence(said=said, detail=detail)
    form = _form(change)
    element = change.before_element or change.after_element
    noun = say.noun(element.role if element else change.role)
    name = quote((element.name if element else "") or change.name, _NAME)
    said = say.layout[form].format(
        the=f"{noun.the} {say.quotation.format(name)}" if name else noun.a,
        it=noun.it,
        name=say.quotation.format(quote(_new_name(change), _NAME)),
    )
    place = _place(element, viewport, say)
    if place and change.op is LayoutOp.REMOVED:
        said += say.layout_was.format(it=noun.it, place=place)
    if place and change.op is LayoutOp.ADDED:
        said += say.layout_is.format(it=noun.it, place=place)
    was, now = change.before_element, change.after_element
    if change.op is LayoutOp.MOVED and was and now and say.noun(was.role) != say.noun(now.role):
        role = say.noun(now.role).a
        said += say.layout_role.format(it=noun.it, role=role[0].lower() + role[1:])
    if change.since:
        said += say.layout_since.format(day=say.day(change.since.date()))
    if change.left_fold and change.pushed_by:
        by = say.an_advertisement if change.by_ad else say.quotation.format(quote(change.pushed_by, _NAME))
        said += say.layout_pushed.format(by=by)
    return Sentence(said=said, detail=_parts(change) if form in _OF_GROUPS else _detail(form, was, now, say))


def seen_in(finding: Finding, target: Target) -> Viewport | None:
    """The viewport of the finding's stream; None where the target no longer has it."""
    return next(
        (one for one in target.viewports if finding.stream.startswith(f"{finding.target}@{one.name}/")),
        None,
    )


def _form(change: LayoutChange) -> LayoutForm:
    was, now = change.before_element, change.after_element
    match change.op:
        case LayoutOp.REMOVED:
            return LayoutForm.REMOVED
        case LayoutOp.ADDED:
            return LayoutForm.ADDED
        case LayoutOp.MOVED:
            return _moved(was, now, left_fold=change.left_fold)
        case LayoutOp.RESIZED:
            return LayoutForm.SMALLER if was and now and _area(now) < _area(was) else LayoutForm.LARGER
        case LayoutOp.COVERED:
            return LayoutForm.COVERED
        case LayoutOp.RENAMED:
            return LayoutForm.RENAMED if _new_name(change) else LayoutForm.UNNAMED
        case LayoutOp.RESTYLED:
            return LayoutForm.RELINKED if was and now and was.href != now.href else LayoutForm.RESTYLED
        case LayoutOp.REORDERED:
            return LayoutForm.REORDERED
        case LayoutOp.MERGED:
            return LayoutForm.MERGED
        case LayoutOp.SELECTED:
            return LayoutForm.SELECTED
        case LayoutOp.SHORTENED:
            return LayoutForm.SHORTENED
        case LayoutOp.PROFILE | LayoutOp.FELL | LayoutOp.ROSE | LayoutOp.QUIET:
            raise ValueError(f"{change.op} is of no element")
        case _:
            assert_never(change.op)


def _moved(was: Element | None, now: Element | None, *, left_fold: bool) -> LayoutForm:
    if left_fold:
        return LayoutForm.BELOW_FOLD
    down = now.box.y - was.box.y if was and now else 0
    if abs(down) <= _MIN_MOVE:
        return LayoutForm.MOVED
    return LayoutForm.MOVED_DOWN if down > 0 else LayoutForm.MOVED_UP


def _new_name(change: LayoutChange) -> str:
    return change.after_element.name if change.after_element else change.after


def _place(element: Element | None, viewport: Viewport | None, say: Wording) -> str:
    """Where visitors find an element: in the first screen is what shows at least half of its height there."""
    if element is None or viewport is None:
        return ""
    above = element.box.y + element.box.h / 2 <= viewport.height
    return say.in_first_screen if above else say.below_first_screen


def _parts(change: LayoutChange) -> str:
    """What a row or a list was and is: places, names or numbers."""
    return " → ".join(quote(part, _PARTS) for part in (change.before, change.after) if part)


def _detail(form: LayoutForm, was: Element | None, now: Element | None, say: Wording) -> str:
    match form:
        case LayoutForm.REMOVED | LayoutForm.ADDED:
            element = was or now
            return say.from_top.format(pixels=say.number(element.box.y)) if element else ""
        case LayoutForm.RENAMED | LayoutForm.UNNAMED | LayoutForm.RESTYLED:
            return ""
        case LayoutForm.REORDERED | LayoutForm.MERGED | LayoutForm.SELECTED | LayoutForm.SHORTENED:
            return ""
    if was is None or now is None:
        return ""
    match form:
        case LayoutForm.SMALLER | LayoutForm.LARGER:
            return f"{was.box.w} × {was.box.h} → {now.box.w} × {now.box.h} px"
        case LayoutForm.COVERED:
            return say.covered.format(before=round(100 * was.covered), after=round(100 * now.covered))
        case LayoutForm.RELINKED:
            return " → ".join(quote(element.href, _ADDRESS) for element in (was, now))
        case LayoutForm.MOVED | LayoutForm.MOVED_UP | LayoutForm.MOVED_DOWN | LayoutForm.BELOW_FOLD:
            return _way(was, now, say)
        case _:
            assert_never(form)


def _way(was: Element, now: Element, say: Wording) -> str:
    pixels = f"{say.number(was.box.y)} → {say.number(now.box.y)}"
    areas = [say.noun(element.landmark).name for element in (was, now) if element.landmark]
    shown = f"{areas[0]} → {areas[1]}; " if len(set(areas)) > 1 else ""
    return shown + say.from_top.format(pixels=pixels)


def _area(element: Element) -> int:
    return element.box.w * element.box.h
