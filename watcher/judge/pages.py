"""Judges the change of a page's layout: what visitors find elsewhere, or no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from watcher.core.marks import asks_consent
from watcher.core.model import Change, Element, LayoutChange, LayoutOp, Reason, Threat, Watch
from watcher.core.text import squash
from watcher.core.watching import is_watched
from watcher.judge.profile import looks_taken_over, profile_severity
from watcher.judge.standing import (
    NOWHERE,
    OWN,
    Page,
    area_of,
    host_of,
    is_above,
    is_badge,
    is_elsewhere,
    is_own,
    is_toggled,
    leads_away,
    left_home,
    read_page,
    says_name,
)

_MEDIA = frozenset(["img", "image", "video", "iframe", "figure"])
_REDESIGN_MIN = 8
_REDESIGN_SHARE = 0.5
_LARGE = 0.02
_SHRUNK = 0.6
_FAR = 0.3
_FIRST = (
    LayoutOp.FELL,
    LayoutOp.PROFILE,
    LayoutOp.MERGED,
    LayoutOp.REMOVED,
    LayoutOp.COVERED,
    LayoutOp.RESIZED,
    LayoutOp.MOVED,
    LayoutOp.RESTYLED,
    LayoutOp.RENAMED,
    LayoutOp.SELECTED,
    LayoutOp.REORDERED,
    LayoutOp.SHORTENED,
    LayoutOp.ADDED,
    LayoutOp.QUIET,
    LayoutOp.ROSE,
)

_GRAVEST = 3
# What depends on the page's style, which may be missing.
_OF_PLACES = frozenset(
    [LayoutOp.MOVED, LayoutOp.RESIZED, LayoutOp.COVERED, LayoutOp.ADDED, LayoutOp.MERGED, LayoutOp.REORDERED]
)


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
    page = read_page(change)
    most = _most_of_places(change)
    rated = [
        (event, min(_severity(event, watch, page), most if event.op in _OF_PLACES else _GRAVEST))
        for event in change.layout
    ]
    if looks_taken_over(rated):
        rated = [(event, 3 if event.of_page and severity >= 2 else severity) for event, severity in rated]
    rated.sort(key=lambda pair: _rank(pair[0], pair[1], page))
    watched_hit = any(_watched(event, watch) and severity >= 2 for event, severity in rated)
    counted = tuple(pair for pair in rated if pair[1] > 0)
    if _is_redesign(change):
        said = "the page was redesigned" + (f"; {counted[0][0].sentence}" if watched_hit else "")
        return LayoutOpinion(severity=3, events=tuple(rated[:6]), redesign=not watched_hit, said=said)
    severity = counted[0][1] if counted else 0
    return LayoutOpinion(
        severity=severity, events=counted, redesign=False, said=counted[0][0].sentence if counted else ""
    )


def _most_of_places(change: Change) -> int:
    """How severe it can be where something stands: a page without its style sheets shows nothing in its place."""
    if change.before.unstyled is not change.after.unstyled:
        return 0
    return 1 if change.after.unstyled else _GRAVEST


def _rank(event: LayoutChange, severity: int, page: Page) -> tuple[object, ...]:
    """The gravest first; of equals what has left the first screen, and the owner's things before large pictures."""
    role = 0 if event.role in OWN else 1 if event.role == "link" else 2
    renamed = event.op is LayoutOp.RENAMED and event.role == "heading"
    merged = event.op is LayoutOp.MERGED
    return -severity, not renamed, not merged, not event.left_fold, _FIRST.index(event.op), role, _top(event)


def _severity(event: LayoutChange, watch: Sequence[Watch], page: Page) -> int:
    if event.of_page:
        return profile_severity(event)
    asked = _watched(event, watch)
    if asked and (event.by_ad or _rose(event)):
        # Advertisements are of another height every day; to stand higher is no loss.
        return int(event.left_fold)
    if asked:
        threatened = any(_threats(event) & set(entry.threats) for entry in asked)
        return 3 if threatened else int(not _is_slight(event, page))
    severity = _default_severity(event, page)
    return min(severity, 1) if watch and not _is_identity(event) else severity


def _rose(event: LayoutChange) -> bool:
    """Whether an element stands higher than it did, in its own place of the page."""
    was, now = event.before_element, event.after_element
    if event.op is not LayoutOp.MOVED or was is None or now is None or event.left_fold:
        return False
    return now.box.y < was.box.y and (was.role, was.landmark) == (now.role, now.landmark)


def _is_slight(event: LayoutChange, page: Page) -> bool:
    """Whether it can still be found where it was."""
    element = event.before_element
    moved = event.op is LayoutOp.MOVED and element is not None and not is_elsewhere(event, element, page)
    return moved or event.op is LayoutOp.RESIZED


def _is_identity(event: LayoutChange) -> bool:
    """The page's own name and its mark of verification concern its owner, whatever else is watched."""
    element = event.before_element
    if element is None:
        return False
    return is_badge(element) or (event.op is LayoutOp.RENAMED and element.role == "heading" and element.level == 1)


def _default_severity(event: LayoutChange, page: Page) -> int:
    """For elements that nobody watches: an owner who named what matters is told of the rest in the digest."""
    element = event.before_element or event.after_element
    if element is None or element.aside or element.row or _is_consent(element):
        return 0
    if event.op is LayoutOp.SHORTENED and element.landmark == "contentinfo":
        return 0
    if event.op is LayoutOp.ADDED:
        return _added(element, page)
    if event.by_ad:
        return int(event.left_fold and element.role in OWN)
    if element.fixed and element.role == "link" and element.landmark == "navigation":
        # the platform's own guide, which stays while the page is scrolled
        return int(event.op in {LayoutOp.COVERED, LayoutOp.MERGED})
    severity = _of_own(event, element, page) if is_own(element) else _of_others(event, element, page)
    return min(severity, 1) if element.fixed and not event.left_fold else severity


def _added(element: Element, page: Page) -> int:
    """Something new to press takes nothing from anybody; it is told of where it stands among the owner's own.

    A note at the head is a label that the platform put on the page.
    """
    if element.role == "note":
        return int(is_above(element, page) and not element.fixed)
    return int((element.role in {"tab", "menuitem", "button"} and not element.fixed) or is_badge(element))


def _of_own(event: LayoutChange, element: Element, page: Page) -> int:
    match event.op:
        case LayoutOp.MERGED:
            return 3 if element.role == "tab" else 2
        case LayoutOp.COVERED:
            return 2
        case LayoutOp.RESTYLED:
            return int(element.role != "link" or left_home(event, page))
        case LayoutOp.RESIZED:
            return int(_is_small_print(event))
        case _ if event.op is LayoutOp.REMOVED or event.left_fold:
            return 3 if element.role == "tab" else 2
        case LayoutOp.RENAMED if is_toggled(event):
            return 0
        case LayoutOp.MOVED:
            return int(is_elsewhere(event, element, page))
        case _:
            return 1


def _of_others(event: LayoutChange, element: Element, page: Page) -> int:
    lost = event.op is LayoutOp.REMOVED or event.left_fold
    if is_badge(element):
        return 2 if lost else 0
    if event.role == "heading":
        return _of_heading(event, element, page, lost=lost)
    if event.role == "link":
        return _of_link(event, element, page, lost=lost)
    if event.role in _MEDIA:
        return _of_picture(event, element, page, lost=lost)
    if event.op in {LayoutOp.SHORTENED, LayoutOp.MERGED, LayoutOp.REORDERED, LayoutOp.SELECTED}:
        return 1
    return 2 if lost and element.name and event.role == _landmark(event) else 0


def _of_heading(event: LayoutChange, element: Element, page: Page, *, lost: bool) -> int:
    if lost:
        return 1 if event.since else 2
    if event.op is LayoutOp.RENAMED and element.level == 1:
        return 2
    now = event.after_element
    far = now is not None and abs(now.box.y - element.box.y) >= _FAR * page.view.height > 0
    return int(event.op is LayoutOp.MOVED and far)


def _of_link(event: LayoutChange, element: Element, page: Page, *, lost: bool) -> int:
    """Links to what its owner has elsewhere count where visitors see them, and in what is pinned."""
    if not leads_away(element, page):
        return 0
    now = event.after_element
    near = is_above(element, page) or element.pinned
    if event.op is LayoutOp.RESTYLED and now:
        host = host_of(now.href)
        elsewhere = host != host_of(element.href) and not host.endswith(NOWHERE)
        return int(near) + int(elsewhere)
    if not near:
        return 0
    if event.op is LayoutOp.COVERED:
        return 2
    if event.op is LayoutOp.RESIZED:
        return int(_is_small_print(event))
    return (2 if is_above(element, page) else 1) if lost else int(event.op is LayoutOp.RENAMED)


def _is_small_print(event: LayoutChange) -> bool:
    was, now = event.before_element, event.after_element
    return was is not None and now is not None and area_of(now) < area_of(was)


def _of_picture(event: LayoutChange, element: Element, page: Page, *, lost: bool) -> int:
    large = area_of(element) >= _LARGE * page.view.width * page.view.height > 0
    named = bool(element.name) and (large or says_name(element, page))
    if lost:
        return 2 if large and is_above(element, page) else int(named or large)
    if event.op is LayoutOp.RENAMED and event.after_element:
        # whose picture it is: an avatar that is a silhouette, a cover of the platform's
        return int(says_name(element, page) and not says_name(event.after_element, page))
    if event.op is LayoutOp.RESIZED and event.after_element:
        return int((named or event.role == "video") and area_of(event.after_element) <= _SHRUNK * area_of(element))
    return int(event.op is LayoutOp.COVERED and large)


def _threats(event: LayoutChange) -> set[Threat]:
    was, now = event.before_element, event.after_element
    match event.op:
        case LayoutOp.REMOVED | LayoutOp.MERGED:
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
            return {Threat.SMALLER} if was and now and area_of(now) < area_of(was) else set()
        case LayoutOp.SHORTENED:
            return {Threat.SMALLER, Threat.GONE} if now is None else {Threat.SMALLER}
        case LayoutOp.ADDED | LayoutOp.REORDERED | LayoutOp.SELECTED:
            return set()
        case LayoutOp.PROFILE | LayoutOp.FELL | LayoutOp.ROSE | LayoutOp.QUIET:
            return set()


def _watched(event: LayoutChange, watch: Sequence[Watch]) -> list[Watch]:
    elements = [element for element in (event.before_element, event.after_element) if element]
    if event.op is LayoutOp.SHORTENED:
        # Who watches a heading paid for what stands below it.
        elements += [replace(element, role="heading") for element in elements]
    return [entry for entry in watch if any(is_watched(entry, element) for element in elements)]


def _is_redesign(change: Change) -> bool:
    """Whether most of what could be found on the page is elsewhere or gone."""
    gone = [event.before_element for event in change.layout if event.op is LayoutOp.REMOVED]
    lost = sum(element is not None and bool(element.name) for element in gone)
    names = {(one.role, squash(one.name)) for one in change.before.elements if one.name and _may_count(one)}
    return lost >= _REDESIGN_MIN and lost >= _REDESIGN_SHARE * len(names)


def _may_count(element: Element) -> bool:
    return not element.row and not element.aside and element.landmark != "contentinfo"


def _is_consent(element: Element) -> bool:
    return element.role in {"button", "clickable"} and asks_consent(element.name)


def _landmark(event: LayoutChange) -> str:
    element = event.before_element or event.after_element
    return element.landmark if element else ""


def _top(event: LayoutChange) -> int:
    element = event.before_element or event.after_element
    return element.box.y if element else 0
