"""Since when a changed rule holds, and what else its dates say."""

from datetime import date

import pytest

from tests.readings import a_change
from watcher.core.model import Change, ChangeKind, EffectiveKind, Opinion, TargetKind
from watcher.judge.effective import find_effect
from watcher.judge.judge import judge
from watcher.judge.noise import sift
from watcher.judge.printed import Printed, printed

TODAY = date(2026, 11, 25)
BODY = "\n\n".join(
    f"Paragraph {name} describes at some length how the team answers the questions that people send in."
    for name in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
)
RULES = f"# Promotion rules\n\nLast updated: March 1, 2026\n\nYou may ask for a fee.\n\n{BODY}\n"


def opinion(before: str, after: str) -> Opinion:
    return judge(a_change(before, after), kind=TargetKind.POLICY, name="Rules", watch=(), today=TODAY)


def effect(change: Change) -> tuple[str, EffectiveKind] | None:
    found = find_effect(change, sift(change, TODAY), TODAY)
    return (str(found.day), found.kind) if found else None


def rules(said: Opinion) -> list[str]:
    return [reason.rule for reason in said.reasons]


def added(text: str) -> Change:
    return a_change(RULES, f"{RULES}\n{text}\n")


def test_who_is_there_already_counts_before_who_comes() -> None:
    change = added("New users: effective December 1, 2026.\n\nExisting users: effective February 1, 2027.")
    assert effect(change) == ("2027-02-01", EffectiveKind.EFFECTIVE)


def test_of_a_history_the_last_entry_counts() -> None:
    change = added("## History\n\n### October 3, 2026\n\nFirst rules.\n\n### November 20, 2026\n\nMore rules.")
    assert effect(change) == ("2026-11-20", EffectiveKind.LAST_UPDATED)


def test_the_documents_habit_decides_the_day() -> None:
    assert effect(added("The fee is due for everybody, effective 12/01/2026.")) == (
        "2026-12-01",
        EffectiveKind.EFFECTIVE,
    )
    british = RULES.replace("March 1, 2026", "1 March 2026")
    change = a_change(british, f"{british}\nThe fee is due for everybody, effective 12/01/2027.\n")
    assert effect(change) == ("2027-01-12", EffectiveKind.EFFECTIVE)


def test_an_unclear_day_to_act_by_is_none_and_is_marked() -> None:
    plain = RULES.replace("Last updated: March 1, 2026\n\n", "")
    said = opinion(plain, f"{plain}\nYou must pay a fee, effective 01/12/2026.\n")
    assert (said.effective_date, said.lead_days) == (None, None)
    assert "ambiguous_date" in rules(said)


def test_a_date_alone_is_stated_though_it_changes_nothing_else() -> None:
    said = opinion(RULES, RULES.replace("March 1, 2026", "November 2, 2026"))
    assert said.kind is ChangeKind.COSMETIC
    assert (said.effective_date, said.effective_kind) == (date(2026, 11, 2), EffectiveKind.LAST_UPDATED)
    assert said.lead_days is None


def test_new_rules_under_an_announced_date_take_effect_then() -> None:
    ahead = RULES.replace("Last updated: March 1, 2026", "These rules take effect on January 5, 2027.")
    said = opinion(ahead, ahead.replace("You may ask for a fee.", "You must not ask for a fee."))
    assert (said.effective_date, said.lead_days) == (date(2027, 1, 5), 41)


def test_other_words_under_an_announced_date_are_not_dated() -> None:
    ahead = RULES.replace("Last updated: March 1, 2026", "These rules take effect on January 5, 2027.")
    said = opinion(ahead, ahead.replace("describes at some length how", "tells how", 1))
    assert said.kind is not ChangeKind.SUBSTANTIVE
    assert said.effective_date is None


class TestSilentEdit:
    def test_a_rule_that_changed_under_the_same_date(self) -> None:
        said = opinion(RULES, RULES.replace("You may ask for a fee.", "You must not ask for a fee."))
        assert [reason.quote for reason in said.reasons if reason.rule == "silent_edit"] == [
            "Last updated: March 1, 2026"
        ]

    def test_it_does_not_make_the_change_graver(self) -> None:
        change = "You may ask for a fee.", "You must not ask for a fee."
        told = RULES.replace("March 1, 2026", "November 2, 2026")
        loud, silent = opinion(RULES, told.replace(*change)), opinion(RULES, RULES.replace(*change))
        assert "silent_edit" not in rules(loud)
        assert silent.severity <= loud.severity

    def test_an_entry_in_the_history_is_not_silent(self) -> None:
        said = opinion(RULES, f"{RULES}\nYou must not ask for a fee.\n\n### November 20, 2026\n")
        assert "silent_edit" not in rules(said)

    def test_a_document_without_a_date_cannot_be_silent(self) -> None:
        plain = RULES.replace("Last updated: March 1, 2026\n\n", "")
        assert "silent_edit" not in rules(opinion(plain, plain.replace("may ask", "must not ask")))

    def test_typography_is_not_told_of(self) -> None:
        assert "silent_edit" not in rules(opinion(RULES, RULES.replace("Paragraph one", "Paragraph *one*.")))


class TestNotice:
    def test_the_documents_own_term_is_told_where_no_date_is(self) -> None:
        term = "Changes to these rules become effective 30 days after we post them."
        before = f"{RULES}\n{term}\n"
        said = opinion(before, before.replace("You may ask", "You must not ask"))
        assert [reason.quote for reason in said.reasons if reason.rule == "notice_period"] == [term]
        assert (said.effective_date and said.effective_kind, said.lead_days) == (None, None)

    @pytest.mark.parametrize(
        "text",
        [
            "We reply within 30 days of your notice.",
            "Any changes to your payment details take effect 15 days after you send them.",
            "If your company changes, notify us within 14 days.",
            "Entries must be announced 14 days before the draw.",
        ],
    )
    def test_other_terms_are_no_notice(self, text: str) -> None:
        assert "notice_period" not in rules(opinion(RULES, f"{RULES}\n{text}\n"))


def test_a_term_to_opt_out_is_a_deadline_but_not_one_to_appeal() -> None:
    opt_out = "You may opt out of arbitration within 30 days of accepting these rules."
    assert "optout_deadline" in rules(opinion(RULES, f"{RULES}\n{opt_out}\n"))
    appeal = "You may object to a decision within 30 days, and we must answer."
    assert "optout_deadline" not in rules(opinion(RULES, f"{RULES}\n{appeal}\n"))


@pytest.mark.parametrize(
    ("after", "moved"),
    [
        ("March 1, 2026", Printed.KEPT),
        ("1 March 2026", Printed.KEPT),
        ("May 1, 2026", Printed.ADVANCED),
        ("January 1, 2026", Printed.BACK),
        ("sometime", Printed.ABSENT),
    ],
)
def test_how_the_printed_date_moved(after: str, moved: Printed) -> None:
    change = a_change(RULES, RULES.replace("March 1, 2026", after).replace("a fee", "two fees"))
    assert printed(change, TODAY) is moved
