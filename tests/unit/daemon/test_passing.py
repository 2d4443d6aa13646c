"""A pass by hand spares a host that is down, until its rest is over or somebody insists."""

from datetime import datetime, timedelta
from pathlib import Path

import structlog

from tests.unit.daemon.test_checking import Desk
from watcher.core.model import Checked, Failure, FailureKind, Target
from watcher.daemon.coverage import Coverage
from watcher.daemon.passing import Pass
from watcher.store.incidents import SqliteIncidents

DEAD = Failure(kind=FailureKind.CONNECT, message="connection refused", url="https://platform.example/terms")


async def look(desk: Desk, *, insist: bool) -> tuple[tuple[Checked, ...], list[tuple[Target, datetime]]]:
    spared: list[tuple[Target, datetime]] = []
    one_pass = Pass(
        checker=desk.checker,
        coverage=Coverage(
            incidents=SqliteIncidents(desk.writer), clock=desk.clock, log=structlog.get_logger(), one_pass=True
        ),
        ledger=desk.ledger,
        clock=desk.clock,
        holder="test",
        slots=1,
        pause=timedelta(),
        on_checked=lambda target, checked: None,
        on_resting=None if insist else lambda target, until: spared.append((target, until)),
    )
    checked = await one_pass.run(desk.config, [desk.target])
    return checked, spared


async def test_a_host_that_is_down_is_spared_until_its_rest_is_over(tmp_path: Path) -> None:
    desk = Desk(tmp_path, *[DEAD] * 6)
    for _ in range(3):
        checked, spared = await look(desk, insist=False)
        assert (len(checked), spared) == (1, [])
        desk.clock.go(seconds=1)
    checked, spared = await look(desk, insist=False)
    assert checked == ()
    ((target, until),) = spared
    assert target == desk.target
    assert desk.clock() < until
    assert len((await look(desk, insist=True))[0]) == 1
    desk.clock.go(seconds=60)
    checked, spared = await look(desk, insist=False)
    assert (len(checked), spared) == (1, [])
