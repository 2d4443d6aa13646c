"""Answers what asks for consent before the capture: refuses where it can, hides what is left, agrees to nothing.

The managers that are known, and the words of their buttons, stand in consent.toml.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from watcher.capture.world import ScriptError, World

_SCRIPT = Path(__file__).with_name("consent.js").read_text(encoding="utf-8")
_KNOWN = tomllib.loads(Path(__file__).with_name("consent.toml").read_text(encoding="utf-8"))
_HOSTS = frozenset(host for manager in _KNOWN["manager"] for host in manager.get("hosts", ()))
_SEARCH_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was done about one layer. `clicked`: a button of it was pressed, and the page may go on changing."""

    note: str
    clicked: bool


async def answer_consent(world: World, *, may_click: bool) -> Answer | None:
    """Looks for one layer that asks for consent; None where there is none, or none that may be touched.

    A button is pressed only inside such a layer, and only if it leads nowhere but on the same host.
    """
    options = {"managers": _KNOWN["manager"], "words": _KNOWN["words"], "mayClick": may_click}
    try:
        done = await world.evaluate(f"({_SCRIPT})({json.dumps(options)})", timeout_s=_SEARCH_S)
    except ScriptError as error:
        return Answer(note=f"consent: not looked for: {error.message.splitlines()[0]}", clicked=False)
    if done is None:
        return None
    clicked = done["did"] == "refused"
    said = f" with “{done['label']}”" if clicked and done["label"] else ""
    return Answer(note=f"consent: {done['name']} {done['did']}{said}", clicked=clicked)


def led_away(before: str, after: str) -> bool:
    """Whether a press led to another host. The known pages for consent lead back to the page that was asked for."""
    host = urlsplit(before).hostname
    return host != urlsplit(after).hostname and host not in _HOSTS
