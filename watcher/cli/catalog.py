"""`watcher catalog`: which platforms Watcher knows, and which of their documents."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from watcher.cli import lookalikes, rot
from watcher.cli.naming import known
from watcher.cli.options import AsJson, ConfigPath
from watcher.cli.printing import print_json, print_rows, print_text, say
from watcher.targets.catalog.models import DocumentEntry, EndEntry
from watcher.targets.catalog.read import Platform, read_all
from watcher.targets.catalog.search import search as search_catalog

app = typer.Typer(help="Platforms that Watcher knows: documents, brand pages, what has ended.")
app.command("check")(rot.check)
app.command()(lookalikes.lookalikes)


@app.callback(invoke_without_command=True)
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_platforms()


@app.command("list")
def list_platforms(config: ConfigPath = None, as_json: AsJson = False) -> None:
    """List the platforms with their documents and languages."""
    platforms = list(read_all())
    if as_json:
        for platform in platforms:
            print_json(_platform(platform))
        return
    print_rows(("PLATFORM", "NAME", "DOCUMENTS", "LANGUAGES", "PAGE", "ENDED"), map(_row, platforms))
    documents = sum(len(platform.entry.documents) for platform in platforms)
    say(f"{len(platforms)} platforms, {documents} documents; `watcher catalog show PLATFORM` shows one")


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="PLATFORM")], config: ConfigPath = None, as_json: AsJson = False
) -> None:
    """Show a platform: its documents with their topics and the stakes that depend on them, its pages, what ended."""
    platform = known(name)
    if as_json:
        print_json(_platform(platform))
        return
    entry = platform.entry
    print_text(f"{entry.name} ({platform.id})")
    if entry.retired:
        print_text(_ended(entry.retired))
    if entry.page and entry.page.url:
        print_text(f"pages: {entry.page.url}, for example `handle: {entry.page.example}`")
    rows = [_document_row(name, document) for name, document in entry.documents.items()]
    if rows:
        print_text("")
        print_rows(("DOCUMENT", "TITLE", "LANGUAGES", "TOPICS", "STAKES", "ADDRESS"), rows)
    for feature in entry.features.values():
        print_text(f"\n{feature.title}. {_ended(feature)}")


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...")], config: ConfigPath = None, as_json: AsJson = False
) -> None:
    """Search documents by platform, title, subject, topic, stake kind or address; every word must be met."""
    found = list(search_catalog(read_all(), words))
    if as_json:
        for platform, name, document in found:
            print_json({"platform": platform.id, **_document(name, document)})
        return
    if not found:
        say(f"nothing in the catalogue has all of: {' '.join(words)}")
        raise typer.Exit(1)
    rows = [(f"{platform.id}/{name}", *_document_row(name, document)[1:]) for platform, name, document in found]
    print_rows(("DOCUMENT", "TITLE", "LANGUAGES", "TOPICS", "STAKES", "ADDRESS"), rows)


def _row(platform: Platform) -> tuple[object, ...]:
    entry = platform.entry
    page = entry.page.url if entry.page else None
    ended = entry.retired.date if entry.retired else None
    return platform.id, entry.name, len(entry.documents) or None, ", ".join(_languages(platform)), page, ended


def _languages(platform: Platform) -> Iterator[str]:
    spoken = (language for document in platform.entry.documents.values() for language in document.spoken)
    yield from dict.fromkeys(spoken)


def _document_row(name: str, document: DocumentEntry) -> tuple[str, ...]:
    first, *more = document.urls
    return (
        name,
        document.title,
        ", ".join(document.spoken),
        ", ".join(document.topics),
        ", ".join(document.stakes),
        f"{first} (and {len(more)} more)" if more else first,
    )


def _ended(end: EndEntry) -> str:
    return f"Ended on {end.date}. {end.fate}\nLesson: {end.lesson}"


def _platform(platform: Platform) -> dict[str, Any]:
    entry = platform.entry
    return {
        "id": platform.id,
        "name": entry.name,
        "aliases": entry.aliases,
        "documents": [_document(name, document) for name, document in entry.documents.items()],
        "languages": list(_languages(platform)),
        "page": entry.page and {"url": entry.page.url, "example": entry.page.example},
        "ended": entry.retired and _end(entry.retired),
        "features": [{"id": name, "title": end.title, **_end(end)} for name, end in entry.features.items()],
    }


def _document(name: str, document: DocumentEntry) -> dict[str, Any]:
    return {
        "id": name,
        "title": document.title,
        "subject": document.subject.value,
        "urls": list(document.urls),
        "languages": list(document.spoken),
        "topics": [topic.value for topic in document.topics],
        "stakes": [kind.value for kind in document.stakes],
    }


def _end(end: EndEntry) -> dict[str, Any]:
    stakes = [kind.value for kind in end.stakes]
    return {"date": end.date.isoformat(), "fate": end.fate, "lesson": end.lesson, "stakes": stakes}
