"""What a change of a document's text means."""

from datetime import date

import pytest

from tests.readings import a_change, a_reading
from watcher.core.model import ChangeKind, Direction, EffectiveKind, Opinion, TargetKind, Topic
from watcher.judge.judge import gone, judge, unchanged

TODAY = date(2026, 11, 25)
FILLER = "\n\n".join(
    f"Paragraph {name} describes at some length how the team answers questions that people send in every week."
    for name in "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)
RULES = f"""# Promotion rules

Last updated: March 1, 2026

You may require that a user likes your page as a condition of entry.

Entry must be free of charge for everybody.

{FILLER}
"""

GERMAN = "# Regeln\n\n" + "\n\n".join(
    ["Sie dürfen die Seite nicht ohne die Zustimmung der Leute für Werbung nutzen, und das gilt mit allen Regeln."] * 12
)


def opinion(before: str, after: str, name: str = "Platform Rules") -> Opinion:
    return judge(a_change(before, after), kind=TargetKind.POLICY, name=name, watch=(), today=TODAY)


def test_a_ban_with_a_date_is_critical() -> None:
    after = RULES.replace("Last updated: March 1, 2026", "These rules take effect on December 25, 2026.").replace(
        "You may require that a user likes your page as a condition of entry.",
        "You must not require that a user likes your page as a condition of entry.",
    )
    said = opinion(RULES, after, "Promotion Rules")
    assert (said.kind, said.severity, said.direction) == (ChangeKind.SUBSTANTIVE, 3, Direction.TIGHTENS)
    assert (said.effective_date, said.effective_kind, said.lead_days) == (
        date(2026, 12, 25),
        EffectiveKind.EFFECTIVE,
        30,
    )
    assert Topic.PROMOTIONS in said.topics
    assert said.headline.startswith("Promotion Rules: you must not require that a user likes your page")
    assert said.headline.endswith("from 25 December 2026")
    assert said.reasons[0].quote == "You must not require that a user likes your page as a condition of entry."
    assert not said.suspicious


def test_one_word_can_turn_a_rule() -> None:
    said = opinion(RULES, RULES.replace("You may require", "You may not require"))
    assert (said.kind, said.severity) == (ChangeKind.SUBSTANTIVE, 2)


def test_one_german_word_can_turn_a_rule() -> None:
    text = (
        "# Regeln für Gewinnspiele\n\nDie Teilnahme darf {}davon abhängen, dass jemand eine Seite abonniert.\n\n"
        + FILLER
    )
    said = opinion(text.format(""), text.format("nicht "))
    assert (said.kind, said.severity, said.direction) == (ChangeKind.SUBSTANTIVE, 2, Direction.TIGHTENS)
    assert Topic.PROMOTIONS in said.topics


def test_an_announcement_with_a_date_ahead_is_told() -> None:
    notice = "We're updating our Terms of Service. The changes take effect on January 5, 2027.\n\n"
    said = opinion(f"# Terms\n\n{FILLER}", f"# Terms\n\n{notice}{FILLER}")
    assert said.severity >= 2
    assert said.effective_date == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Last updated: March 1, 2026", "Last updated: May 1, 2026", ChangeKind.COSMETIC),
        ("free of charge", "free  of charge,", ChangeKind.COSMETIC),
        ("Paragraph one", "[Help](https://x.example/h)\n\nParagraph one", ChangeKind.ARTEFACT),
        ("answers questions that people send in", "replies to questions which people send in", ChangeKind.COSMETIC),
    ],
)
def test_small_changes_are_not_told(before: str, after: str, kind: ChangeKind) -> None:
    said = opinion(RULES, RULES.replace(before, after, 1))
    assert said.kind is kind
    assert said.severity <= 1
    assert said.direction is Direction.NEUTRAL


def test_another_form_of_address_is_editorial() -> None:
    formal = "\n\n".join(f"Sie dürfen Ihre Seite Nummer {n} nur mit Ihrem Namen führen." for n in range(5))
    familiar = formal.replace("Sie dürfen Ihre", "Du darfst Deine").replace("Ihrem", "Deinem")
    said = opinion(f"# Seiten\n\n{formal}", f"# Seiten\n\n{familiar}")
    assert (said.kind, said.severity <= 1) == (ChangeKind.EDITORIAL, True)


@pytest.mark.parametrize(
    ("rule", "after"),
    [
        ("emptied", "# Promotion rules\n\nLoading the page of the rules\n"),
        ("not_shown", ""),
        ("other_language", GERMAN),
        ("cut_off", RULES[: RULES.index("team answers questions", RULES.index("Paragraph nine"))]),
        ("older_version", RULES.replace("March 1, 2026", "March 1, 2024").replace("free of charge", "free")),
        ("other_region", None),
    ],
)  # fmt: skip
def test_captures_of_something_else_wait_for_a_second_look(rule: str, after: str | None) -> None:
    before = RULES
    if after is None:
        before = RULES + "\n\nWe recognize your favorite color, and we analyze behavior. Be fair in any place you go."
        after = before.replace("recognize", "recognise").replace("favorite color", "favourite colour")
        after = after.replace("analyze behavior", "analyse behaviour").replace(
            "place you go", "place at which you arrive"
        )
    said = opinion(before, after)
    assert (said.kind, said.severity, said.reasons[0].rule) == (ChangeKind.ARTEFACT, 0, rule)
    assert said.suspicious


def test_words_in_other_pieces_are_the_same_words() -> None:
    flat = RULES.replace("\n\n", " ")
    assert opinion(RULES + "\n\n- One item here\n- Another item", flat + "\n\nOne item here • Another item").kind in {
        ChangeKind.ARTEFACT,
        ChangeKind.COSMETIC,
    }


def test_equal_documents() -> None:
    assert (unchanged().kind, unchanged().severity) == (ChangeKind.ARTEFACT, 0)


def test_a_page_that_is_gone() -> None:
    snapshot = a_reading("<p>Not here.</p>", content_type="text/html", status=404)
    said = gone("Platform Rules", snapshot, TargetKind.POLICY)
    assert (said.kind, said.severity) == (ChangeKind.SUBSTANTIVE, 2)
    assert gone("Acme", snapshot, TargetKind.PAGE).severity == 3
    assert said.headline == "Platform Rules is gone: the page answers 404"
