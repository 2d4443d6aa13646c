"""Judges the change of a page's layout: what visitors find elsewhere, or no more."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from watcher.core.marks import asks_consent
from watcher.core.model import Change, Element, LayoutChange, LayoutOp, Reason, Threat, Viewport, Watch
from watcher.core.text import squash
from watcher.core.watching import is_watched
from watcher.judge.profile import looks_taken_over, profile_severity

_OWN = frozenset(["tab", "button", "menuitem", "clickable"])
_MEDIA = frozenset(["img", "image", "video", "iframe", "figure"])
_REDESIGN_MIN = 8
_REDESIGN_SHARE = 0.5
_LARGE = 0.02
_SHRUNK = 0.6
_FAR = 0.3
_NEAR = 200
_CLICKABLE_WORDS = 10
# Where the links of a saved page lead that were relative.
_NOWHERE = ".invalid"
_CONTACTS = ("tel:", "mailto:")
_SHARED = 3
_STEM, _ENDING = 5, 3
_VERIFIED = re.compile(r"verif|vérif|bestätigt|geprüft|official account|compte officiel", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What weighs an element: the page's host, the size of its first screen, its own name, and where it is at home.

    `home` is a host and the first part of a path, as of most addresses in the page's menus; "" where they share none.
    `headings` are the places of headings before and after, in pixels from the top.
    """

    host: str
    home: str
    view: Viewport
    name: str
    headings: tuple[tuple[int, int], ...]


def judge_layout(change: Change, watch: Sequence[Watch]) -> LayoutOpinion:
    """Watched elements by their threats; the others by what a visitor would miss: tabs, menus, buttons, headings."""
    page = _page(change)
    rated = [(event, _severity(event, watch, page)) for event in change.layout]
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


def _rank(event: LayoutChange, severity: int, page: _Page) -> tuple[object, ...]:
    """The gravest first; of equals what has left the first screen, and the owner's things before large pictures."""
    role = 0 if event.role in _OWN else 1 if event.role == "link" else 2
    renamed = event.op is LayoutOp.RENAMED and event.role == "heading"
    merged = event.op is LayoutOp.MERGED
    return -severity, not renamed, not merged, not event.left_fold, _FIRST.index(event.op), role, _top(event)


def _severity(event: LayoutChange, watch: Sequence[Watch], page: _Page) -> int:
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


def _is_toggled(event: LayoutChange) -> bool:
    """Whether a button says the same of another state: Follow and Following, Abonnieren and Abonniert."""
    was, now = event.before_element, event.after_element
    if was is None or now is None or was.role not in {"button", "clickable"}:
        return False
    one, other = squash(was.name).split(), squash(now.name).split()
    if not one or not other or one[0] == other[0] or not set(other[1:]) <= set(one[1:]):
        return False
    stem = one[0][:_STEM]
    return len(stem) == _STEM and other[0].startswith(stem) and abs(len(one[0]) - len(other[0])) <= _ENDING


def _rose(event: LayoutChange) -> bool:
    """Whether an element stands higher than it did, in its own place of the page."""
    was, now = event.before_element, event.after_element
    if event.op is not LayoutOp.MOVED or was is None or now is None or event.left_fold:
        return False
    return now.box.y < was.box.y and (was.role, was.landmark) == (now.role, now.landmark)


def _is_slight(event: LayoutChange, page: _Page) -> bool:
    """Whether it can still be found where it was."""
    element = event.before_element
    moved = event.op is LayoutOp.MOVED and element is not None and not _is_elsewhere(event, element, page)
    return moved or event.op is LayoutOp.RESIZED


def _is_identity(event: LayoutChange) -> bool:
    """The page's own name and its mark of verification concern its owner, whatever else is watched."""
    element = event.before_element
    if element is None:
        return False
    return _is_badge(element) or (event.op is LayoutOp.RENAMED and element.role == "heading" and element.level == 1)


def _default_severity(event: LayoutChange, page: _Page) -> int:
    """For elements that nobody watches: an owner who named what matters is told of the rest in the digest."""
    element = event.before_element or event.after_element
    if element is None or element.aside or element.row or _is_consent(element):
        return 0
    if event.op is LayoutOp.SHORTENED and element.landmark == "contentinfo":
        return 0
    if event.op is LayoutOp.ADDED:
        return _added(element, page)
    if event.by_ad:
        return int(event.left_fold and element.role in _OWN)
    if element.fixed and element.role == "link" and element.landmark == "navigation":
        # the platform's own guide, which stays while the page is scrolled
        return int(event.op in {LayoutOp.COVERED, LayoutOp.MERGED})
    severity = _of_own(event, element, page) if _is_own(element) else _of_others(event, element, page)
    return min(severity, 1) if element.fixed and not event.left_fold else severity


def _added(element: Element, page: _Page) -> int:
    """Something new to press takes nothing from anybody; it is told of where it stands among the owner's own.

    A note at the head is a label that the platform put on the page.
    """
    if element.role == "note":
        return int(_is_above(element, page) and not element.fixed)
    return int((element.role in {"tab", "menuitem", "button"} and not element.fixed) or _is_badge(element))


def _of_own(event: LayoutChange, element: Element, page: _Page) -> int:
    match event.op:
        case LayoutOp.MERGED:
            return 3 if element.role == "tab" else 2
        case LayoutOp.COVERED:
            return 2
        case LayoutOp.RESTYLED:
            return int(element.role != "link" or _left_home(event, page))
        case LayoutOp.RESIZED:
            return int(_is_small_print(event))
        case _ if event.op is LayoutOp.REMOVED or event.left_fold:
            return 3 if element.role == "tab" else 2
        case LayoutOp.RENAMED if _is_toggled(event):
            return 0
        case LayoutOp.MOVED:
            return int(_is_elsewhere(event, element, page))
        case _:
            return 1


def _is_elsewhere(event: LayoutChange, element: Element, page: _Page) -> bool:
    """Whether an element is in another part of the page, or far from where it was.

    What is below the first screen moves with every post above it: it is elsewhere where a heading has passed it.
    """
    now = event.after_element
    if now is None:
        return False
    passed = any((old > element.box.y) != (new > now.box.y) for old, new in page.headings)
    far = abs(now.box.y - element.box.y) >= _NEAR and (passed or _is_above(element, page))
    return far or now.landmark != element.landmark or now.role != element.role


def _of_others(event: LayoutChange, element: Element, page: _Page) -> int:
    lost = event.op is LayoutOp.REMOVED or event.left_fold
    if _is_badge(element):
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


def _of_heading(event: LayoutChange, element: Element, page: _Page, *, lost: bool) -> int:
    if lost:
        return 1 if event.since else 2
    if event.op is LayoutOp.RENAMED and element.level == 1:
        return 2
    now = event.after_element
    far = now is not None and abs(now.box.y - element.box.y) >= _FAR * page.view.height > 0
    return int(event.op is LayoutOp.MOVED and far)


def _of_link(event: LayoutChange, element: Element, page: _Page, *, lost: bool) -> int:
    """Links to what its owner has elsewhere count where visitors see them, and in what is pinned."""
    if not _leads_away(element, page):
        return 0
    now = event.after_element
    near = _is_above(element, page) or element.pinned
    if event.op is LayoutOp.RESTYLED and now:
        host = _host(now.href)
        elsewhere = host != _host(element.href) and not host.endswith(_NOWHERE)
        return int(near) + int(elsewhere)
    if not near:
        return 0
    if event.op is LayoutOp.COVERED:
        return 2
    if event.op is LayoutOp.RESIZED:
        return int(_is_small_print(event))
    return (2 if _is_above(element, page) else 1) if lost else int(event.op is LayoutOp.RENAMED)


def _is_small_print(event: LayoutChange) -> bool:
    was, now = event.before_element, event.after_element
    return was is not None and now is not None and _area(now) < _area(was)


def _of_picture(event: LayoutChange, element: Element, page: _Page, *, lost: bool) -> int:
    large = _area(element) >= _LARGE * page.view.width * page.view.height > 0
    named = bool(element.name) and (large or _says_name(element, page))
    if lost:
        return 2 if large and _is_above(element, page) else int(named or large)
    if event.op is LayoutOp.RENAMED and event.after_element:
        # whose picture it is: an avatar that is a silhouette, a cover of the platform's
        return int(_says_name(element, page) and not _says_name(event.after_element, page))
    if event.op is LayoutOp.RESIZED and event.after_element:
        return int((named or event.role == "video") and _area(event.after_element) <= _SHRUNK * _area(element))
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
            return {Threat.SMALLER} if was and now and _area(now) < _area(was) else set()
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


def _is_own(element: Element) -> bool:
    if element.role == "clickable":
        return 0 < len(element.name.split()) <= _CLICKABLE_WORDS
    return element.role in _OWN or (element.role == "link" and element.landmark == "navigation")


def _is_badge(element: Element) -> bool:
    return element.role in {"image", "img", "badge", "text"} and _VERIFIED.search(element.name) is not None


def _is_consent(element: Element) -> bool:
    return element.role in {"button", "clickable"} and asks_consent(element.name)


def _says_name(element: Element, page: _Page) -> bool:
    """Whether a picture is named after the page, as avatars and covers are."""
    return bool(page.name) and page.name in squash(element.name)


def _leads_away(element: Element, page: _Page) -> bool:
    host = _host(element.href)
    contact = element.href.startswith(_CONTACTS)
    return contact or (bool(host) and host != page.host and not host.endswith(_NOWHERE))


def _left_home(event: LayoutChange, page: _Page) -> bool:
    """Whether a link no longer leads into the part of the site that most of the page's links share: its owner's."""
    was, now = event.before_element, event.after_element
    if was is None or now is None:
        return False
    return _first_step(was.href) == page.home != "" and _first_step(now.href) != page.home


def _first_step(href: str) -> str:
    """The host and the first part of a link's path."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    first = parts.path.strip("/").partition("/")[0]
    return f"{parts.hostname}/{first}" if first else ""


def _host(href: str) -> str:
    try:
        return (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _page(change: Change) -> _Page:
    url = change.before.metadata[0].final_url if change.before.metadata else ""
    title = next((one.name for one in change.before.elements if one.role == "heading" and one.level == 1), "")
    menus = [one for one in change.before.elements if one.href and not one.fixed and _is_own_menu(one)]
    steps = Counter(step for one in menus if (step := _first_step(one.href)))
    home, times = steps.most_common(1)[0] if steps else ("", 0)
    before, after = (_headings(side.elements) for side in (change.before, change.after))
    return _Page(
        host=_host(url),
        home=home if times >= _SHARED else "",
        view=change.before.viewport,
        name=squash(title),
        headings=tuple((y, after[name]) for name, y in before.items() if name in after),
    )


def _headings(elements: Sequence[Element]) -> dict[str, int]:
    """Where each heading stands whose words no other has, and that is no item of a list."""
    found = [one for one in elements if one.role == "heading" and one.name and not one.row and not one.aside]
    times = Counter(squash(one.name) for one in found)
    return {squash(one.name): one.box.y for one in found if times[squash(one.name)] == 1}


def _is_own_menu(element: Element) -> bool:
    return element.role in _OWN or element.landmark == "navigation"


def _landmark(event: LayoutChange) -> str:
    element = event.before_element or event.after_element
    return element.landmark if element else ""


def _is_above(element: Element, page: _Page) -> bool:
    return element.box.y + element.box.h / 2 <= page.view.height


def _top(event: LayoutChange) -> int:
    element = event.before_element or event.after_element
    return element.box.y if element else 0


def _area(element: Element) -> int:
    return element.box.w * element.box.h
