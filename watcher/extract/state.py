"""Tells a page that shows its text from one that does not."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from watcher.core.model import Block, BlockKind, PageState
from watcher.extract.places import is_home, is_login, same_place, same_site

_PHRASES = tomllib.loads(files("watcher.extract").joinpath("phrases.toml").read_text(encoding="utf-8"))


def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES[name]), re.IGNORECASE | re.MULTILINE)


# In this order: what turns a visit away often says besides that the page cannot be shown.
_SAYS = {
    state: _any_of(state.value)
    for state in (PageState.WRONG_REGION, PageState.GONE, PageState.LOGIN_WALL, PageState.ERROR, PageState.EMPTY)
}
_BLOCKED = _any_of("blocked")
_CONSENT = _any_of("consent_wall")
_BEFORE_CONTINUING = _any_of("before_continuing")
_LOGIN_FORM = _any_of("login_form")
_LOGIN_BESIDE = _any_of("login_beside")
_LOADING = _any_of("loading")
_EXPLAINS = _any_of("explains")
_ANSWERS = _any_of("answers")
_ABOUT_CONSENT = _any_of("about_consent")
_SUPPOSING = _any_of("supposing")
_CONSENT_HOST = re.compile(r"^https?://consent\.")

_LATER = re.compile(r".{12}[.!?]\s")
_ENDS = re.compile(r"[\n.!?;:]")
_ASKED = re.compile(r"[^\n.!?]{0,60}\?")

_STATUS = {
    401: PageState.BLOCKED,
    403: PageState.BLOCKED,
    404: PageState.GONE,
    410: PageState.GONE,
    429: PageState.BLOCKED,
    451: PageState.WRONG_REGION,
    503: PageState.BLOCKED,
}
# A page that is nothing but a notice is short; a policy that talks of captchas or logins is not.
_BARE = 15
_LITTLE = 25
_SHORT = 120
_LONGER = 250
_FEW = 3
_BESIDE_CONSENT = 30
_SECTIONS = 3
_CLAUSE = 80
# Of a line no more is read: a page may be one word of megabytes.
_LINE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a page shows. `words` is its whole text, menus included; `buttons` are what visitors can press.

    `asks_password` and `asks_login` say that it has a field for a password, and for the name of an account.
    """

    url: str
    final_url: str
    status: int
    title: str
    blocks: Sequence[Block]
    words: str
    buttons: Sequence[str] = ()
    asks_password: bool = False
    asks_login: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if block.kind is not BlockKind.NOTE)

    @property
    def length(self) -> int:
        return sum(len(text.split()) for text in self.shown)

    @property
    def said(self) -> str:
        """What counts as the page's own word: of a page that explains, its title and how it begins."""
        about = _EXPLAINS.search(self.title) is not None and "://" not in self.title
        beside = "" if about or self.length >= _LITTLE else self.words[:2_000]
        begins = (text[:_LINE] for text in self.shown[: 1 if about else 12])
        return "\n".join((self.title[:_LINE], beside, *begins)).replace("’", "'")


def page_state(look: Look) -> tuple[PageState, str]:
    """The state and what shows it."""
    if look.status >= 400:
        return _refused(look)
    length, said = look.length, look.said
    if length < _LONGER and (found := _says(_BLOCKED, said)):
        return PageState.BLOCKED, _shows(found)
    if consent := _wants_consent(look, length, said):
        return PageState.CONSENT_WALL, consent
    if ended := _ended_elsewhere(look, length):
        return ended
    if length < _SHORT and look.asks_password:
        return PageState.LOGIN_WALL, "The page asks for a password and shows little else."
    asks_login = look.asks_login or length < _BARE or _LOGIN_BESIDE.search(said)
    if length < _SHORT and asks_login and (found := _says(_LOGIN_FORM, said)):
        return PageState.LOGIN_WALL, f"{_shows(found)} It shows little else."
    if length < _SHORT and not _has_sections(look.blocks):
        for state, says in _SAYS.items():
            if found := _says(says, said):
                return state, _shows(found)
    if length < _BARE and not _headings(look.blocks) and (loading := _LOADING.search(look.words[:2_000])):
        return PageState.EMPTY, _shows(loading[0])
    if len(look.words.split()) < _FEW:
        return PageState.EMPTY, "The page shows no text."
    if not look.blocks:
        return PageState.EMPTY, "The page shows nothing but menus and banners."
    return PageState.OK, ""


def _refused(look: Look) -> tuple[PageState, str]:
    state = _STATUS.get(look.status, PageState.ERROR)
    if look.status == 503 and not _says(_BLOCKED, look.said) and (found := _says(_SAYS[PageState.ERROR], look.said)):
        return PageState.ERROR, f"The page answers 503. {_shows(found)}"
    return state, f"The page answers {look.status}."


def _ended_elsewhere(look: Look, length: int) -> tuple[PageState, str] | None:
    """Where a visit that was led away from its URL ended, if that is no place for a document."""
    if not look.final_url or same_place(look.url, look.final_url):
        return None
    if length < _LONGER and is_login(look.final_url) and not is_login(look.url):
        return PageState.LOGIN_WALL, f"The visit ended on a login page: {look.final_url}"
    if is_home(look.final_url) and not is_home(look.url) and same_site(look.url, look.final_url):
        reason = f"The visit ended on the site's first page: {look.final_url}. If that is meant, set `url` to it."
        return PageState.REDIRECTED, reason
    return None


def _wants_consent(look: Look, length: int, said: str) -> str | None:
    """What shows that nothing but a question for consent is there."""
    if _CONSENT_HOST.match(look.final_url) and not _CONSENT_HOST.match(look.url):
        return f"The visit ended on a page that asks for consent: {look.final_url}"
    if length >= _LONGER:
        return None
    answers = any(_ANSWERS.search(button.replace("’", "'")) for button in look.buttons)
    found = _BEFORE_CONTINUING.search(said) or (_CONSENT.search(said) if answers else None)
    beside = (text for text in look.shown if not _ABOUT_CONSENT.search(text[:_LINE].replace("’", "'")))
    if found is None or sum(len(text.split()) for text in beside) > _BESIDE_CONSENT:
        return None
    return _shows(found[0])


def _says(says: re.Pattern[str], said: str) -> str | None:
    """What a page says of itself, in its title or first thing in a block.

    "If the content has been removed ..." speaks of something else.
    """
    for found in says.finditer(said):
        line = said[said.rfind("\n", 0, found.start()) + 1 : found.start()]
        if _LATER.search(line) and "\n" in said[: found.start()]:
            continue
        asked = _ASKED.match(said, found.end())
        if not _SUPPOSING.search(_ENDS.split(line[-_CLAUSE:])[-1]) and (says is _BLOCKED or not asked):
            return found[0]
    return None


def _has_sections(blocks: Sequence[Block]) -> bool:
    """Whether the page is built like a document: several headings with text under them."""
    return _headings(blocks) >= _SECTIONS


def _headings(blocks: Sequence[Block]) -> int:
    return sum(block.kind is BlockKind.HEADING for block in blocks)


def _shows(found: str) -> str:
    return f"The page says “{found.strip()[:80]}”."
