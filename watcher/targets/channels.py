"""Fills the secrets into the addresses of channels, and notes which are not there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from watcher.core.model import Channel, Secret
from watcher.targets.secret_urls import SCHEME, Place, Reference, fill, has_clear_secret, parse

LARGEST_SECRET = 65_536  # bytes
AT_MOST = 60  # messages in an hour


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSources:
    """Where secrets may come from. `folder` is the one that relative file names start from."""

    environment: Mapping[str, str]
    credentials: Path | None
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why a secret cannot be had."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A channel and what is doubtful about its address."""

    channel: Channel
    doubts: tuple[str, ...]


def open_channel(channel_id: str, template: str, sources: SecretSources, at_most: int | None = None) -> Opened:
    """`template` is one that `read_template` has accepted."""
    pieces = parse(template)
    answers = {piece: find_secret(piece, sources) for piece in pieces if isinstance(piece, Reference)}
    missing = {piece.written: answer for piece, answer in answers.items() if isinstance(answer, Missing)}
    values = {piece: answer for piece, answer in answers.items() if isinstance(answer, str)}
    url = fill(pieces, values.get)
    doubts = [
        f"{answer.reason}: nothing can be sent through this channel until it is there" for answer in missing.values()
    ]
    if not missing and not (re.match(SCHEME, url) and url.isprintable()):
        doubts.append("what its secret holds does not make an address (mailtos://…, slack://…, https://…)")
    if has_clear_secret(pieces):
        doubts.append(
            "a password or token seems to stand here in clear text: put it into the environment and write ${NAME}"
        )
    return Opened(
        channel=Channel(id=channel_id, url=Secret(url), missing=tuple(missing), at_most=at_most or AT_MOST),
        doubts=tuple(doubts),
    )


def find_secret(reference: Reference, sources: SecretSources) -> str | Missing:
    """The secret without the line break at its end."""
    match reference.place:
        case Place.ENVIRONMENT:
            found = sources.environment.get(reference.name, "").rstrip("\r\n")
            return found or Missing(reason=f"the environment variable {reference.name} is empty or not set")
        case Place.FILE:
            return _from_file(sources.folder / reference.name, f"the file {reference.name}")
        case Place.CREDENTIAL:
            if sources.credentials is None:
                return Missing(reason=f"the credential {reference.name} is not there (systemd has passed none)")
            return _from_file(sources.credentials / reference.name, f"the credential {reference.name}")


def _from_file(path: Path, what: str) -> str | Missing:
    try:
        if not path.is_file():
            return Missing(reason=f"{what} is not there")
        with path.open("rb") as file:
            content = file.read(LARGEST_SECRET + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        return Missing(reason=f"{what} cannot be read ({reason})")
    if len(content) > LARGEST_SECRET:
        return Missing(reason=f"{what} is too large for a secret")
    try:
        text = content.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        return Missing(reason=f"{what} is not UTF-8 text")
    return text or Missing(reason=f"{what} is empty")
