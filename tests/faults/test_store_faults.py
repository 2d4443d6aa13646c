"""The store's disk fills up, turns read-only, tears, flips bits and loses its process at the worst moment."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.daemon.conftest import Daemon, rules, wait_until
from tests.faults.conftest import Figure
from tests.site import Site
from watcher.demo.inbox import MailInbox
from watcher.store.database import FILE_NAME, StoreError, open_database

AGE_16 = "Entrants must be 16 years of age or older."
AGE_21 = "Entrants must be 21 years of age or older."
needs_mounts = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a file system"
)


@pytest.fixture
def small_disk(daemon: Daemon) -> Iterator[Path]:
    """The store lies on a file system of its own with 24 MB."""
    daemon.store.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", daemon.store], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    daemon.environment["WATCHER_DISK_RESERVE_MB"] = "0"
    yield daemon.store
    daemon.stop()
    subprocess.run(["mount", "-o", "remount,rw", daemon.store], check=False)
    subprocess.run(["umount", "-l", daemon.store], check=True)


def fill(folder: Path) -> Path:
    """Takes all the room that is left."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(bytes(65_536))
                file.flush()
        except OSError:
            pass
    return ballast


def verified(daemon: Daemon) -> dict[str, object]:
    found: dict[str, object] = json.loads(daemon.command("verify", "--json").stdout)
    return found


def check(daemon: Daemon) -> str:
    return str(json.loads(daemon.command("check", "--json").stdout.splitlines()[0])["outcome"])


def ages(daemon: Daemon) -> int:
    """How often the change of age was found."""
    return sum("21 years" in clause.after for entry in daemon.findings() for clause in entry.finding.clauses)


@pytest.fixture
def seen(daemon: Daemon, site: Site) -> Iterator[MailInbox]:
    """A baseline is there, and the page has changed since."""
    with MailInbox() as inbox:
        daemon.write_targets(site, mail=inbox.port)
        site.serve("rules", rules(AGE_16))
        assert check(daemon) == "first"
        site.serve("rules", rules(AGE_21))
        yield inbox


@pytest.mark.browser
@pytest.mark.experiment(3, "kill -9 between rename and commit: orphan swept, no false change")
@pytest.mark.parametrize("dies_in", ["SqliteArchive._insert", "SqliteArchive.commit"])
def test_killed_between_the_evidence_and_the_record_of_it(
    daemon: Daemon, seen: MailInbox, dies_in: str, figure: Figure
) -> None:
    owner, method = dies_in.split(".")
    code = (
        "import os, signal, sys, watcher.store.archive as archive, watcher.cli.main as main\n"
        f"archive.{owner}.{method} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.argv[1:] = ['check', '-c', os.environ['TARGETS']]\nmain.main()\n"
    )
    died = subprocess.run(
        [sys.executable, "-c", code], env=daemon.environment | {"TARGETS": str(daemon.config)}, check=False
    )
    assert died.returncode == -signal.SIGKILL
    assert daemon.findings() == []
    left = len(list((daemon.store / "blobs").rglob("*")))
    assert check(daemon) == "changed"
    assert ages(daemon) == 1
    daemon.command("prune")
    whole = verified(daemon)
    assert whole["damages"] == []
    figure(f"died in {method}, {left} files left, 1 change found afterwards, {whole['blobs']} pieces whole")


@pytest.mark.slow
@pytest.mark.browser
@needs_mounts
@pytest.mark.experiment(4, "store's disk full: no partial blob, the operator told, resumes unaided")
def test_a_full_disk_costs_no_evidence_and_is_left_unaided(
    daemon: Daemon, site: Site, small_disk: Path, seen: MailInbox, figure: Figure
) -> None:
    daemon.environment["WATCHER_DISK_RESERVE_MB"] = "2"
    ballast = fill(small_disk)
    ballast.write_bytes(bytes(ballast.stat().st_size - 1_500_000))
    daemon.start()
    wait_until(lambda: daemon.events("disk"), "the daemon sees that the disk is full")
    wait_until(lambda: any("disk" in str(mail["Subject"]) for mail in seen.messages), "the operator is told")
    assert daemon.findings() == []
    ballast.unlink()
    freed = time.monotonic()
    wait_until(lambda: ages(daemon) == 1, "the change is found", 90)
    took = time.monotonic() - freed
    assert daemon.stop() == 0
    assert verified(daemon)["damages"] == []
    figure(f"operator told, change found {took:.0f} s after there was room, 0 damages")


@pytest.mark.slow
@pytest.mark.browser
@needs_mounts
@pytest.mark.experiment(5, "database cannot grow: reads work, resumes")
def test_without_any_room_reading_works_and_nothing_is_lost(
    daemon: Daemon, site: Site, small_disk: Path, seen: MailInbox, figure: Figure
) -> None:
    site.serve("rules", rules(AGE_16))
    daemon.start()
    wait_until(lambda: daemon.counts().get("unchanged"), "a look")
    ballast = fill(small_disk)
    site.serve("rules", rules(AGE_21))
    wait_until(lambda: daemon.events("store_unavailable"), "it says so", 60)
    status = daemon.command("status")
    assert status.returncode == 0, status.stderr
    ballast.unlink()
    wait_until(lambda: ages(daemon) == 1, "the change is found", 90)
    assert daemon.stop() == 0
    assert verified(daemon)["damages"] == []
    figure("status answers on a full disk, the change is found when there is room, 0 damages")


@pytest.mark.slow
@pytest.mark.browser
@needs_mounts
@pytest.mark.experiment(6, "store read-only: said in one line, status still answers, resumes")
def test_a_read_only_store_is_said_to_be_so(
    daemon: Daemon, site: Site, small_disk: Path, seen: MailInbox, figure: Figure
) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for command in ("run", "check"):
        refused = daemon.command(command)
        assert refused.returncode == 2
        assert "read-only" in refused.stderr.lower(), refused.stderr
        assert "Traceback" not in refused.stderr
    assert daemon.command("status").returncode == 0
    doctor = daemon.command("doctor")
    assert doctor.returncode == 1
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    daemon.start()
    wait_until(lambda: ages(daemon) == 1, "the change is found", 90)
    assert daemon.stop() == 0
    assert verified(daemon)["damages"] == []
    figure("run and check end with 2 and say read-only, status answers; afterwards the change is found, 0 damages")


@pytest.mark.browser
@pytest.mark.experiment(7, "WAL torn or flipped: starts, integrity ok, looks again, no false alert")
@pytest.mark.parametrize("harm", ["torn", "flipped"])
def test_a_damaged_log_of_the_database_costs_its_tail_alone(
    daemon: Daemon, site: Site, harm: str, figure: Figure
) -> None:
    with MailInbox() as inbox:
        daemon.write_targets(site, mail=inbox.port)
        site.serve("rules", rules(AGE_16))
        daemon.start()
        wait_until(lambda: daemon.counts().get("unchanged", 0) > 2, "a few looks")
        daemon.kill()
        log = daemon.store / f"{FILE_NAME}-wal"
        content = bytearray(log.read_bytes())
        assert len(content) > 4096
        if harm == "torn":
            content = content[: len(content) * 2 // 3]
        else:
            chance = random.Random(3)
            for _ in range(20):
                content[chance.randrange(len(content) // 2, len(content))] ^= 0xFF
        log.write_bytes(content)
        starts = len(daemon.events("started"))
        daemon.start()
        wait_until(lambda: len(daemon.events("started")) > starts, "it starts")
        looks = sum(daemon.counts().values())
        wait_until(lambda: sum(daemon.counts().values()) > looks + 1, "it looks again")
        site.serve("rules", rules(AGE_21))
        wait_until(lambda: ages(daemon) == 1, "a change is found")
        assert daemon.stop() == 0
    assert verified(daemon)["damages"] == []
    assert len(daemon.findings(severity=1)) == 1
    figure(f"{harm}: started, 0 false alerts, 0 damages")


@pytest.mark.browser
@pytest.mark.experiment(8, "database pages scribbled: refuses, names the backup, restore verifies")
def test_a_scribbled_database_is_refused_and_restored(daemon: Daemon, seen: MailInbox, figure: Figure) -> None:
    check(daemon)
    found = daemon.findings()
    saved = daemon.folder / "backup"
    assert daemon.command("backup", str(saved)).returncode == 0
    file = daemon.store / FILE_NAME
    content = bytearray(file.read_bytes())
    for page in range(1, len(content) // 4096, 2):
        content[page * 4096 : page * 4096 + 512] = bytes(512)
    file.write_bytes(content)
    refused = daemon.command("run")
    assert refused.returncode == 2, refused.stderr
    assert "restore" in refused.stderr
    assert "Traceback" not in refused.stderr
    daemon.store.rename(daemon.folder / "damaged")
    assert daemon.command("restore", str(saved)).returncode == 0
    whole = verified(daemon)
    assert whole["damages"] == []
    assert daemon.findings() == found
    assert check(daemon) == "unchanged"
    figure(f"run ends with 2 and names restore; {whole['blobs']} pieces whole, next look unchanged")


@pytest.mark.browser
@pytest.mark.experiment(9, "one bit of evidence flipped: verify reports exactly it")
def test_one_bit_of_evidence_is_found(daemon: Daemon, seen: MailInbox, figure: Figure) -> None:
    check(daemon)
    pieces = sorted(path for path in (daemon.store / "blobs").rglob("*") if path.is_file())
    piece = random.Random(5).choice(pieces)
    content = bytearray(piece.read_bytes())
    content[len(content) // 2] ^= 0x01
    piece.chmod(0o600)
    piece.write_bytes(content)
    damages = verified(daemon)["damages"]
    assert isinstance(damages, list)
    assert [damage["what"] for damage in damages] == [piece.name.partition(".")[0]]
    figure(f"1 of {len(pieces)} pieces damaged, exactly that one reported")


@pytest.mark.experiment(20, "migration killed midway: whole old or whole new; an older program refuses")
def test_a_migration_that_is_killed_is_done_or_undone(tmp_path: Path, figure: Figure) -> None:
    imports = "import os, pathlib, signal\nfrom sqlite_utils import Database, Migrations\n"
    started = f"{imports}from watcher.store import database\nfrom watcher.store.schema import migrations\n"
    steps = len(_names(tmp_path / "probe"))
    outcomes = []
    for step in range(steps):
        folder = tmp_path / f"killed-{step}"
        folder.mkdir()
        code = started + (
            f"pending = list(migrations.pending(Database(memory=True)))\n"
            f"last = pending[{step}].fn\n"
            "def dies(db):\n    last(db)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
            "own = Migrations('watcher')\n"
            f"for n, one in enumerate(pending):\n    own(name=one.name)(dies if n == {step} else one.fn)\n"
            f"db = Database(pathlib.Path({str(folder)!r}) / database.FILE_NAME)\n"
            "own.apply(db)\n"
        )
        died = subprocess.run([sys.executable, "-c", code], check=False)
        assert died.returncode == -signal.SIGKILL
        with sqlite3.connect(folder / FILE_NAME) as raw:
            assert raw.execute("pragma integrity_check").fetchone() == ("ok",)
            done = {row[0] for row in _rows(raw, "select name from _sqlite_migrations")}
        outcomes.append(len(done))
        db = open_database(folder)
        assert {row["name"] for row in db.query("select name from _sqlite_migrations")} == set(_names(tmp_path / "all"))
        db.close()
    future = open_database(tmp_path / "future")
    future.table("_sqlite_migrations").insert({"migration_set": "watcher", "name": "9999", "applied_at": "2030-01-01"})
    future.close()
    with pytest.raises(StoreError, match="newer Watcher"):
        open_database(tmp_path / "future")
    figure(f"killed in each of {steps} steps: {outcomes} done before, all complete at the next start; newer refused")


def _names(folder: Path) -> list[str]:
    db = open_database(folder)
    names = [str(row["name"]) for row in db.query("select name from _sqlite_migrations")]
    db.close()
    return names


def _rows(raw: sqlite3.Connection, query: str) -> list[tuple[str]]:
    try:
        return raw.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []
