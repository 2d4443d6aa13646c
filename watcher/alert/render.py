"""Sets letters and notes as text and HTML."""

import functools
import re
from collections.abc import Collection, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from watcher.alert.letter import Letter
from watcher.alert.redline import as_text
from watcher.core.model import Language

_PICTURE = re.compile(r"<!--picture ([^ >]+)-->(.*?)<!--end-->", re.DOTALL)


def letter_text(letter: Letter) -> str:
    return _templates().get_template("letter.txt.j2").render(letter=letter, say=letter.wording).strip() + "\n"


def letter_html(letter: Letter) -> str:
    """A card, to be set on a `page`."""
    return _templates().get_template("letter.html.j2").render(letter=letter, say=letter.wording).strip()


def note_html(title: str, text: str, footer: str, language: Language) -> str:
    """A card with plain paragraphs, to be set on a `page`."""
    template = _templates().get_template("note.html.j2")
    return template.render(title=title, lines=text.splitlines(), footer=footer, language=language).strip()


def picture_id(finding: str, number: int) -> str:
    """The Content-ID of a finding's picture, from 1."""
    return f"{finding}.{number}@watcher"


def with_pictures(html: str, names: Collection[str]) -> str:
    """The page with the pictures that it has a place for and that are there; their names are Content-IDs."""
    return _PICTURE.sub(lambda found: found[2] if found[1] in names else "", html)


def page(subject: str, cards: Sequence[str]) -> str:
    """A whole HTML document around cards that were set here."""
    return _templates().get_template("page.html.j2").render(subject=subject, cards=cards).strip() + "\n"


@functools.cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("watcher.alert"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["redline"] = as_text
    environment.globals["picture_id"] = picture_id
    return environment
