"""The walk over a page's visible elements: what they are, what they are called, where they stand.

It gives one JSON object in UTF-8:

    v          1, the version of this shape
    viewport   [width, height] in CSS pixels
    doc        [width, height] of the whole document
    lang       the document's language as it states it, or ""
    title      the document's title
    elements   the visible elements in document order, see below
    truncated  whether there were more than could be taken
    unstyled   true where the page asked for style sheets and none came, so that boxes say little
    watch      the order's `watch_selectors`
    bad        indexes of those that are not valid CSS
    badIgnored what was to be left out and is not valid CSS

and for each element (a key that is missing has its default):

    r   role: link, button, tab, menuitem, checkbox, radio, textbox, searchbox, combobox, slider, ... for controls;
        heading, image, iframe, video, dialog, note; banner, navigation, main, complementary, contentinfo, region,
        search, form for landmarks; "clickable" for what only looks and acts like a control; "badge" for a few words in
        a frame or on a ground of their own; "element" for what is here because a watched selector matches it, "text"
        because it says a watched text, "ad" and "ignored" for an advertisement and what is left out, without a role
    n   name as a visitor would say it, at most 80 characters, possibly ""
    b   [x, y, w, h] in pixels of the document, clipped by ancestors that cut off what overflows
    lm  role of the landmark around it, default ""
    h   where a link or an iframe leads, absolute, default ""
    l   level of a heading, default 0
    s   indexes of the `watch` selectors that it matches, default []
    c   share hidden by something else, 0 to 1 in ninths, default 0
    cc  true where what hides it asks for consent
    on  true for the tab or entry that is selected or current
    pop true for what opens a menu
    as  "ad" inside an advertisement, "consent" inside a layer that asks for consent, "ignored" inside what the target
        leaves out, default ""
    fx  true for what stays in place when the page scrolls
    pin true inside a pinned post
    li  number of the list of like items (posts, products) that it belongs to, default 0

Elements count as visible when their box is at least 2 pixels wide and high and neither display, visibility nor
opacity hides them. A control inside a control is merged into the outer one. Open shadow roots are walked; frames are
boxes only.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from watcher.capture.world import ScriptError, World

_SCRIPT = Path(__file__).with_name("walk.js").read_text(encoding="utf-8")
MAX_ELEMENTS = 5_000
MAX_VISITED = 100_000


async def walk(
    world: World,
    selectors: Sequence[str],
    texts: Sequence[str] = (),
    ignored: Sequence[str] = (),
    *,
    unstyled: bool = False,
    timeout_s: float,
) -> tuple[bytes | None, tuple[str, ...]]:
    """The walk as JSON with what is to be noted about it; None where the page did not let itself be walked in time."""
    options = {
        "selectors": list(selectors),
        "texts": list(texts),
        "ignored": list(ignored),
        "unstyled": unstyled or None,
        "maxElements": MAX_ELEMENTS,
        "maxVisited": MAX_VISITED,
        "budgetMs": timeout_s * 600,
    }
    try:
        text = await world.evaluate(f"({_SCRIPT})({json.dumps(options)})", timeout_s=timeout_s)
    except ScriptError as error:
        return None, (f"no layout: {error.message.splitlines()[0]}",)
    found = json.loads(text)
    notes = [f"watched selector {selectors[index]!r} is not valid CSS" for index in found["bad"]]
    notes += [f"ignored selector {selector!r} is not valid CSS" for selector in found["badIgnored"]]
    if found["truncated"]:
        notes.append(f"layout cut off after {len(found['elements'])} elements")
    return text.encode("utf-8"), tuple(notes)
