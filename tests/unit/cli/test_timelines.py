"""What would have been told: saved versions of documents, walked through on a clock of their own."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.streams import document
from tests.unit.cli.conftest import Run
from tests.unit.cli.test_commands import FINDING_KEYS, lines

START = datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001 - written into names, which say Z
RULE = "You may post up to 20 links a day on your page."
STRICTER = "You may post up to 5 links a day on your page."
PROSE = (
    "Our offices in many cities are places in which colleagues of all ages meet over coffee and cake, and where plants"
    " grow on every window sill in the sun."
)


def save(folder: Path, name: str, versions: dict[float, str]) -> None:
    place = folder / "history" / name
    place.mkdir(parents=True)
    for days, text in versions.items():
        (place / f"{START + timedelta(days=days):%Y-%m-%dT%H%M%SZ}.html").write_text(text)


def test_each_thing_that_would_have_been_told(run: Run, folder: Path) -> None:
    save(folder, "Platform--Terms", {0: document(RULE), 2: document(STRICTER), 6: document(RULE)})
    save(folder, "Platform--Rules", {0: document(RULE), 3: document(STRICTER), 3.2: document(RULE)})
    save(folder, "Platform--About", {0: document(RULE), 1: document(RULE, PROSE)})
    result = run("backtest", "--timeline", "history", "--json")
    assert result.exit_code == 0
    told = lines(result.stdout)
    assert [(entry["document"], entry["type"], entry["severity"]) for entry in told] == [
        ("Platform--About", "digest", 1),
        ("Platform--Terms", "alert", 2),
        ("Platform--Terms", "withdrawal", 2),
    ]
    assert all(entry.keys() >= FINDING_KEYS | {"seen_at", "alerted_at"} for entry in told)
    alert, withdrawal = told[1:]
    assert (alert["seen_at"], alert["alerted_at"]) == ("2026-03-03T09:30:00+00:00", "2026-03-03T21:30:00+00:00")
    assert withdrawal["id"] == alert["id"]
    assert str(withdrawal["alerted_at"]) == "2026-03-08T09:30:00+00:00"
    assert "3 documents, 5 recorded changes: 1 alerts, 1 lines in digests, 1 withdrawn" in result.stderr


def test_people_get_a_table_and_how_late_they_would_have_been(run: Run, folder: Path) -> None:
    save(folder, "Platform--Terms", {0: document(RULE), 2: document(STRICTER)})
    rows = [line.split("\t") for line in run("backtest", "--timeline", "history").stdout.splitlines()]
    assert rows[1][:4] == ["alert", "2026-03-03 21:30", "Platform--Terms", "2"]
    assert rows[-1] == ["2", "1", "12.0", "12.0"]


def test_a_folder_without_versions_is_refused(run: Run, folder: Path) -> None:
    (folder / "history" / "Platform--Terms").mkdir(parents=True)
    (folder / "history" / "Platform--Terms" / "march.md").write_text("Rules.")
    result = run("backtest", "--timeline", "history")
    assert result.exit_code != 0
    assert "2026-01-31T093000Z.md" in str(result.exception or result.output)
