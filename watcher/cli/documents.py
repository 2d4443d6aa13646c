"""`watcher compare` and `watcher backtest`: judging saved documents."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track

from watcher.app import show_saved
from watcher.cli.options import AsJson, ConfigPath
from watcher.cli.printing import print_json, print_rows, print_text, say, stderr
from watcher.cli.redline import print_finding
from watcher.cli.timelines import print_timelines
from watcher.cli.views import PageView, view_named
from watcher.cli.writing import write_whole
from watcher.context import load_config
from watcher.core.model import Finding, TargetKind, Watch
from watcher.extract.walk import read_walk
from watcher.illustrating import shot_of
from watcher.offline import Shown, compare_documents, pairs_in
from watcher.report.agreement import agree, load_labels
from watcher.report.facts import agreement_json, finding_json
from watcher.report.pictures import Shot, event_pictures
from watcher.report.redline_page import redline_page
from watcher.settings import read_settings

As = Annotated[TargetKind, typer.Option("--as", help="What the documents are.")]
Seen = Annotated[
    datetime | None,
    typer.Option(
        "--seen", formats=["%Y-%m-%d"], help="The day the second one was seen (default: today).", show_default=False
    ),
]

WatchFile = Annotated[
    Path | None,
    typer.Option(
        "--watch",
        help="With --as page: a targets.yaml; the elements that its targets watch count here.",
        show_default=False,
    ),
]
_PAGES = (".html", ".htm")

_FIGURES = (
    "compared",
    "kind_kappa",
    "kind_share",
    "severity1_kappa",
    "severity2_kappa",
    "severity2_precision",
    "severity2_recall",
    "topics_jaccard",
    "direction_share",
    "date_share",
)


def compare(
    before: Annotated[Path, typer.Argument(help="The earlier document (.html, .md, .txt, .pdf).")],
    after: Annotated[Path, typer.Argument(help="The later document.")],
    kind: As = TargetKind.POLICY,
    seen: Seen = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write the redline into this file, to read or print.", show_default=False),
    ] = None,
    watch: WatchFile = None,
    viewport: PageView = "desktop",
    save: Annotated[
        Path | None,
        typer.Option("--save", help="With --as page: write pictures of what changed here.", show_default=False),
    ] = None,
    config: ConfigPath = None,
    as_json: AsJson = False,
) -> None:
    """Judge two saved documents: what changed, how much it matters, and from when.

    Pages are shown by the browser first, without network and scripts.
    """
    name = after.stem if after.stem != "after" else after.parent.name or "document"
    watched = _watched(watch)
    shown = _show([before, after], kind, watched, viewport)
    comparison = compare_documents(before, after, kind=kind, name=name, today=_day(seen), shown=shown, watch=watched)
    finding = comparison.finding
    if html is not None:
        _write(html, redline_page(finding, before=str(before), after=str(after), language=comparison.language))
    if as_json:
        print_json(finding_json(finding))
    else:
        print_finding(finding)
    if html is not None:
        say(f"wrote {html}")
    if save is not None and shown is not None:
        shots = [shot_of(shown.pictures.get(path), read_walk(shown.elements.get(path))) for path in (before, after)]
        _draw(finding, save, *shots)


def backtest(
    folder: Annotated[
        Path, typer.Argument(help="A folder whose sub-folders hold before.* and after.*.", metavar="DIR")
    ],
    kind: As = TargetKind.POLICY,
    labels: Annotated[
        Path | None, typer.Option("--labels", help="JSON lines with what people said of each pair.", show_default=False)
    ] = None,
    seen: Seen = None,
    timeline: Annotated[
        bool,
        typer.Option(
            "--timeline",
            help="Sub-folders hold the versions of a document (2026-01-31T093000Z.md): what would have been told?",
        ),
    ] = False,
    every: Annotated[
        int, typer.Option("--every", min=1, max=168, help="With --timeline: a look every so many hours.")
    ] = 6,
    watch: WatchFile = None,
    viewport: PageView = "desktop",
    config: ConfigPath = None,
    as_json: AsJson = False,
) -> None:
    """Judge every saved pair in a folder and, with labels, say how far that agrees with people."""
    watched = _watched(watch)
    if timeline:
        print_timelines(
            folder,
            timedelta(hours=every),
            as_json=as_json,
            kind=kind,
            show=lambda paths: _show(paths, kind, watched, viewport),
            watch=watched,
        )
        return
    known = load_labels(labels) if labels else {}
    pairs = list(pairs_in(folder))
    shown = _show([path for pair in pairs for path in (pair.before, pair.after)], kind, watched, viewport)
    facts = []
    for pair in track(pairs, "judging", console=stderr(), transient=True, disable=not stderr().is_terminal):
        label = known.get(pair.id)
        name = label.document if label and label.document else pair.id
        today = label.recorded if label and label.recorded and not seen else _day(seen)
        finding = compare_documents(
            pair.before, pair.after, kind=kind, name=name, today=today, shown=shown, watch=watched
        ).finding
        facts.append(finding_json(finding) | {"id": pair.id})
        if as_json:
            print_json(facts[-1])
    agreement = agreement_json(agree(facts, known)) if known else None
    if not as_json:
        _print_judged(facts, agreement)
    elif agreement:
        print_json({"agreement": agreement})
    say(f"{len(facts)} pairs judged")


def _print_judged(facts: Sequence[Mapping[str, Any]], agreement: Mapping[str, Any] | None) -> None:
    print_rows(
        ("PAIR", "KIND", "SEVERITY", "EFFECTIVE", "HEADLINE"),
        [(f["id"], f["kind"], f["severity"], f["effective_date"], f["headline"]) for f in facts],
    )
    if agreement:
        print_text("")
        print_rows(("AGREEMENT", "VALUE"), [(name, value) for name, value in agreement.items() if name in _FIGURES])


def _watched(file: Path | None) -> tuple[Watch, ...]:
    if file is None:
        return ()
    config = load_config(read_settings(config=file))
    return tuple(dict.fromkeys(entry for target in config.targets for entry in target.watch))


def _show(paths: Sequence[Path], kind: TargetKind, watched: Sequence[Watch], viewport: str) -> Shown | None:
    """Pages as a browser shows them; what cannot be read is told of when it is compared."""
    pages = [path for path in dict.fromkeys(paths) if path.suffix.lower() in _PAGES and path.is_file()]
    if kind is not TargetKind.PAGE or not pages:
        return None
    view = view_named(viewport)
    renderings = show_saved(read_settings(), [path.read_bytes() for path in pages], view, watched)
    if renderings is None:
        say("no browser, so pages are compared by their text alone; `watcher browser --install` gets one")
        return None
    seen = dict(zip(pages, renderings, strict=True))
    return Shown(
        viewport=view,
        elements={path: one.elements for path, one in seen.items() if one.elements},
        pictures={path: one.screenshot for path, one in seen.items()},
    )


def _draw(finding: Finding, folder: Path, before: Shot, after: Shot) -> None:
    for picture in event_pictures(finding.layout, before, after):
        path = folder / picture.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture.jpeg)
        except OSError as error:
            reason = error.strerror or error
            raise typer.BadParameter(f"{path} cannot be written: {reason}", param_hint="--save") from error
        say(f"wrote {path}")


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text)
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written: {error.strerror or error}", param_hint="--html") from error


def _day(seen: datetime | None) -> date:
    return seen.date() if seen else datetime.now(UTC).date()
