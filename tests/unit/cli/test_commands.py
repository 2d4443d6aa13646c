import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.unit.cli.conftest import Run
from watcher.cli.main import app

FINDING_KEYS = {
    "id", "target", "kind", "severity", "score", "topics", "direction", "effective_date", "effective_kind", "lead_days",
    "headline", "reasons", "clauses", "layout", "stakes",
}  # fmt: skip


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_changes_are_listed_without_the_noise(run: Run) -> None:
    assert [entry["id"] for entry in lines(run("changes", "--json").stdout)] == ["aaaa00000001"]
    assert len(lines(run("changes", "--json", "-s", "0").stdout)) == 2
    assert run("changes").stdout.splitlines()[1].split("\t")[0] == "aaaa00000001"


def test_all_shows_the_noise_and_where_history_was_read_anew(run: Run) -> None:
    entries = lines(run("changes", "--all", "--json").stdout)
    assert sorted(str(entry["kind"]) for entry in entries) == ["rebased", "substantive", "substantive"]
    assert "[rebased] read by a newer reader" in run("changes", "--all").stdout


def test_a_change_has_the_keys_of_the_contract(run: Run) -> None:
    (entry,) = lines(run("changes", "--json").stdout)
    assert entry.keys() >= FINDING_KEYS


def test_a_change_is_shown_by_the_beginning_of_its_id_with_its_evidence(run: Run, folder: Path) -> None:
    shown = run("show", "aaaa00000001").stdout
    assert "Platform forbids something" in shown
    assert "Evidence before: part1.html" in shown
    saved = run("show", "aaaa00000001", "--save", str(folder / "evidence"))
    assert saved.exit_code == 0
    assert (folder / "evidence" / "aaaa00000001-before-part1.html").read_bytes() == b"<p>Old.</p>"
    assert (folder / "evidence" / "aaaa00000001-after-part1.png").read_bytes() == b"PNG 2"


@pytest.mark.parametrize(("name", "said"), [("bbbb", "there is no change bbbb"), ("aaaa", "may mean")])
def test_a_change_that_is_not_named_clearly_is_refused(run: Run, name: str, said: str) -> None:
    result = run("show", name)
    assert result.exit_code == 2
    assert said in result.output


def test_who_takes_a_change_is_recorded(run: Run) -> None:
    assert run("ack", "aaaa00000001", "--by", "Legal", "--note", "checked with counsel").exit_code == 0
    (entry,) = lines(run("changes", "--json").stdout)
    assert [(ack["by"], ack["note"]) for ack in entry["acks"]] == [("Legal", "checked with counsel")]  # type: ignore[attr-defined]
    assert "Taken by Legal" in run("show", "aaaa00000001").stdout


def test_what_is_put_off_is_recorded_and_not_taken(run: Run) -> None:
    assert run("snooze", "aaaa00000001", "--until", "2020-01-01").exit_code == 2
    until = (datetime.now(UTC) + timedelta(days=30)).date()
    assert run("snooze", "aaaa00000001", "--until", str(until), "--by", "Legal").exit_code == 0
    (entry,) = lines(run("changes", "--json").stdout)
    assert [(ack["by"], ack["until"]) for ack in entry["acks"]] == [("Legal", str(until))]  # type: ignore[attr-defined]
    shown = run("show", "aaaa00000001").stdout
    assert f"Put off until {until} by Legal" in shown
    assert "Message: change to team through mail: waiting" in shown
    assert "Legal" not in run("changes").stdout


def test_alerts_show_what_waits_and_what_is_dead(run: Run) -> None:
    assert {entry["key"]: entry["state"] for entry in lines(run("alerts", "list", "--json").stdout)} == {
        "told": "waiting",
        "lost": "dead",
    }
    (dead,) = lines(run("alerts", "list", "--dead", "--json").stdout)
    assert dead["last_error"] == "the server is gone"


def test_dead_letters_can_be_sent_again(run: Run) -> None:
    assert "1 dead letters" in run("alerts", "retry").output
    assert lines(run("alerts", "list", "--dead", "--json").stdout) == []


def test_a_channel_that_fails_is_named_with_the_reason(run: Run) -> None:
    result = run("alerts", "test", "--json")
    assert result.exit_code == 1
    (entry,) = lines(result.stdout)
    assert (entry["channel"], entry["state"]) == ("ops", "failed")
    assert entry["reason"]
    assert run("alerts", "test", "nobody").exit_code == 2


def test_status_tells_the_last_look_and_counts_all(run: Run) -> None:
    (entry,) = lines(run("status", "--json").stdout)
    assert (entry["target"], entry["outcome"], entry["message"]) == ("terms", "failure", "timeout: too slow")
    counts = json.loads(run("status", "--counts", "--json").stdout)
    assert counts == {"changed": 2, "failure:timeout": 1, "first": 1, "rebased": 1}


def test_verify_finds_damage(run: Run, folder: Path) -> None:
    assert json.loads(run("verify", "--json").stdout) == {"blobs": 4, "damages": []}
    blob = next((folder / "snapshots" / "blobs").glob("*/*.zst"))
    blob.write_bytes(b"scribbled")
    damaged = run("verify", "--json")
    assert damaged.exit_code == 1
    assert [damage["what"] for damage in json.loads(damaged.stdout)["damages"]] == [blob.stem]
    blob.unlink()
    assert "missing" in run("verify").stdout


def test_stakes_and_validity_and_schema(run: Run) -> None:
    (stake,) = lines(run("stakes", "--json").stdout)
    assert (stake["id"], stake["value"], stake["targets"]) == ("contest", "100 EUR", ["terms"])
    assert (stake["open"], stake["next_what"], stake["unwatched"]) == ([], "ends", [])
    assert "is valid: 1 target, 1 stake, " in run("validate").stdout
    assert json.loads(run("schema").stdout)["title"]


def test_stakes_are_listed_before_anything_was_watched(run: Run, folder: Path) -> None:
    result = run("stakes", "--json", "--store", str(folder / "nothing-yet"))
    assert [line["unwatched"] for line in lines(result.stdout)] == [["terms"]]
    assert "never watched so far: terms" in result.stderr


def test_the_calendar_is_written_or_printed(run: Run, folder: Path) -> None:
    assert run("calendar", "--out", "days.ics").exit_code == 0
    written = (folder / "days.ics").read_bytes().decode()
    assert "DTSTART;VALUE=DATE:20270101\r\n" in written
    assert run("calendar", "--store", str(folder / "nothing-yet")).stdout_bytes.decode() == written
    assert run("calendar", "--owner", "nobody").exit_code == 2
    assert run("calendar", "--out", "no/such/folder.ics").exit_code == 2


def test_compare_judges_two_files(run: Run, folder: Path) -> None:
    rule = "# Rules\n\nYou {} ask people to like your page before they enter a promotion.\n\n" + "Other words. " * 60
    (folder / "before.md").write_text(rule.format("may"))
    (folder / "after.md").write_text(rule.format("must not"))
    finding = json.loads(run("compare", "before.md", "after.md", "--json", "-c", "targets.yaml").stdout)
    assert finding.keys() >= FINDING_KEYS
    assert (finding["kind"], finding["direction"]) == ("substantive", "tightens")
    assert json.loads(run("compare", "before.md", "before.md", "--json").stdout)["severity"] == 0
    assert "must not" in run("compare", "before.md", "after.md").stdout


def test_backtest_judges_every_pair_and_measures_agreement(run: Run, folder: Path) -> None:
    for name, after in (("one", "must not"), ("two", "may")):
        (folder / "pairs" / name).mkdir(parents=True)
        (folder / "pairs" / name / "before.txt").write_text("You may post pictures here. " + "Other words. " * 60)
        (folder / "pairs" / name / "after.txt").write_text(f"You {after} post pictures here. " + "Other words. " * 60)
    label = {"kind": "substantive", "severity": 2, "topics": [], "direction": "tightens"}
    empty = {"kind": "artefact", "severity": 0, "topics": [], "direction": "neutral"}
    dates = {"effective_date": None, "effective_kind": None}
    (folder / "labels.jsonl").write_text(
        "\n".join(json.dumps({"id": name} | said | dates) for name, said in (("one", label), ("two", empty)))
    )
    result = run("backtest", "pairs", "--labels", "labels.jsonl", "--json")
    *findings, last = lines(result.stdout)
    assert [finding["id"] for finding in findings] == ["one", "two"]
    assert last["agreement"]["compared"] == 2  # type: ignore[index]
    assert last["agreement"]["kind_kappa"] == 1.0  # type: ignore[index]


@pytest.mark.parametrize(
    "command", ["run", "check", "validate", "changes", "show", "ack", "compare", "backtest", "demo"]
)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout
    assert "WATCHER_CONFIG" in result.stdout


def test_an_unknown_target_is_refused_with_those_that_exist(run: Run) -> None:
    result = run("check", "therms")
    assert result.exit_code == 2
    assert "terms" in result.output


def test_no_store_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["changes"])
    assert "there is no store here" in str(result.exception)
