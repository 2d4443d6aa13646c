"""`watcher add`: puts what the catalogue knows of a platform into targets.yaml."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from watcher.cli.naming import known
from watcher.cli.options import ConfigPath, open_context
from watcher.cli.printing import print_text, say
from watcher.cli.writing import write_whole
from watcher.core.model import StakeKind
from watcher.core.text import counted
from watcher.targets.catalog.add import Draft, NewStake, add_document, add_page, add_stake, open_draft
from watcher.targets.catalog.errors import CatalogError
from watcher.targets.catalog.propose import propose_documents
from watcher.targets.catalog.read import Platform, find_by_host
from watcher.targets.edit import EditError
from watcher.targets.load import loads

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")]


def add(
    platform: Annotated[str, typer.Argument(help="A platform (`watcher catalog`), or the address of a page.")],
    page: Annotated[list[str] | None, typer.Option(help="A brand's page: its address or handle. Repeatable.")] = None,
    document: Annotated[list[str] | None, typer.Option(help="A document of the platform. Repeatable.")] = None,
    every_document: Annotated[bool, typer.Option("--all", help="All documents of the platform.")] = False,
    contest: Annotated[bool, typer.Option("--contest", help="A contest depends on it.")] = False,
    campaign: Annotated[bool, typer.Option("--campaign", help="A campaign depends on it.")] = False,
    tab: Annotated[bool, typer.Option("--tab", help="A tab of the page depends on it.")] = False,
    ads: Annotated[bool, typer.Option("--ads", help="An advertising account depends on it.")] = False,
    app: Annotated[bool, typer.Option("--app", help="An app depends on it.")] = False,
    channel: Annotated[bool, typer.Option("--channel", help="A channel depends on it.")] = False,
    content: Annotated[bool, typer.Option("--content", help="Content depends on it.")] = False,
    stake: Annotated[
        str | None, typer.Option(help="Id of the stake: a new one, or one that gets more to depend on.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the stake.")] = None,
    value: Annotated[str | None, typer.Option(help="Value of the stake, such as '45000 EUR'.")] = None,
    starts: Day = None,
    ends: Day = None,
    owner: Annotated[str | None, typer.Option(help="Owner of the stake.")] = None,
    config: ConfigPath = None,
    dry_run: DryRun = False,
) -> None:
    """Add a platform's documents, a brand's page and what depends on them to targets.yaml; the rest is kept.

    Without --document or --all, the documents are those on which the named kinds of stake depend, or the page, or all.
    """
    flags = {
        StakeKind.CONTEST: contest,
        StakeKind.CAMPAIGN: campaign,
        StakeKind.TAB: tab,
        StakeKind.AD_ACCOUNT: ads,
        StakeKind.APP: app,
        StakeKind.CHANNEL: channel,
        StakeKind.CONTENT: content,
    }
    kinds = [kind for kind, is_set in flags.items() if is_set]
    found, pages = _platform(platform, page or [])
    path, draft = read_draft(config)
    before = draft.text
    try:
        for one in pages:
            draft = add_page(draft, found, one)
        documents = _documents(found, document or [], every_document, kinds or ([StakeKind.PAGE] if pages else []))
        for name in documents:
            draft = add_document(draft, found, name, server_of(pages)) if found else draft
        for kind in kinds or ([StakeKind.PAGE] if stake else []):
            new = NewStake(
                kind=kind, id=stake, title=title, value=value, starts=_day(starts), ends=_day(ends), owner=owner
            )
            draft = add_stake(draft, found, new)
    except (CatalogError, EditError) as error:
        say(str(error))
        raise typer.Exit(2) from None
    write_draft(path, before, draft, dry_run=dry_run)


def read_draft(config: Path | None) -> tuple[Path, Draft]:
    """The file as it is; ends the command if there is none. Raises ConfigError for one that is broken."""
    context = open_context(config, None)
    path = context.settings.config
    if not path.exists():
        say(f"{path} is not there: `watcher init` makes one")
        raise typer.Exit(2)
    loaded = context.config()
    return path, open_draft(path.read_bytes().decode("utf-8-sig"), loaded)


def write_draft(path: Path, before: str, draft: Draft, *, dry_run: bool) -> None:
    """Shows the new lines and writes the file, if it is valid. Raises ConfigError for one that would not be."""
    loads(draft.text.encode(), environment={}, credentials=None, folder=path.parent, source=str(path))
    for number, line in new_lines(before, draft.text):
        print_text(f"{number:5} + {line}" if line else f"{number:5} +")
    if draft.present:
        say(f"watched already: {', '.join(dict.fromkeys(draft.present))}")
    done = counted(len(draft.added), "target")
    if draft.new_stakes:
        done += f" and {counted(len(draft.new_stakes), 'stake')} ({', '.join(draft.new_stakes)})"
    if dry_run:
        say(f"would write {done} into {path}; nothing was written")
        return
    if draft.text == before:
        say(f"{path} has it all already: nothing was written")
        return
    write_whole(path, draft.text)
    say(f"wrote {done} into {path}; `watcher validate` checks it, `watcher run` or a running daemon takes it up")


def new_lines(before: str, after: str) -> list[tuple[int, str]]:
    """The lines of `after` that are new or changed, with their numbers; `after` was made by inserting into `before`."""
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[int, str]] = []
    at = 0
    for number, line in enumerate(new, 1):
        if at < len(old) and line == old[at]:
            at += 1
            continue
        found.append((number, line))
        if at < len(old) and old[at] not in new[number:]:
            at += 1
    return found


def _platform(name: str, pages: list[str]) -> tuple[Platform | None, list[str]]:
    """The platform, and the pages: an address in the platform's place is a page whose host tells the platform."""
    if name.startswith(("http://", "https://")):
        return find_by_host(urlsplit(name).hostname or ""), [name, *pages]
    found = known(name)
    if ended := found.entry.retired:
        say(f"{found.entry.name} ended on {ended.date}. {ended.fate} {ended.lesson}")
        raise typer.Exit(2)
    return found, pages


def _documents(
    platform: Platform | None, named: list[str], every_document: bool, kinds: list[StakeKind]
) -> tuple[str, ...]:
    documents = platform.entry.documents if platform else {}
    unknown = [name for name in named if name not in documents]
    if unknown:
        say(f"{', '.join(unknown)} is not in the catalogue; known are: {', '.join(documents) or 'none'}")
        raise typer.Exit(2)
    if named:
        return tuple(named)
    return propose_documents(platform, [] if every_document else kinds) if platform else ()


def server_of(pages: list[str]) -> str | None:
    """`@mastodon.social`, where the platform is one of many servers."""
    names = [page.rpartition("@")[2] for page in pages if "@" in page.removeprefix("@") and "://" not in page]
    hosts = [urlsplit(page).netloc for page in pages if "://" in page]
    return next((f"@{server}" for server in [*names, *hosts]), None)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
