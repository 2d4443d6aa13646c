"""In which order a document writes days and months."""

from datetime import date

import pytest

from watcher.judge.days import DayOrder, day_order, read_days

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Updated 3/4/2026, before that 13/2/2026", DayOrder.DAY_FIRST),
        ("Updated 3/4/2026, before that 2/13/2026", DayOrder.MONTH_FIRST),
        ("Updated 3/4/2026. In force since January 5, 2025.", DayOrder.MONTH_FIRST),
        ("Updated 3/4/2026. In force since 5 January 2025.", DayOrder.DAY_FIRST),
        ("Version du 3/4/2026", DayOrder.DAY_FIRST),
        ("Updated 3/4/2026", None),
        ("Seen 13/2/2026 and 2/13/2026", None),
        ("From 5 January 2025 to February 3, 2026", None),
    ],
)
def test_habits(text: str, order: DayOrder | None) -> None:
    assert day_order(text) is order


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-02-03", "2027-02-03"),
        ("2027/2/3", "2027-02-03"),
        ("3.2.2027", "2027-02-03"),
        ("3. 2. 2027", "2027-02-03"),
        ("03.02.27", "2027-02-03"),
        ("3-Feb-2027", "2027-02-03"),
        ("the 3rd of February, 2027", "2027-02-03"),
        ("February 3rd of 2027", "2027-02-03"),
        ("3. Feber 2027", "2027-02-03"),
        ("le 1er février 2027", "2027-02-01"),
    ],
)
def test_ways_to_write_a_day(text: str, day: str) -> None:
    assert [[str(one) for one in written.days] for written in read_days(text, TODAY, None)] == [[day]]


@pytest.mark.parametrize("text", ["version 3.2.27", "31 February 2027", "1.2.3.2027", "44/55/2027", "February 2027"])
def test_no_days(text: str) -> None:
    assert not list(read_days(text, TODAY, None))
