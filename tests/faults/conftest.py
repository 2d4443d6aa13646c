"""Twenty experiments in breaking things: each has a pass criterion, and says in a figure how it went.

`make faults` runs all of them and prints the table; those that are quick are part of `make test`, too.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.daemon.conftest import daemon as daemon
from tests.e2e.daemon.conftest import site as site

_FIGURES: pytest.StashKey[dict[str, str]] = pytest.StashKey()

Figure = Callable[[str], None]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Iterator[Figure]:
    """Says what was measured."""
    found: list[str] = []
    yield found.append
    request.node.stash[_FIGURES] = {"figure": "; ".join(found)}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    outcome = yield
    report = outcome.get_result()
    marker = item.get_closest_marker("experiment")
    if marker is not None:
        report.experiment = (*marker.args, item.stash.get(_FIGURES, {}).get("figure", ""))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    rows: dict[tuple[int, str], tuple[str, list[str]]] = {}
    # a test's own report comes before its figures are known; the end of its fixtures brings them
    for outcome in ("", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            if not hasattr(report, "experiment") or (outcome == "" and report.when != "teardown"):
                continue
            number, criterion, figure = report.experiment
            said, figures = rows.get((number, criterion), ("passed", []))
            rows[number, criterion] = (outcome or said, [*figures, *filter(None, [figure])])
    if rows:
        terminalreporter.section("experiments")
    for (number, criterion), (said, figures) in sorted(rows.items()):
        terminalreporter.write_line(f"{number:2}  {said:8}{criterion}: {'; '.join(figures)}")
