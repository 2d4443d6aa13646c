"""Says what an element is on its page: its owner's, a mark, a way to elsewhere, in the first screen."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from watcher.core.model import Change, Element, LayoutChange, Viewport
from watcher.core.text import squash

OWN = frozenset(["tab", "button", "menuitem", "clickable"])
# Where the links of a saved page lead that were relative.
NOWHERE = ".invalid"
_NEAR = 200
_CLICKABLE_WORDS = 10
_CONTACTS = ("tel:", "mailto:")
_SHARED = 3
_STEM, _ENDING = 4, 3
_VERIFIED = re.compile(r"verif|vérif|bestätigt|geprüft|official account|compte officiel", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What weighs an element: the page's host, the size of its first screen, its own name, and where it is at home.

    `home` is a host and the first part of a path, as of most addresses in the page's menus; "" where they share none.
    `headings` are the places of headings before and after, in pixels from the top.
    """

    host: str
    home: str
    view: Viewport
    name: str
    headings: tuple[tuple[int, int], ...]


def says_name(element: Element, page: Page) -> bool:
    """Whether a picture is named after the page, as avatars and covers are."""
    return bool(page.name) and page.name in squash(element.name)


def leads_away(element: Element, page: Page) -> bool:
    host = host_of(element.href)
    contact = element.href.startswith(_CONTACTS)
    return contact or (bool(host) and host != page.host and not host.endswith(NOWHERE))


def left_home(event: LayoutChange, page: Page) -> bool:
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


def host_of(href: str) -> str:
    try:
        return (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def read_page(change: Change) -> Page:
    url = change.before.metadata[0].final_url if change.before.metadata else ""
    title = next((one.name for one in change.before.elements if one.role == "heading" and one.level == 1), "")
    menus = [one for one in change.before.elements if one.href and not one.fixed and _is_own_menu(one)]
    steps = Counter(step for one in menus if (step := _first_step(one.href)))
    home, times = steps.most_common(1)[0] if steps else ("", 0)
    before, after = (_headings(side.elements) for side in (change.before, change.after))
    return Page(
        host=host_of(url),
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
    return element.role in OWN or element.landmark == "navigation"


def is_own(element: Element) -> bool:
    if element.role == "clickable":
        return 0 < len(element.name.split()) <= _CLICKABLE_WORDS
    return element.role in OWN or (element.role == "link" and element.landmark == "navigation")


def is_badge(element: Element) -> bool:
    return element.role in {"image", "img", "badge", "text"} and _VERIFIED.search(element.name) is not None


def is_above(element: Element, page: Page) -> bool:
    return element.box.y + element.box.h / 2 <= page.view.height


def is_elsewhere(event: LayoutChange, element: Element, page: Page) -> bool:
    """Whether an element is in another part of the page, or far from where it was.

    What is below the first screen moves with every post above it: it is elsewhere where a heading has passed it.
    """
    now = event.after_element
    if now is None:
        return False
    passed = any((old > element.box.y) != (new > now.box.y) for old, new in page.headings)
    far = abs(now.box.y - element.box.y) >= _NEAR and (passed or is_above(element, page))
    return far or now.landmark != element.landmark or now.role != element.role


def is_toggled(event: LayoutChange) -> bool:
    """Whether a button says the same of another state: Follow and Following, Abonnieren and Abonniert."""
    was, now = event.before_element, event.after_element
    if was is None or now is None or was.role not in {"button", "clickable"}:
        return False
    one, other = squash(was.name).split(), squash(now.name).split()
    if not one or not other or one[0] == other[0] or not set(other[1:]) <= set(one[1:]):
        return False
    stem = one[0][:_STEM]
    return len(stem) == _STEM and other[0].startswith(stem) and abs(len(one[0]) - len(other[0])) <= _ENDING


def area_of(element: Element) -> int:
    return element.box.w * element.box.h
