"""Judges the change of a page's layout: what visitors find elsewhere, or no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from watcher.core.model import Change, Element, LayoutChange, LayoutOp, Reason, Threat, Watch
from watcher.core.text import squash

_OWN = frozenset(["tab", "button", "menuitem"])
_REDESIGN_MIN = 8
_REDESIGN_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutOpinion:
    """What layout events mean: the highest severity, the events that count, and a headline's words."""

    severity: int
    events: tuple[tuple[LayoutChange, int], ...]
    redesign: bool
    said: str

    @property
    def reasons(self) -> Iterable[Reason]:
        for event, severity in self.events[:6]:
            yield Reason(rule=f"layout_{event.op.value}", quote="", weight=float(severity))


def judge_layout(change: Change, watch: Sequence[Watch]) -> LayoutOpinion:
    """Watched elements by their threats; the others by what a visitor would miss: tabs, menus, buttons, headings."""
    rated = [(event, _severity(event, watch)) for event in change.layout]
    rated.sort(key=lambda pair: (-pair[1], not pair[0].left_fold))
    watched_hit = any(_watched(event, watch) and severity >= 2 for event, severity in rated)
    if _is_redesign(change) and not watched_hit:
        return LayoutOpinion(severity=3, events=tuple(rated[:6]), redesign=True, said="the page was redesigned")
    counted = tuple(pair for pair in rated if pair[1] > 0)
    severity = counted[0][1] if counted else 0
    return LayoutOpinion(
        severity=severity, events=counted, redesign=False, said=counted[0][0].sentence if counted else ""
    )


def _severity(event: LayoutChange, watch: Sequence[Watch]) -> int:
    asked = _watched(event, watch)
    if asked:
        return 3 if any(_threats(event) & set(entry.threats) for entry in asked) else 1
    return _default_severity(event, declared=bool(watch))


def _default_severity(event: LayoutChange, *, declared: bool) -> int:
    """For elements that nobody watches: an owner who named what matters is told of the rest in the digest."""
    own = event.role in _OWN or (event.role == "link" and _landmark(event) == "navigation")
    lost = event.op is LayoutOp.REMOVED or event.left_fold
    if own and lost:
        severity = 3 if event.role == "tab" else 2
    elif lost and (event.role == "heading" or event.role == _landmark(event) or _is_large(event)):
        severity = 2
    elif event.op in {LayoutOp.COVERED, LayoutOp.RENAMED} and own:
        severity = 1
    else:
        severity = 1 if own and event.op is not LayoutOp.RESTYLED else 0
    return min(severity, 1) if declared else severity


def _threats(event: LayoutChange) -> set[Threat]:
    was, now = event.before_element, event.after_element
    match event.op:
        case LayoutOp.REMOVED:
            return {Threat.GONE}
        case LayoutOp.MOVED:
            # A tab that is now a link somewhere is gone as a tab.
            changed = {Threat.GONE} if was and now and was.role != now.role else set()
            return changed | ({Threat.BELOW_FOLD} if event.left_fold else set())
        case LayoutOp.COVERED:
            return {Threat.COVERED}
        case LayoutOp.RENAMED:
            return {Threat.TEXT_CHANGED}
        case LayoutOp.RESTYLED:
            return {Threat.LINK_CHANGED} if was and now and was.href != now.href else set()
        case LayoutOp.RESIZED:
            return {Threat.SMALLER} if was and now and _area(now) < _area(was) else set()
        case LayoutOp.ADDED:
            return set()


def _watched(event: LayoutChange, watch: Sequence[Watch]) -> list[Watch]:
    elements = [element for element in (event.before_element, event.after_element) if element]
    return [entry for entry in watch if any(_matches(entry, element) for element in elements)]


def _matches(watch: Watch, element: Element) -> bool:
    """Whether everything that the owner named fits; a watch that names nothing fits nothing."""
    asked = [
        watch.role is None or watch.role == element.role,
        watch.name is None or squash(watch.name) == squash(element.name),
        watch.selector is None or watch.selector in element.selectors,
        watch.text is None or squash(watch.text) in squash(element.name),
    ]
    return all(asked) and not (watch.role is watch.name is watch.selector is watch.text is None)


def _is_redesign(change: Change) -> bool:
    """Whether most of what could be found on the page is elsewhere or gone, and much is new."""
    gone = sum(event.op is LayoutOp.REMOVED for event in change.layout)
    come = sum(event.op is LayoutOp.ADDED for event in change.layout)
    had = sum(bool(element.name) for element in change.before.elements)
    return gone >= _REDESIGN_MIN and come >= _REDESIGN_MIN and gone >= _REDESIGN_SHARE * had


def _landmark(event: LayoutChange) -> str:
    element = event.before_element or event.after_element
    return element.landmark if element else ""


def _is_large(event: LayoutChange) -> bool:
    element = event.before_element
    return event.role in {"img", "image", "video", "iframe"} and element is not None and _area(element) >= 60_000


def _area(element: Element) -> int:
    return element.box.w * element.box.h
