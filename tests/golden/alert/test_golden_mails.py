"""Each folder here holds the mail that its case gives, as text and as HTML.

`python -m tests.golden.alert.test_golden_mails` writes them anew: read the difference before you keep it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.alert_samples import LEGAL, NOW, PAGE, RULES, SOCIAL, config, rule_finding
from tests.unit.alert.page_samples import GONE_TAB, LOW_TAB, NEW_TEASER, gone_finding, page_finding
from watcher.alert.compose import compose, compose_operator, samples
from watcher.alert.follow_ups import follow_up
from watcher.alert.message import Message, join
from watcher.alert.notes import compose_note
from watcher.core.model import (
    Alert,
    Direction,
    EffectiveKind,
    Escalation,
    Finding,
    Language,
    Note,
    NoteKind,
    OpenFinding,
    Owner,
    Proof,
    Safe,
    Secret,
    TakeLinks,
    Told,
    Way,
)

HERE = Path(__file__).parent
LINKS = TakeLinks(base="https://watcher.acme.example/take", key=Secret("key"))
PROOF = Proof(before=("3b" * 32,), after=("a7" * 32,))


def _first(*alerts: Alert) -> tuple[Alert, ...]:
    return alerts[:1]


def _page(finding: Finding, owner: Owner) -> tuple[Alert, ...]:
    target = replace(PAGE, owners=(owner.id,))
    return _first(*compose(finding, target=target, config=config(owner), now=NOW))


def _cases() -> Mapping[str, tuple[Alert, ...]]:
    rule = {"target": RULES, "now": NOW, "proof": PROOF}
    updated = rule_finding(
        severity=2,
        direction=Direction.MIXED,
        effective_kind=EffectiveKind.LAST_UPDATED,
        stakes=(),
        matches=(),
        priority=3,
    )
    over = replace(rule_finding().matches[0], safe=Safe.ENDED)
    late = rule_finding(stakes=(), matches=(over,), priority=2, effective_date=date(2027, 6, 1))
    head = replace(LEGAL, id="head", name="Head of Marketing")
    chain = replace(SOCIAL, escalate=(Escalation(after=timedelta(hours=4), to=("head",)),))
    open_finding = OpenFinding(finding=rule_finding(), told=(("social-team", NOW),))
    week_before = datetime(2027, 3, 25, 8, 0, tzinfo=UTC)
    same = [replace(late, id=f"bund1e{n}", target=f"rules-{n}") for n in range(3)]
    documents = [replace(RULES, title=f"Facebook’s rules no. {n}") for n in range(1, 5)]
    bundle = [
        compose(one, target=document, config=config(LEGAL), now=NOW)[0]
        for one, document in zip((rule_finding(), *same), documents, strict=True)
    ]
    digest = [
        compose(rule_finding(id=f"d1gest{number}", severity=1), config=config(), **rule)[0]  # type: ignore[arg-type]
        for number in range(2)
    ]
    return {
        **dict(_every_language(open_finding, week_before)),
        "rule-in-german": _first(*compose(rule_finding(), config=config(SOCIAL), **rule)),  # type: ignore[arg-type]
        "rule-in-english": _first(*compose(rule_finding(), config=config(LEGAL), **rule)),  # type: ignore[arg-type]
        "rule-without-stake": _first(*compose(updated, config=config(LEGAL), **rule)),  # type: ignore[arg-type]
        "rule-with-safe-stake": _first(*compose(late, config=config(LEGAL), **rule)),  # type: ignore[arg-type]
        "layout-in-english": _page(page_finding(LOW_TAB, NEW_TEASER, stakes=("shop-tab",)), LEGAL),
        "layout-in-german": _page(page_finding(GONE_TAB, NEW_TEASER, stakes=("shop-tab",)), SOCIAL),
        "gone-in-german": _page(gone_finding(), SOCIAL),
        "digest": tuple(digest),
        "bundle": tuple(bundle),
        "reminder-in-german": _first(*follow_up([open_finding], config(SOCIAL), week_before)),
        "escalation-in-english": _first(*follow_up([open_finding], config(chain, head), NOW + timedelta(hours=4))),
        "operator": compose_operator(
            key="stale:acme-facebook",
            subject="acme-facebook has had no good capture for 2 days",
            text="The last 14 visits ended as blocked.\nSee: watcher doctor",
            config=config(),
            now=NOW,
        ),
        "test-message": _first(*samples(config(), None, NOW)),
    }


def _every_language(open_finding: OpenFinding, week_before: datetime) -> Iterator[tuple[str, tuple[Alert, ...]]]:
    """Each template and severity once in each language."""
    head = replace(SOCIAL, id="head", name="Head of Marketing")
    for language in Language:
        owner = replace(SOCIAL, language=language, push_from=1)
        chain = replace(owner, escalate=(Escalation(after=timedelta(hours=4), to=("head",)),))
        firm = replace(config(chain, replace(head, language=language)), links=LINKS)
        name = f"all/{language.value}"
        for severity in (1, 2, 3):
            rule = rule_finding(severity=severity, direction=list(Direction)[severity])
            page = page_finding(LOW_TAB, NEW_TEASER, severity=severity, stakes=("shop-tab",))
            for what, finding, target in (("rule", rule, RULES), ("layout", page, PAGE)):
                told = compose(finding, target=replace(target, owners=(owner.id,)), config=firm, now=NOW, proof=PROOF)
                yield f"{name}/{what}-{severity}", _first(*told)
        lost = compose(gone_finding(), target=replace(PAGE, owners=(owner.id,)), config=firm, now=NOW)
        yield f"{name}/gone", _first(*lost)
        yield f"{name}/reminder", _first(*follow_up([open_finding], firm, week_before))
        late = follow_up([open_finding], firm, NOW + timedelta(hours=4))
        yield f"{name}/escalation", _first(*(alert for alert in late if alert.owner == "head"))
        told_by = Told(finding=rule_finding(), ways=(Way(owner=owner.id, channel=owner.push[0], digest=False),))
        for kind in (NoteKind.WITHDRAWN, NoteKind.BACK):
            note = Note(kind=kind, told=told_by)
            yield f"{name}/{kind.value}", _first(*compose_note(note, target=RULES, config=firm, now=NOW))


def _mail(case: str) -> Message:
    return join(_cases()[case], NOW)


def messages() -> Iterator[tuple[str, Message]]:
    """Every case with its message."""
    for case, alerts in _cases().items():
        yield case, join(alerts, NOW)


def _files(message: Message) -> dict[str, str]:
    return {"mail.txt": f"Subject: {message.subject}\n\n{message.text}", "mail.html": message.html}


@pytest.mark.parametrize("case", list(_cases()))
def test_the_mail_is_the_one_that_was_agreed(case: str) -> None:
    for name, content in _files(_mail(case)).items():
        assert content == (HERE / case / name).read_text(encoding="utf-8")


def test_every_folder_is_a_case() -> None:
    assert {str(path.parent.relative_to(HERE)) for path in HERE.rglob("mail.txt")} == set(_cases())


def _write() -> None:
    for case in _cases():
        folder = HERE / case
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in _files(_mail(case)).items():
            (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    _write()
