"""The readers of single values: spellings, slips, gaps, guesses."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice, pairwise

import pytest
from cronsim import CronSim

from watcher.capture.addresses import parse_allowed
from watcher.core.model import Cron, Interval, Money, TargetKind
from watcher.targets.addresses import read_network, read_url
from watcher.targets.gaps import longest_gap, shortest_gap
from watcher.targets.keypath import spell
from watcher.targets.kinds import guess_kind
from watcher.targets.scalars import read_plain
from watcher.targets.shown import shown
from watcher.targets.spelling import distance, nearest
from watcher.targets.texts import read_money, read_text
from watcher.targets.times import read_duration, read_timezone, spell_duration

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", timedelta(seconds=90)),
        ("1h30m", timedelta(minutes=90)),
        ("2w", timedelta(weeks=2)),
        ("1w1d1h1m1s", timedelta(weeks=1, days=1, hours=1, minutes=1, seconds=1)),
        ("0s", timedelta(0)),
    ],
)
def test_durations(text: str, length: timedelta) -> None:
    assert read_duration(text, timedelta(0), timedelta(days=99)) == length
    assert read_duration(spell_duration(length), timedelta(0), timedelta(days=99)) == length


@pytest.mark.parametrize(
    "value", ["", "h", "1", "1.5h", "1h 30m", "30m1h", "-1h", "1H", "1h\n", "٣h", 3, 3.0, True, None, ["1h"]]
)
def test_what_is_no_duration(value: object) -> None:
    with pytest.raises(ValueError, match="is not a length of time"):
        read_duration(value, timedelta(0), timedelta(days=99))


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        *(
            ("6 hours", "6h"),
            ("6H", "6h"),
            ("6 h", "6h"),
            ("1h 30m", "1h30m"),
            ("2 Tage", "2d"),
            ("1 day, 6 hours", "1d6h"),
        ),
        *((6, "6h"), ("6 parsecs", None), ("30m 1h", None), ("hours", None), ("6", None), ("9" * 10_000 + "h", None)),
        ("1h " * 10_000, None),
    ],
)
def test_what_was_probably_meant_for_a_duration(value: object, meant: str | None) -> None:
    with pytest.raises(ValueError) as caught:
        read_duration(value, timedelta(0), timedelta(days=99))
    hint = str(caught.value).partition("length of time.")[2].partition(" Write a number")[0]
    assert (meant in hint) if meant else not hint


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("Berlin", "Europe/Berlin"),
        ("berlin ", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Atlantis", None),
    ],
)
def test_what_was_probably_meant_for_a_time_zone(value: str, meant: str | None) -> None:
    with pytest.raises(ValueError) as caught:
        read_timezone(value)
    assert (f"Did you mean {meant}?" in str(caught.value)) is bool(meant)


@pytest.mark.parametrize(
    ("copied", "text"),
    [
        ("a\u00a0b\u202fc\u2009d", "a b c d"),
        ("\u00a0a\u3000", "a"),
        ("Ge\u00adwinn\u200bspiel\ufeff\u2060", "Gewinnspiel"),
        ("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 500, "x" * 500),
    ],
)
def test_copied_texts(copied: str, text: str) -> None:
    assert read_text(copied) == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("x" * 501, "too long"),
        ("a\nb", "line break"),
        ("a\u2028b", "line break"),
        ("a\tb", "U+0009"),
        ("a\u202eb", "U+202E"),
        ("\u00a0\u00ad", "is empty"),
    ],
)
def test_texts_that_are_refused_for_their_own_reason(value: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        read_text(value)


@pytest.mark.parametrize("amount", ["45000 EUR", "45000EUR", "45000\u00a0EUR", "45000\u202fEUR"])
def test_amounts_of_money(amount: str) -> None:
    assert read_money(amount) == Money(amount=Decimal(45000), currency="EUR")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("yes", "yes"),
        ("on", "on"),
        ("-17", -17),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("20:00", "20:00"),
        ("2027-04-30", "2027-04-30"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_scalars_are_yaml_1_2(text: str, value: object) -> None:
    read = read_plain(text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("left", "right", "steps"),
    [
        ("", "", 0),
        ("every", "", 5),
        ("every", "evrey", 1),
        ("every", "very", 1),
        ("owner", "owners", 1),
        ("ab", "ba", 1),
        ("a", "b", 1),
    ],
)
def test_edit_distance(left: str, right: str, steps: int) -> None:
    assert distance(left, right) == distance(right, left) == steps


def test_nearest_word() -> None:
    keys = ["every", "owner", "push_from", "depends_on", "data_privacy"]
    assert nearest("evrey", keys) == "every"
    assert nearest("Push-From", keys) == "push_from"
    assert nearest("dependson", keys) == "depends_on"
    assert nearest("privacy", keys) == "data_privacy"
    assert nearest("interval", keys) is None
    assert nearest("x", ["y"]) is None
    assert nearest("e" * 100_000, keys) is None
    assert nearest("evrey", ["every"] * 201) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        (True, "true"),
        (3, "3"),
        ("a", '"a"'),
        ("two\nlines\x1b[31m", '"two\\nlines\\u001b[31m"'),
        ("right\u202eleft", '"right\\u202eleft"'),
        ("x" * 100, f'"{"x" * 60}…"'),
        ("mailtos://u:hunter2@host", '"mailtos://…"'),
        ("u:hunter2@host", '"…@host"'),
        ([], "a list"),
        ({}, "a block of keys"),
    ],
)
def test_wrong_values_are_shown_without_secrets_or_control_characters(value: object, text: str) -> None:
    assert shown(value) == text


def test_key_paths() -> None:
    assert spell(()) == "file"
    assert spell(("targets", 2, "every")) == "targets[2].every"
    assert spell(("stakes", "Früh ling", "mailto://u:p@h")) == 'stakes."Früh ling"."mailto://…"'


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/acme",
        "http://127.0.0.1:8080",
        "https://[::1]:8080/a?b#c",
        "https://xn--mnchen-3ya.de",
        "https://münchen.de/ü",
    ],
)
def test_urls(url: str) -> None:
    assert read_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *("", "acme", "HTTP://a.example", "ftp://a.example", "https://", "https:///a", "https://a b", "https://a:b"),
        *("https://a:0/", "https://a:99999/", "https://[::1", "https://a.example/\n", "https://u@a.example"),
        *("https://a.example,https://b.example", "https://a.example/1, https://a.example/2", "https://a\\@b.example"),
        *("https://a.example/" + "a" * 2000, "view-source:https://a.example", None, 5),
    ],
)
def test_what_is_no_url(url: object) -> None:
    with pytest.raises(ValueError):
        read_url(url)


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.0.0.1/32:8080",
        "10.0.0.0/8",
        "127.0.0.1/8",
        "fd00::/8",
        "::1",
        "[::1]:8080",
        "[fd00::]/8",
        "[::1]/128:80",
    ],
)
def test_networks_are_those_that_the_browsers_guard_reads(text: str) -> None:
    assert parse_allowed(read_network(text))


@pytest.mark.parametrize(
    "text", ["", "localhost", "10.0.0.0/33", "1.2.3", "1.2.3.4:0", "1.2.3.4:65536", "::/129", "1:2", "*", 5, None]
)
def test_what_is_no_network(text: object) -> None:
    with pytest.raises(ValueError, match="is not a network address"):
        read_network(text)


@pytest.mark.parametrize(
    ("expression", "shortest"),
    [
        ("* * * * *", timedelta(minutes=1)),
        ("*/15 * * * *", timedelta(minutes=15)),
        ("0 7 * * *", DAY),
        ("0,1 9 1 * *", timedelta(minutes=1)),
    ],
)
def test_shortest_gap(expression: str, shortest: timedelta) -> None:
    assert shortest_gap(Cron(expression=expression, timezone="UTC")) == shortest
    assert shortest_gap(Interval(every=shortest)) == shortest


@pytest.mark.parametrize(
    "expression", ["* 9-17 * * 1-5", "0 7 * * *", "0 7 * * 1", "0 7 1 * *", "*/5 * 1 1 *", "59 23 L * *"]
)
def test_longest_gap_is_never_too_small(expression: str) -> None:
    times = islice(CronSim(expression, datetime(2023, 6, 1, tzinfo=UTC)), 3000 if expression.startswith("*") else 15)
    longest = max(later - earlier for earlier, later in pairwise(times))
    assert longest <= longest_gap(Cron(expression=expression, timezone="UTC")) <= longest + 2 * DAY


@pytest.mark.parametrize(
    ("urls", "kind"),
    [
        (["https://www.facebook.com/legal/terms"], TargetKind.POLICY),
        (["https://support.google.com/youtube/answer/9288567"], TargetKind.POLICY),
        (["https://www.facebook.com/policies/pages_groups_events/"], TargetKind.POLICY),
        (["https://acme.example/AGB.pdf"], TargetKind.POLICY),
        (["https://acme.example/flyer.PDF"], TargetKind.POLICY),
        (["https://www.facebook.com/acme"], TargetKind.PAGE),
        (["https://www.instagram.com/"], TargetKind.PAGE),
        (["https://www.facebook.com/determsine"], TargetKind.PAGE),
        (["https://acme.example/terms", "https://acme.example/shop"], TargetKind.PAGE),
    ],
)
def test_kind_is_guessed_from_the_address(urls: list[str], kind: TargetKind) -> None:
    assert guess_kind(urls, watches_elements=False) is kind
    assert guess_kind(urls, watches_elements=True) is TargetKind.PAGE
