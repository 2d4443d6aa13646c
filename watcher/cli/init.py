"""`watcher init`: asks a few questions and writes a first targets.yaml."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

import typer

from watcher.cli.add import server_of, write_draft
from watcher.cli.options import ConfigPath
from watcher.cli.printing import say
from watcher.core.model import Language, StakeKind
from watcher.settings import read_settings
from watcher.targets.catalog.add import Draft, NewStake, add_document, add_page, add_stake, open_draft
from watcher.targets.catalog.begin import Beginning, begin
from watcher.targets.catalog.errors import CatalogError
from watcher.targets.catalog.propose import propose_documents
from watcher.targets.catalog.read import Platform, find_platform, meant_platform
from watcher.targets.texts import read_money, read_text
from watcher.targets.times import read_date, read_timezone

Answer = TypeVar("Answer")

_HOST = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?"
_SERVER = re.compile(rf"{_HOST}(?::\d{{1,5}})?")
_MAIL = re.compile(rf"[\w.+-]+@(?=[^@]*\.){_HOST}")
_KINDS = tuple(kind for kind in StakeKind if kind is not StakeKind.PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Presence:
    """A platform, and the brand's page there."""

    platform: Platform
    page: str | None


def init(
    platform: Annotated[
        list[str] | None, typer.Option(help="A platform, or platform=PAGE with the address or handle. Repeatable.")
    ] = None,
    stake: Annotated[list[StakeKind] | None, typer.Option(help="What is at stake there. Repeatable.")] = None,
    language: Annotated[Language | None, typer.Option(help="Language of messages.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Time zone, such as Europe/Berlin.")] = None,
    mail: Annotated[str | None, typer.Option(help="E-mail address that is told.")] = None,
    server: Annotated[str | None, typer.Option(help="Mail server that sends.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; what is not given has its default.")] = False,
    config: ConfigPath = None,
) -> None:
    """Write a first targets.yaml: which platforms, which pages, what is at stake, who is told."""
    path = read_settings(config=config).config
    if path.exists():
        say(f"{path} is there already: `watcher add` adds to it")
        raise typer.Exit(2)
    if not yes and not sys.stdin.isatty():
        say("there is nobody to ask: give --platform and the like, and --yes")
        raise typer.Exit(2)
    asking = not yes
    presences = [_presence(text) for text in platform or []] or (_ask_presences() if asking else [])
    if not presences:
        say("nothing to watch: give --platform, for example --platform facebook=acme")
        raise typer.Exit(2)
    language = language or (_ask_language() if asking else Language.EN)
    beginning = Beginning(
        language=language,
        timezone=_timezone(timezone, language, asking=asking),
        team="Social Media Team",
        **_mail(mail, server, asking=asking),
    )
    stakes = [NewStake(kind=kind) for kind in stake or []] or (_ask_stakes() if asking else [])
    draft = _drafted(open_draft(begin(beginning), None), presences, stakes)
    write_draft(path, "", draft, dry_run=False)
    say("next: `watcher validate`, `watcher alerts test`, `watcher run`")


def _drafted(draft: Draft, presences: list[_Presence], stakes: list[NewStake]) -> Draft:
    kinds = [stake.kind for stake in stakes] or [StakeKind.PAGE]
    try:
        for presence in presences:
            if presence.page:
                draft = add_page(draft, presence.platform, presence.page)
            for name in propose_documents(presence.platform, kinds):
                draft = add_document(draft, presence.platform, name, server_of([presence.page or ""]))
        for stake in stakes:
            draft = add_stake(draft, presences[0].platform if len(presences) == 1 else None, stake)
    except CatalogError as error:
        say(str(error))
        raise typer.Exit(2) from None
    return draft


def _presence(text: str) -> _Presence:
    name, _, page = text.partition("=")
    found = _find(name.strip())
    if isinstance(found, str):
        say(found)
        raise typer.Exit(2)
    return _Presence(platform=found, page=page.strip() or None)


def _find(name: str) -> Platform | str:
    """The platform, or why it cannot be watched."""
    found = find_platform(name)
    if found is None:
        meant = meant_platform(name)
        return f"{name!r} is not in the catalogue" + (f": did you mean {meant}?" if meant else " (`watcher catalog`)")
    if found.entry.retired:
        return f"{found.entry.name} ended on {found.entry.retired.date}. {found.entry.retired.lesson}"
    return found


def _ask_presences() -> list[_Presence]:
    say("Which platforms are you on? Names with commas between them, such as: facebook, instagram, tiktok")
    found: list[_Presence] = []
    while not found:
        for name in filter(None, (part.strip() for part in typer.prompt("Platforms").split(","))):
            platform = _find(name)
            if isinstance(platform, str):
                say(f"  {platform}")
                continue
            found.append(_Presence(platform=platform, page=_ask_page(platform)))
    return found


def _ask_page(platform: Platform) -> str | None:
    while True:
        question = f"Your page on {platform.entry.name} (address or name, Enter for none)"
        page = typer.prompt(question, default="", show_default=False)
        if not page:
            return None
        try:
            add_page(open_draft("", None), platform, page)
        except CatalogError as error:
            say(f"  {error}")
            continue
        return str(page)


def _ask_language() -> Language:
    while True:
        answer = typer.prompt("Language of messages (de or en)", default="en")
        if answer in set(Language):
            return Language(answer)
        say("  de or en")


def _timezone(given: str | None, language: Language, *, asking: bool) -> str:
    usual = {Language.DE: "Europe/Berlin", Language.EN: "UTC"}[language]
    while True:
        answer = given or (typer.prompt("Time zone", default=usual) if asking else usual)
        try:
            return read_timezone(answer)
        except ValueError as error:
            say(f"  {error}")
            if given or not asking:
                raise typer.Exit(2) from None


def _mail(mail: str | None, server: str | None, *, asking: bool) -> dict[str, str]:
    try:
        mail = _read_mail(mail) if mail else None
        server = _read_server(server) if server else None
    except ValueError as error:
        say(str(error))
        raise typer.Exit(2) from None
    if asking and mail is None:
        mail = _ask("E-mail address for alerts (Enter to do that later)", _read_mail)
    if not mail:
        return {}
    usual = f"mail.{mail.partition('@')[2]}"
    asked = _ask(f"Mail server that sends them (Enter for {usual})", _read_server) if asking and not server else None
    return {"mail": mail, "server": server or asked or usual}


def _read_mail(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise ValueError(f"{text!r} is not an e-mail address")
    return text


def _read_server(text: str) -> str:
    if not _SERVER.fullmatch(text):
        raise ValueError(
            f"{text!r} is not the name of a mail server, such as smtp.acme.example or smtp.acme.example:587"
        )
    return text


def _ask_stakes() -> list[NewStake]:
    kinds = ", ".join(kind.value for kind in _KINDS)
    say(f"What is at stake there? One or more of {kinds}; Enter for none")
    while True:
        answer = typer.prompt("At stake", default="", show_default=False)
        names = [part.strip() for part in answer.split(",") if part.strip()]
        unknown = [name for name in names if name not in set(StakeKind)]
        if not unknown:
            return [_ask_stake(StakeKind(name)) for name in names]
        say(f"  {', '.join(unknown)}: not one of {kinds}")


def _ask_stake(kind: StakeKind) -> NewStake:
    return NewStake(
        kind=kind,
        title=_ask(f"Title of the {kind.value}", read_text),
        value=_ask("What it is worth, such as 45000 EUR (Enter: unknown)", _read_value),
        ends=_ask("Last day, such as 2027-04-30 (Enter: none)", read_date),
    )


def _read_value(text: str) -> str:
    read_money(text)
    return text


def _ask(question: str, read: Callable[[str], Answer]) -> Answer | None:
    """Asks until the answer can be read; None for no answer."""
    while True:
        answer = typer.prompt(question, default="", show_default=False).strip()
        if not answer:
            return None
        try:
            return read(answer)
        except ValueError as error:
            say(f"  {error}")
