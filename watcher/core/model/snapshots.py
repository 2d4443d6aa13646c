"""What is read in a capture: blocks of text and visible elements."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.core.model.profiles import NO_PROFILE, Profile
from watcher.core.model.targets import Viewport


class PageState(StrEnum):
    """What a page shows instead of its text; `watcher.core.model.policies` says what is done about it."""

    OK = "ok"
    BLOCKED = "blocked"
    LOGIN_WALL = "login_wall"
    CONSENT_WALL = "consent_wall"
    ERROR = "error"
    EMPTY = "empty"
    WRONG_REGION = "wrong_region"
    REDIRECTED = "redirected"
    GONE = "gone"


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A readable unit of a document. `level` is a heading's rank or an item's nesting; `path` the headings above it."""

    kind: BlockKind
    text: str
    path: tuple[str, ...] = ()
    level: int = 0
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in CSS pixels of the document."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A visible thing on a page, as a visitor would name it.

    `landmark` is the role of the landmark around it ("main", "navigation", ...), `selectors` the watched CSS
    selectors that it matches, `covered` the share (0 to 1) hidden by something else, layers that ask for consent aside.
    `aside` is "ad", "consent" or "ignored" for what is no part of the page; `row` numbers the page's lists of like
    items, such as posts and products, 0 for what is in none.
    """

    role: str
    name: str
    box: Box
    landmark: str = ""
    href: str = ""
    level: int = 0
    selectors: tuple[str, ...] = ()
    covered: float = 0.0
    selected: bool = False
    opens_menu: bool = False
    aside: str = ""
    fixed: bool = False
    pinned: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    title: str = ""
    language: str = ""
    status: int = 200
    final_url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a capture says, as today's extractor reads it.

    `digest` is equal for two snapshots with the same blocks, whatever their bytes. `elements` is empty for
    documents and for pages whose walk is missing. `state_reason` explains a state that is not OK. `profile` is read
    of pages alone. `unstyled` is one without the style sheets that it asked for, so that boxes say little.
    """

    capture: str
    at: datetime
    state: PageState
    state_reason: str
    blocks: tuple[Block, ...]
    elements: tuple[Element, ...]
    viewport: Viewport
    metadata: tuple[Metadata, ...]
    digest: str
    profile: Profile = NO_PROFILE
    unstyled: bool = False

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)
