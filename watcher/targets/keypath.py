"""Spells the place of a key in a file, such as `targets[2].every`."""

import re
from collections.abc import Sequence

from watcher.targets.shown import quoted

_BARE = re.compile(r"[\w-]{1,64}")


def spell(path: Sequence[str | int]) -> str:
    """`file` for the top level; odd keys are quoted, so that they cannot garble a terminal."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            name = step if _BARE.fullmatch(step) else quoted(step)
            text += f".{name}" if text else name
    return text or "file"
