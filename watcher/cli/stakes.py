"""`watcher stakes`: what is invested, and how it stands."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.cli.options import AsJson, ConfigPath, StorePath, open_context
from watcher.cli.printing import print_json, print_rows, say
from watcher.core.model import Finding, Reading
from watcher.report.stakes import StakeStatus, stake_json, stake_statuses
from watcher.store.database import FILE_NAME, reading
from watcher.store.queries import open_findings, statuses
from watcher.store.readings import last_figures

_REMEMBERED = timedelta(days=400)


def stakes(config: ConfigPath = None, store: StorePath = None, as_json: AsJson = False) -> None:
    """List what is at stake: value, reach, what it depends on, what is open about it, and what was never watched."""
    context = open_context(config, store)
    loaded = context.config()
    now = datetime.now(UTC)
    findings, seen, figures = _known(context.settings.store, now)
    found = stake_statuses(loaded, findings, seen, now.date(), figures)
    if as_json:
        for status in found:
            print_json(stake_json(status, now.date()))
    else:
        print_rows(
            ("STAKE", "KIND", "OWNERS", "VALUE", "REACH", "NEXT", "OPEN", "DEPENDS ON", "NEVER WATCHED"),
            [_row(status) for status in found],
        )
    for status in found:
        if status.unwatched:
            say(f"warning: {status.stake.id}: {_warning(status)}")


def _known(folder: Path, now: datetime) -> tuple[list[Finding], set[str], dict[str, list[Reading]]]:
    """What nobody has taken, which targets were ever captured, and their last figures; nothing without a store."""
    if not (folder / FILE_NAME).exists():
        return [], set(), {}
    with reading(folder) as db:
        seen = {entry.target for entry in statuses(db) if entry.captures}
        return open_findings(db, now - _REMEMBERED), seen, last_figures(db)


def _row(status: StakeStatus) -> tuple[object, ...]:
    stake = status.stake
    return (
        stake.title,
        stake.kind.value,
        ", ".join(stake.owners),
        stake.value,
        _reach(status),
        f"{status.next_day} {status.next_what}" if status.next_day else None,
        ", ".join(finding.id for finding in status.open),
        ", ".join([*stake.targets, *(topic.value for topic in stake.topics), *stake.platforms, *stake.features]),
        ", ".join(status.unwatched),
    )


def _reach(status: StakeStatus) -> str | int | None:
    """What a page of the stake shows, with the day on which it was seen; else what the file says."""
    if status.reach is None:
        return status.stake.reach
    target, seen = status.reach
    return f"{round(seen.number):,} ({target}, {seen.until:%Y-%m-%d})"


def _warning(status: StakeStatus) -> str:
    if status.unwatched == ("nothing",):
        return "it depends on nothing, so no change can put it at risk: add depends_on in targets.yaml"
    return f"never watched so far: {', '.join(status.unwatched)}; see `watcher status`"
