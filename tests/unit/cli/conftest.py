"""A small store with one finding of each sort, and the command line run on it in this process."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from tests.facts import NOON, a_capture, a_finding, a_part, an_alert
from watcher.cli.main import app
from watcher.core.model import Changed, Checked, Enrolment, Failure, FailureKind, First, Rebased, Undelivered
from watcher.store.archive import SqliteArchive
from watcher.store.blobs import FileBlobs
from watcher.store.ledger import SqliteLedger
from watcher.store.outbox import SqliteOutbox
from watcher.store.writer import Writer

Run = Callable[..., Result]
TARGETS = """
operator: {push: [ops]}
channels:
  ops: {url: "json://127.0.0.1:9/ops"}
stakes:
  contest: {title: Contest, kind: contest, value: 100 EUR, ends: 2027-01-01, depends_on: {targets: [terms]}}
targets:
  - {id: terms, kind: policy, url: https://platform.example/terms}
"""


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    """A command sets logging up for its process; the tests after it shall not find that."""
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "targets.yaml").write_text(TARGETS)
    asyncio.run(_fill(tmp_path / "snapshots"))
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(folder)
    return lambda *arguments: CliRunner().invoke(app, arguments)


async def _fill(folder: Path) -> None:
    writer = Writer(folder)
    archive = SqliteArchive(writer, FileBlobs(folder / "blobs"))
    ledger, outbox = SqliteLedger(writer), SqliteOutbox(writer)
    await ledger.enrol([Enrolment(target="terms", host="h", first_due=NOON, due_by=NOON)], NOON)
    before = a_capture(a_part(b"<p>Old.</p>", screenshot=b"PNG"))
    after = a_capture(a_part(b"<p>New.</p>", screenshot=b"PNG 2"))
    for capture in (before, after):
        await archive.keep(capture)
    finding = a_finding(id="aaaa00000001", before_capture=before.id, after_capture=after.id)
    base = Checked(stream=before.stream, target="terms", at=NOON, capture=before.id, outcome=First(digest="old"))
    failure = Failure(kind=FailureKind.TIMEOUT, message="too slow", url="https://platform.example/terms")
    for checked in (
        base,
        replace(
            base,
            capture=after.id,
            outcome=Changed(digest="new", finding=finding),
            alerts=(an_alert("told", finding=finding.id), an_alert("lost", channel="chat")),
        ),
        replace(base, outcome=Changed(digest="newer", finding=replace(finding, id="aaaa00000002", severity=0))),
        replace(base, outcome=Rebased(digest="newer", reason="read by a newer reader")),
        replace(base, capture=None, outcome=failure),
    ):
        await archive.commit(checked)
    await outbox.settle(["lost"], Undelivered(reason="the server is gone", transient=True), NOON, None)
    writer.close()
