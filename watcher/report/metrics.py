"""What Prometheus reads: how the targets, visits, messages and the disk fare, as text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from watcher.core.model import Incident, TargetStatus

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def render_metrics(
    *,
    statuses: Sequence[TargetStatus],
    incidents: Sequence[Incident],
    visits: Mapping[str, int],
    messages: Mapping[str, int],
    free_bytes: int,
    now: datetime,
) -> str:
    """One text in Prometheus' exposition format; `visits` by how they ended, `messages` by their state."""
    good = [(entry.target, entry.last_good_at) for entry in statuses]
    series: list[tuple[str, str, str, Iterable[tuple[str, float]]]] = [
        ("watcher_targets", "gauge", "Targets that are watched.", [("", len(statuses))]),
        (
            "watcher_target_last_good_timestamp_seconds",
            "gauge",
            "When the target was last seen well.",
            [(_label("target", target), at.timestamp()) for target, at in good if at],
        ),
        (
            "watcher_target_failures",
            "gauge",
            "Failed checks in a row.",
            [(_label("target", entry.target), entry.failures) for entry in statuses],
        ),
        (
            "watcher_targets_overdue",
            "gauge",
            "Targets whose next look should have begun more than a minute ago.",
            [("", sum(1 for entry in statuses if not entry.leased and (now - entry.due).total_seconds() > 60))],
        ),
        (
            "watcher_visits",
            "gauge",
            "Visits on record, by how they ended.",
            [(_label("outcome", name), count) for name, count in visits.items()],
        ),
        (
            "watcher_messages",
            "gauge",
            "Messages by state: waiting, delivered, dead, or known from one that says the same.",
            [(_label("state", state), messages.get(state, 0)) for state in ("waiting", "delivered", "dead", "known")],
        ),
        ("watcher_incidents_open", "gauge", "Troubles that are open.", [("", len(incidents))]),
        ("watcher_disk_free_bytes", "gauge", "Free space on the store's disk.", [("", free_bytes)]),
    ]
    return "".join(_family(*family) for family in series)


def _family(name: str, kind: str, text: str, samples: Iterable[tuple[str, float]]) -> str:
    lines = "".join(f"{name}{label} {value:.15g}\n" for label, value in samples)
    return f"# HELP {name} {text}\n# TYPE {name} {kind}\n{lines}"


def _label(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{{{name}="{escaped}"}}'
