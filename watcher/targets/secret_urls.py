"""Channel addresses with secrets in them: parsed first, filled in later, never shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TypeAlias
from urllib.parse import quote

SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*://"
LONGEST_TEMPLATE = 4000

_EXAMPLE_MAIL = "mailtos://user:${PASSWORD}@mail.acme.example?to=social@acme.example"
_MARK = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<inner>[^{}]*)\}|(?P<broken>\{))")
_FORMS = "Write ${NAME} (environment), ${file:/full/path} or ${credential:name}, and $$ for a dollar sign"
_PASSWORD = re.compile(rf"{SCHEME}[^/?#]*?:(?![0-9]+[/?#])([^@]*)@")
_TELLING = re.compile(r"[?&](?:pass|password|pwd|token|key|apikey|secret|auth)=[^&#\0]", re.IGNORECASE)
_LONG_WORD = re.compile(r"[A-Za-z0-9_]{16,}")


class Place(StrEnum):
    """Where a secret is kept."""

    ENVIRONMENT = "environment"
    FILE = "file"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """`written` is what stands between the braces."""

    place: Place
    name: str
    written: str


Piece: TypeAlias = str | Reference


def read_template(value: object) -> str:
    """The template itself when it can be parsed. Raises ValueError without showing any of it."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is not an address. Write an apprise address in quotes, for example ${SLACK_URL}")
    text = value.strip()
    if len(text) > LONGEST_TEMPLATE or not text.isprintable():
        raise ValueError(f"must be one line of at most {LONGEST_TEMPLATE} characters")
    if re.match(r"mailtos?:(?!//)|[^\s:/@]+@[^\s:/@]+$", text, re.IGNORECASE):
        raise ValueError(f"is an e-mail address without the server that sends. Write for example {_EXAMPLE_MAIL}")
    pieces = parse(text)
    if isinstance(pieces[0], str) and not re.match(SCHEME, pieces[0]):
        raise ValueError("does not begin like an address (mailtos://…, slack://…, https://…) or with ${NAME}")
    return text


def parse(template: str) -> tuple[Piece, ...]:
    """Literal texts and references, in order. Raises ValueError."""
    pieces: list[Piece] = []
    literal, end = "", 0
    for mark in _MARK.finditer(template):
        literal += template[end : mark.start()]
        end = mark.end()
        if mark["dollar"]:
            literal += "$"
            continue
        if mark["inner"] is None:
            raise ValueError(f"has ${{ without a closing brace. {_FORMS}")
        if literal:
            pieces.append(literal)
        pieces.append(_reference(mark["inner"]))
        literal = ""
    literal += template[end:]
    return (*pieces, literal) if literal or not pieces else tuple(pieces)


def _reference(inner: str) -> Reference:
    place, colon, name = inner.partition(":")
    if not colon and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", inner):
        return Reference(place=Place.ENVIRONMENT, name=inner, written=inner)
    if place == Place.FILE and name.isprintable() and not name.startswith("~") and name:
        return Reference(place=Place.FILE, name=name, written=inner)
    if place == Place.CREDENTIAL and re.fullmatch(r"[A-Za-z0-9_@-][A-Za-z0-9_.@-]{0,254}", name):
        return Reference(place=Place.CREDENTIAL, name=name, written=inner)
    raise ValueError(f"asks for a secret in a way that is not known. {_FORMS}")


def fill(pieces: tuple[Piece, ...], secret: Callable[[Reference], str | None]) -> str:
    """The address with its secrets. References for which `secret` gives None stay as they are written."""
    inside = _user_info(pieces)
    text = ""
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            text += piece
            continue
        value = secret(piece)
        if value is None:
            text += f"${{{piece.written}}}"
        else:
            text += quote(value, safe="") if index in inside else value
    return text


def has_clear_secret(pieces: tuple[Piece, ...]) -> bool:
    """Whether a password or what looks like a token stands in the file itself."""
    skeleton = _skeleton(pieces)
    password = _PASSWORD.match(skeleton)
    if password and password[1].strip("\0"):
        return True
    return bool(_TELLING.search(skeleton)) or any(map(_is_token, _LONG_WORD.findall(skeleton)))


def _is_token(word: str) -> bool:
    return any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def _skeleton(pieces: tuple[Piece, ...]) -> str:
    """The template with one NUL for each reference: what they hold must not move the address's joints."""
    return "".join(piece if isinstance(piece, str) else "\0" for piece in pieces)


def _user_info(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Which pieces stand in the user name or password, that is between `://` and the last `@` before the path."""
    found = re.match(rf"{SCHEME}[^/?#]*@", _skeleton(pieces))
    if not found:
        return frozenset()
    ends = accumulate(len(piece) if isinstance(piece, str) else 1 for piece in pieces)
    return frozenset(index for index, end in enumerate(ends) if end <= found.end())
