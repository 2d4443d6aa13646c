"""What settings name: the configuration and the store, which every command may need and which load quickly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import structlog

from watcher.core.model import Config, TakeLinks
from watcher.core.ports import Archive, Docket, Handles, Incidents, Ledger, Outbox, Retention
from watcher.settings import Settings
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.docket import SqliteDocket
from watcher.store.handles import SqliteHandles
from watcher.store.incidents import SqliteIncidents
from watcher.store.keys import signing_key
from watcher.store.ledger import SqliteLedger
from watcher.store.outbox import SqliteOutbox
from watcher.store.retention import SqliteRetention
from watcher.store.writer import Writer
from watcher.targets.load import load

Log = structlog.typing.FilteringBoundLogger


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    archive: Archive
    ledger: Ledger
    outbox: Outbox
    docket: Docket
    incidents: Incidents
    handles: Handles
    retention: Retention


def now() -> datetime:
    return datetime.now(UTC)


def load_config(settings: Settings) -> Config:
    """Reads targets.yaml with this process's secrets; raises ConfigError."""
    return load(settings.config, environment=settings.environment, credentials=settings.credentials, today=now().date())


def with_links(config: Config, settings: Settings) -> Config:
    """The configuration with links by which changes are taken, where the daemon is reached by any."""
    if settings.take_url is None:
        return config
    return replace(config, links=TakeLinks(base=settings.take_url, key=signing_key(settings.store)))


def blobs_of(folder: Path) -> FileBlobs:
    return FileBlobs(folder / "blobs")


@contextmanager
def open_store(settings: Settings, log: Log) -> Iterator[Store]:
    """The store, writable, made or migrated where needed; raises StoreError."""
    writer = Writer(settings.store)
    try:
        yield Store(
            archive=SqliteArchive(writer, blobs_of(settings.store)),
            ledger=SqliteLedger(writer),
            outbox=SqliteOutbox(writer),
            docket=SqliteDocket(writer),
            incidents=SqliteIncidents(writer),
            handles=SqliteHandles(writer, blobs_of(settings.store)),
            retention=SqliteRetention(writer, blobs_of(settings.store), settings.store, settings.keep),
        )
    finally:
        writer.close()
