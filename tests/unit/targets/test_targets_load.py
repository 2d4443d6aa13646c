"""What a file's entries become."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from watcher.core.model import (
    Config,
    Cron,
    Digest,
    Interval,
    Language,
    Money,
    Part,
    Quiet,
    StakeKind,
    Step,
    StepKind,
    TargetKind,
    Threat,
    Topic,
    Viewport,
    Watch,
)
from watcher.targets.errors import ConfigError
from watcher.targets.load import LARGEST_FILE, load, loads

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "golden" / "targets"
DESKTOP = Viewport(name="desktop", width=1280, height=900)
PHONE = Viewport(name="phone", width=390, height=844, mobile=True)


def read(text: str, folder: Path = Path("/nowhere"), environment: dict[str, str] | None = None) -> Config:
    return loads(text.encode(), environment=environment or {}, credentials=None, folder=folder)


def one_target(keys: str) -> str:
    return f"targets:\n  - {{id: rules, url: 'https://www.facebook.com/policies', {keys}}}\n"


def test_contract_of_the_shape() -> None:
    config = read((CASES / "valid-contract" / "targets.yaml").read_text(encoding="utf-8"))

    rules, page = config.targets
    assert (rules.id, rules.kind, rules.platform) == ("facebook-promotions", TargetKind.POLICY, "facebook")
    assert rules.parts == (Part(url="https://www.facebook.com/policies/pages_groups_events/"),)
    assert rules.schedule == Interval(every=timedelta(hours=3))
    assert page.schedule == Interval(every=timedelta(hours=6))
    assert page.viewports == (DESKTOP, PHONE)
    assert page.watch == (Watch(role="tab", name="Shop", threats=(Threat.GONE, Threat.BELOW_FOLD, Threat.COVERED)),)
    assert (page.locale, page.timezone, page.owners) == ("de-DE", "Europe/Berlin", ("social-team",))

    [stake] = config.stakes
    assert (stake.title, stake.kind, stake.owners) == ("Frühlings-Gewinnspiel", StakeKind.CONTEST, ("social-team",))
    assert stake.value == Money(amount=Decimal(45000), currency="EUR")
    assert (stake.starts, stake.ends) == (None, date(2027, 4, 30))
    assert (stake.targets, stake.topics) == (("acme-facebook", "facebook-promotions"), (Topic.PROMOTIONS,))

    [owner] = config.owners
    assert (owner.language, owner.push, owner.push_from) == (Language.DE, ("social-mail", "social-slack"), 2)
    assert owner.digest == Digest(channel="social-mail", at=time(9), weekday=0)
    assert owner.quiet == Quiet(start=time(20), end=time(7))
    assert owner.timezone == "Europe/Berlin"
    assert (config.operator.id, config.operator.name, config.operator.push) == ("operator", "Operator", ("ops-mail",))
    assert config.operator.language is Language.EN


def test_defaults_of_the_smallest_file() -> None:
    config = read("targets: [{id: rules, url: 'https://www.facebook.com/legal/terms'}]")
    [target] = config.targets
    assert target.kind is TargetKind.POLICY
    assert target.title == "rules"
    assert target.platform is None
    assert target.schedule == Interval(every=timedelta(hours=6))
    assert target.viewports == (DESKTOP,)
    assert (target.locale, target.timezone, target.owners) == ("en-US", "UTC", ("operator",))
    assert (target.stale_after, target.confirm_after) == (timedelta(days=2), timedelta(minutes=10))
    assert target.deadline == timedelta(seconds=60)
    assert (config.stakes, config.owners, config.channels, config.network_allow) == ((), (), (), ())


def test_shorthands() -> None:
    config = read((CASES / "valid-shorthands" / "targets.yaml").read_text(encoding="utf-8"))
    rules, page, tab = config.targets
    assert rules.parts == (
        Part(url="https://www.tiktok.com/legal/1", select=("main",)),
        Part(url="https://www.tiktok.com/legal/2", select=("main",), ignore=(".date",)),
    )
    assert rules.schedule == Interval(every=timedelta(days=1, hours=12))
    assert (rules.owners, rules.viewports, rules.confirm_after) == (("social", "legal"), (PHONE,), timedelta(0))
    assert page.steps == (
        Step(kind=StepKind.SCROLL),
        Step(kind=StepKind.SCROLL, selector="#end", optional=True),
    )
    assert page.watch == (Watch(selector="#shop", threats=(Threat.GONE,)),)
    assert tab.viewports == (Viewport(name="tv", width=1920, height=1080),)
    assert (tab.owners, tab.topics) == (("operator",), (Topic.AI,))
    social, legal = config.owners
    assert social.digest == Digest(channel="mail", at=time(9), weekday=0)
    assert legal.digest == Digest(channel="mail", at=time(8, 30), weekday=None)
    assert legal.quiet == Quiet(start=time(20), end=time(7))
    assert config.stakes[0].value == Money(amount=Decimal("1250.50"), currency="CHF")
    assert config.network_allow == ("127.0.0.1/32",)


def test_steps_of_every_kind() -> None:
    steps = (
        "steps: [{click: '#a'}, {wait: 2s}, {wait_for: .b}, {type: {into: '#q', text: x}}, {hide: .c, optional: true}]"
    )
    [target] = read(one_target(steps)).targets
    assert target.steps == (
        Step(kind=StepKind.CLICK, selector="#a"),
        Step(kind=StepKind.WAIT, seconds=2.0),
        Step(kind=StepKind.WAIT_FOR, selector=".b"),
        Step(kind=StepKind.TYPE, selector="#q", text="x"),
        Step(kind=StepKind.HIDE, selector=".c", optional=True),
    )


def test_cron_has_the_targets_time_zone_and_wins_over_the_default() -> None:
    text = "defaults: {every: 1h, timezone: Europe/Berlin}\n" + one_target("cron: '0 7 * * 1-5'")
    assert read(text).targets[0].schedule == Cron(expression="0 7 * * 1-5", timezone="Europe/Berlin")
    own = one_target("cron: '0  7 * * MON', timezone: America/New_York")
    assert read(own).targets[0].schedule == Cron(expression="0 7 * * MON", timezone="America/New_York")


@pytest.mark.parametrize(
    ("keys", "stale_after"),
    [
        ("every: 3h", timedelta(days=2)),
        ("every: 7d", timedelta(days=8)),
        ("every: 7d, stale_after: 1h", timedelta(hours=1)),
        (
            "cron: '0 7 * * 1-5'",
            timedelta(days=5),
        ),  # a weekend, a day for what longest_gap rounds up, a day of patience
    ],
)
def test_target_does_not_go_stale_between_two_visits(keys: str, stale_after: timedelta) -> None:
    assert read(one_target(keys)).targets[0].stale_after == stale_after


def test_target_overrides_defaults_even_with_zero() -> None:
    text = "defaults: {confirm_after: 30m, deadline: 2m, locale: de-DE}\n" + one_target(
        "confirm_after: 0s, locale: en-GB"
    )
    [target] = read(text).targets
    assert (target.confirm_after, target.deadline, target.locale) == (timedelta(0), timedelta(minutes=2), "en-GB")


def test_login_file_is_found_from_the_files_folder(tmp_path: Path) -> None:
    text = "operator: {push: m}\nchannels: {m: {url: 'json://127.0.0.1'}}\n" + one_target("login: state.json")
    assert [problem.key for problem in read(text, tmp_path).warnings] == ["targets[0].login"]
    (tmp_path / "state.json").write_text("{}")
    config = read(text, tmp_path)
    assert config.targets[0].login == str(tmp_path / "state.json")
    assert config.warnings == ()


def test_short_intervals_are_fine_on_this_machine() -> None:
    for host in ("localhost:8080", "127.0.0.1:8080", "[::1]", "shop.localhost"):
        config = read(f"targets: [{{id: a, url: 'http://{host}/', every: 1s}}]")
        assert [problem.key for problem in config.warnings] == ["operator.push", "targets[0].owner"]


def test_ended_stakes_are_noticed_only_with_a_calendar() -> None:
    text = b"stakes: {s: {ends: 2026-10-31, depends_on: {topics: ai}}}\ntargets: [{id: a, url: 'https://a.example'}]"
    for today, keys in (
        (date(2026, 11, 1), ["stakes.s.ends"]),
        (date(2026, 10, 31), []),
        (None, []),
    ):
        config = loads(text, environment={}, credentials=None, folder=Path(), today=today)
        assert [problem.key for problem in config.warnings if problem.key.startswith("stakes")] == keys


def test_digest_identifies_the_text() -> None:
    text = one_target("every: 1h")
    assert read(text).digest == read(text).digest
    assert read(text).digest != read(text + "# a comment\n").digest


def test_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    assert read("\ufeff" + one_target("every: 1h").replace("\n", "\r\n")).targets[0].id == "rules"


def test_shipped_file_is_valid_and_asks_only_for_its_secrets() -> None:
    path = ROOT / "targets.yaml"
    config = load(path, environment={}, credentials=None, today=date(2026, 11, 1))
    assert {name for channel in config.channels for name in channel.missing} == {"SMTP_PASSWORD", "SLACK_URL"}
    assert {problem.key.split(".")[0] for problem in config.warnings} == {"channels"}
    secrets = {"SMTP_PASSWORD": "x", "SLACK_URL": "slack://a/b/c/#social"}
    assert load(path, environment=secrets, credentials=None, today=date(2026, 11, 1)).warnings == ()
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=docs/targets.schema.json\n")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (LARGEST_FILE + 1))
    for path, message in (
        (tmp_path / "none.yaml", "cannot be read (No such file or directory)"),
        (tmp_path, "cannot be read (Is a directory)"),
        (large, "is larger than 50 MB"),
    ):
        with pytest.raises(ConfigError) as caught:
            load(path, environment={}, credentials=None)
        assert str(caught.value) == f"{path}:1: file: {message}"


def test_problems_are_told_in_the_order_of_their_lines() -> None:
    text = "operator: {push: [x]}\ntargets:\n  - {id: a, url: b}\n  - {id: a, url: 'https://a.example', every: 1}\n"
    with pytest.raises(ConfigError) as caught:
        read(text)
    problems = caught.value.problems
    assert [(problem.line, problem.key) for problem in problems] == [
        (1, "operator.push[0]"),
        (3, "targets[0].url"),
        (4, "targets[1].id"),
        (4, "targets[1].every"),
    ]
    assert str(caught.value).splitlines() == [str(problem) for problem in problems]
