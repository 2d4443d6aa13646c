"""What pages show of themselves: one row for a value, retention leaves the last, forgetting leaves nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.store.test_retention import Store
from tests.facts import NOON, a_capture
from watcher.core.model import (
    Checked,
    Fact,
    FactKind,
    Figure,
    FigureKind,
    Profile,
    Reading,
    Source,
    Unchanged,
)
from watcher.store.forgetting import forget
from watcher.store.readings import last_figures, readings_of
from watcher.store.retention import plan, prune
from watcher.store.writer import Writer

DAY = timedelta(days=1)


@pytest.fixture
def store(writer: Writer, tmp_path: Path) -> Store:
    return Store(tmp_path / "store", writer)


def followers(value: float, margin: float = 0) -> Profile:
    figure = Figure(kind=FigureKind.FOLLOWERS, value=value, low=value - margin, high=value + margin)
    return Profile(figures=(figure,))


async def see(store: Store, profile: Profile | None, at: datetime, target: str = "acme") -> None:
    capture = a_capture(target=target, stream=f"{target}@desktop", at=at)
    await store.archive.keep(capture)
    checked = Checked(
        stream=capture.stream,
        target=target,
        at=at,
        capture=capture.id,
        outcome=Unchanged(digest="d"),
        profile=profile,
    )
    await store.archive.commit(checked)


def values(store: Store, name: str = "followers") -> list[tuple[str, int]]:
    return [(one.value, one.looks) for one in readings_of(store.db, "acme", None) if one.name == name]


async def test_what_looks_agree_on_is_one_row_as_exact_as_any_of_them(store: Store) -> None:
    for day, profile in enumerate((followers(12_300, 50), followers(12_312), followers(12_300, 50), followers(9_000))):
        await see(store, profile, NOON + day * DAY)
    assert values(store) == [("12312", 3), ("9000", 1)]
    first, last = readings_of(store.db, "acme", None)
    assert (first.at, first.until, last.at) == (NOON, NOON + 2 * DAY, NOON + 3 * DAY)


async def test_a_look_that_brought_nothing_new_counts(store: Store) -> None:
    await see(store, followers(500), NOON)
    await see(store, followers(400), NOON + DAY)
    await see(store, None, NOON + 2 * DAY)
    assert values(store) == [("500", 1), ("400", 2)]


async def test_an_address_that_changes_on_every_visit_fills_no_table(store: Store) -> None:
    for n in range(20):
        fact = Fact(kind=FactKind.PICTURE, value=f"signature-{n}", source=Source.META)
        await see(store, Profile(facts=(fact,)), NOON + n * DAY)
    assert len(values(store, "picture")) == 1


async def test_the_series_comes_with_the_history(store: Store) -> None:
    await see(store, followers(500), NOON)
    await see(store, followers(100), NOON + 90 * DAY)
    found = (await store.archive.history("acme@desktop", NOON + 60 * DAY)).readings
    assert [one.number for one in found] == [100]
    assert (await store.archive.history("acme@phone", NOON)).readings == ()


async def test_old_values_go_and_the_last_of_everything_stays(store: Store) -> None:
    for day in range(3):
        await see(store, replace(followers(1_000 + day), posted_at=NOON), NOON + day * DAY)
    before = NOON + 50 * DAY
    assert plan(store.db, store.blobs, before).readings == 2
    assert prune(store.db, store.blobs, store.folder, before).readings == 2
    assert values(store) == [("1002", 1)]
    assert values(store, "posted") == [(NOON.isoformat(), 3)]


async def test_nothing_is_left_of_a_page_that_is_forgotten(store: Store) -> None:
    await see(store, followers(1), NOON)
    await see(store, followers(2), NOON, target="other")
    forget(store.db, store.blobs, store.folder, "acme", NOON + DAY)
    assert list(last_figures(store.db)) == ["other"]
    (left,) = last_figures(store.db)["other"]
    assert isinstance(left, Reading)
