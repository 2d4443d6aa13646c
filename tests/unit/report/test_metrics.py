from datetime import timedelta

from tests.facts import NOON
from watcher.core.model import TargetStatus
from watcher.report.metrics import render_metrics


def status(target: str, **changes: object) -> TargetStatus:
    facts: dict[str, object] = {
        "target": target,
        "due": NOON + timedelta(hours=1),
        "leased": False,
        "failures": 0,
        "last_good_at": NOON,
        "last_at": NOON,
        "outcome": "unchanged",
        "message": None,
        "captures": 1,
    }
    return TargetStatus(**(facts | changes))  # type: ignore[arg-type]


def test_prometheus_reads_what_there_is() -> None:
    text = render_metrics(
        statuses=[status("terms"), status('a"\\b', failures=3, last_good_at=None, due=NOON - timedelta(hours=1))],
        incidents=[],
        visits={"unchanged": 7, "failure:dns": 3},
        messages={"dead": 1},
        free_bytes=123_456_789_012,
        now=NOON,
    )
    samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert samples["watcher_targets"] == "2"
    assert samples["watcher_targets_overdue"] == "1"
    assert samples['watcher_target_last_good_timestamp_seconds{target="terms"}'] == f"{NOON.timestamp():.0f}"
    assert samples['watcher_target_failures{target="a\\"\\\\b"}'] == "3"
    assert samples['watcher_visits{outcome="failure:dns"}'] == "3"
    assert samples['watcher_messages{state="dead"}'] == "1" and samples['watcher_messages{state="waiting"}'] == "0"
    assert samples["watcher_disk_free_bytes"] == "123456789012"
    names = {line.partition("{")[0].partition(" ")[0] for line in text.splitlines() if not line.startswith("#")}
    assert names == {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
