"""weigh(): every way in which a capture can stand beside the baseline."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.facts import NOON, RECIPE, a_capture, a_part, a_target
from watcher.core.model import (
    Capture,
    Changed,
    Failure,
    FailureKind,
    First,
    History,
    Outcome,
    Part,
    Rebased,
    Standing,
    Target,
    Unchanged,
    Unconfirmed,
    Variant,
)
from watcher.flow import weigh

LATER = NOON + timedelta(minutes=20)
TOMORROW = NOON + timedelta(hours=25)
TARGET = a_target()


def document(rule: str, sections: int = 8) -> bytes:
    body = "".join(
        f"<h2>{n}. Section {n}</h2><p>Section {n} says how a page is run, who answers for what is posted on it, and how"
        " a decision about it can be questioned by those whom it concerns.</p>"
        for n in range(1, sections + 1)
    )
    return f"<html lang=en><title>Terms</title><main><h1>Terms</h1>{body}<h2>Rules</h2><p>{rule}</p></main>".encode()


def noisy(body: bytes, visit: int) -> bytes:
    """The same page with what changes at every visit."""
    return body.replace(b"</main>", f"<p>Last viewed by {visit * 17} people.</p></main>".encode())


OLD = document("You may ask people to like your page before they enter a promotion.")
NEW = document("You must not ask people to like your page before they enter a promotion, from 1 March 2027.")
OTHER = b"<html lang=en><main><h1>News</h1>" + b"<p>Something else altogether, about gardens and tools.</p>" * 30


def seen(body: bytes = OLD, at: datetime = NOON, **changes: object) -> Capture:
    return a_capture(a_part(body, **changes), at=at)


def a_variant(name: str, standing: Standing, capture: Capture | None = None, at: datetime = NOON) -> Variant:
    return Variant(name=name, standing=standing, first_seen=at, last_seen=at, doubted=at, capture=capture)


def test_the_first_good_capture_is_the_baseline() -> None:
    assert isinstance(weigh(None, seen(), TARGET, History(), NOON), First)


def test_other_bytes_with_the_same_words_are_unchanged() -> None:
    noisy = OLD.replace(b"<p>", b"<p class=x data-token=123>")
    assert isinstance(weigh(seen(), seen(noisy), TARGET, History(), NOON), Unchanged)


def test_a_changed_rule_is_told_at_once() -> None:
    outcome = weigh(seen(), seen(NEW), TARGET, History(), NOON)
    assert isinstance(outcome, Changed)
    assert outcome.finding.severity >= 2
    assert str(outcome.finding.effective_date) == "2027-03-01"


def test_the_same_change_has_the_same_id_however_often_it_is_seen() -> None:
    baseline = seen()
    outcomes = [weigh(baseline, seen(NEW), TARGET, History(), at) for at in (NOON, LATER)]
    ids = {outcome.finding.id for outcome in outcomes if isinstance(outcome, Changed)}
    assert len(ids) == 1


def test_a_suspicious_change_wants_a_second_look() -> None:
    assert isinstance(weigh(seen(), seen(OTHER), TARGET, History(), NOON), Unconfirmed)


@pytest.mark.parametrize(
    ("first_look", "at", "outcome"),
    [(OTHER, TOMORROW, Changed), (OTHER, LATER, Unconfirmed), (OLD, TOMORROW, Unconfirmed)],
)
def test_another_document_must_last_a_day(first_look: bytes, at: datetime, outcome: type[Outcome]) -> None:
    pending = a_variant("pending", Standing.PENDING, seen(first_look))
    assert isinstance(weigh(seen(), seen(OTHER), TARGET, History(variants=(pending,)), at), outcome)


def test_what_lasts_a_day_is_a_line_in_the_digest() -> None:
    outcome = weigh(
        seen(), seen(OTHER), TARGET, History(variants=(a_variant("pending", Standing.PENDING, seen(OTHER)),)), TOMORROW
    )
    assert isinstance(outcome, Changed)
    assert outcome.new_baseline
    assert outcome.finding.severity == 1
    assert "something else for a day" in outcome.finding.headline


def test_the_longer_it_lasts_the_longer_is_the_wait_for_the_next_look() -> None:
    pending = a_variant("pending", Standing.PENDING, seen(OTHER))
    outcome = weigh(seen(), seen(OTHER), TARGET, History(variants=(pending,)), LATER)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.since, outcome.again_at) == (NOON, LATER + timedelta(minutes=20))


def test_looks_that_never_agree_do_not_hide_the_page_for_ever() -> None:
    others = [
        b"<main>" + f"<p>State {n} of a page about {word}.</p>".encode() * 40 + b"</main>"
        for n, word in enumerate(("gardens", "engines", "clouds", "rivers", "castles", "violins"))
    ]
    baseline, now = seen(), NOON
    history = History()
    waits: list[timedelta] = []
    for n in range(400):
        body = others[n % len(others)]
        outcome = weigh(baseline, seen(body), TARGET, history, now)
        if isinstance(outcome, Changed):
            break
        assert isinstance(outcome, Unconfirmed)
        pending = Variant(
            name="pending",
            standing=Standing.PENDING,
            first_seen=outcome.since,
            last_seen=now,
            doubted=outcome.doubted,
            capture=seen(body),
        )
        history = History(variants=(pending,))
        waits.append(outcome.again_at - now)
        now = outcome.again_at
    assert isinstance(outcome, Changed)
    assert outcome.finding.severity == 1
    assert timedelta(days=2) <= now - NOON < timedelta(days=3)
    assert max(waits) <= timedelta(hours=6)
    assert len(waits) < 30


def test_waits_grow_even_where_none_was_asked_for() -> None:
    target = replace(TARGET, confirm_after=timedelta())
    outcome = weigh(seen(), seen(OTHER), target, History(), NOON)
    assert isinstance(outcome, Unconfirmed)
    assert outcome.again_at > NOON


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"<h1>Forbidden</h1>", 403, FailureKind.BLOCKED),
        (b"<h1>Too many requests</h1>", 429, FailureKind.BLOCKED),
        (b"<h1>Oops</h1>", 500, FailureKind.HTTP_ERROR),
        (b"<html><body></body></html>", 200, FailureKind.EMPTY),
    ],
)
def test_a_failure_is_not_a_change(body: bytes, status: int, kind: FailureKind) -> None:
    outcome = weigh(seen(), seen(body, status=status), TARGET, History(), NOON)
    assert isinstance(outcome, Failure)
    assert outcome.kind is kind
    assert outcome.status == status


def test_another_browser_with_the_same_words_is_a_new_baseline() -> None:
    upgraded = replace(seen(), recipe=replace(RECIPE, browser="Chromium 151"))
    assert isinstance(weigh(seen(), upgraded, TARGET, History(), NOON), Rebased)


def test_another_browser_with_other_words_is_a_change_of_the_words() -> None:
    upgraded = replace(seen(NEW), recipe=replace(RECIPE, browser="Chromium 151"))
    assert isinstance(weigh(seen(), upgraded, TARGET, History(), NOON), Changed)


def test_other_parts_are_a_new_baseline() -> None:
    more = a_part(OLD, url="https://platform.example/more")
    target = a_target(parts=(*TARGET.parts, Part(url=more.url)))
    assert isinstance(weigh(seen(), a_capture(a_part(OLD), more), target, History(), NOON), Rebased)


def select(target: Target, css: str) -> Target:
    return replace(target, parts=(replace(target.parts[0], select=(css,)),))


def test_a_selector_that_matches_no_more_is_a_failure() -> None:
    outcome = weigh(seen(), seen(), select(TARGET, "#content"), History(), NOON)
    assert isinstance(outcome, Failure)
    assert outcome.kind is FailureKind.SELECTOR


def test_a_selector_that_only_the_new_page_offers_is_a_new_baseline() -> None:
    outcome = weigh(
        seen(), seen(OLD.replace(b"<main>", b"<main id=content>")), select(TARGET, "#content"), History(), NOON
    )
    assert isinstance(outcome, Rebased)
