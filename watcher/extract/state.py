"""Tells a page that shows its text from one that does not."""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files

from watcher.core.model import Block, BlockKind, PageState

_PHRASES = tomllib.loads(files("watcher.extract").joinpath("phrases.toml").read_text(encoding="utf-8"))
_SAYS = {
    state: re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES[state.value]), re.IGNORECASE | re.MULTILINE)
    for state in (PageState.BLOCKED, PageState.GONE, PageState.LOGIN_WALL, PageState.ERROR)
}
_LOGIN_PATH = re.compile(
    r"(?i)/(?:accounts/)?(?:login|signin|sign-in|log-in|authwall|uas/login|checkpoint|anmelden)(?:[/?.]|$)"
)

_SUPPOSED = re.compile(
    r"(?i)\b(?:if|when|where|unless|whether|not|never|that|which|to a|an?|falls|wenn|sofern|dass|si|lorsque|que)\s*$"
)
_NEAR = 12

# A page that is nothing but a notice is short; a policy that talks of captchas or logins is not.
_SHORT = 120
_LONGER = 250
_FEW = 3


def page_state(
    *,
    status: int,
    final_url: str,
    title: str,
    blocks: Sequence[Block],
    words: str,
    asks_password: bool,
) -> tuple[PageState, str]:
    """The state and what shows it. `words` is the whole page's text, menus included."""
    if status in {404, 410}:
        return PageState.GONE, f"The page answers {status}."
    if status in {401, 403, 429, 503}:
        return PageState.BLOCKED, f"The page answers {status}."
    if status >= 400:
        return PageState.ERROR, f"The page answers {status}."
    shown = [block.text for block in blocks if block.kind is not BlockKind.NOTE]
    length = sum(len(text.split()) for text in shown)
    said = "\n".join((title, *shown[:12], words[:2_000])).replace("’", "'")
    if length < _LONGER and (found := _says(PageState.BLOCKED, said)):
        return PageState.BLOCKED, _shows(found)
    if length < _LONGER and _LOGIN_PATH.search(final_url):
        return PageState.LOGIN_WALL, f"The visit ended on a login page: {final_url}"
    if length < _SHORT and asks_password:
        return PageState.LOGIN_WALL, "The page asks for a password and shows little else."
    if length < _SHORT and not _has_sections(blocks):
        for state in (PageState.GONE, PageState.LOGIN_WALL, PageState.ERROR):
            if found := _says(state, said):
                return state, _shows(found)
    if len(words.split()) < _FEW:
        return PageState.EMPTY, "The page shows no text."
    if not blocks:
        return PageState.EMPTY, "The page shows nothing but menus and banners."
    return PageState.OK, ""


def _says(state: PageState, said: str) -> str | None:
    """What a page says of itself. "If the content has been removed ..." speaks of something else."""
    for found in _SAYS[state].finditer(said):
        if not _SUPPOSED.search(said, max(0, found.start() - _NEAR), found.start()):
            return found[0]
    return None


def _has_sections(blocks: Sequence[Block]) -> bool:
    """Whether the page is built like a document: several headings with text under them."""
    return sum(block.kind is BlockKind.HEADING for block in blocks) >= 3


def _shows(found: str) -> str:
    return f"The page says “{found.strip()[:80]}”."
