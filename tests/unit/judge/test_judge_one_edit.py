"""One edit in a whole document: what owners must hear of, and what they must not be troubled with."""

from datetime import date

import pytest

from tests.readings import a_change, a_reading
from watcher.core.model import ChangeKind, Opinion, TargetKind
from watcher.diff.compare import compare
from watcher.judge.judge import judge

TODAY = date(2026, 11, 25)
ENGLISH = """# Lumeo Pages Terms

Last updated: 12 March 2026

These terms apply to anyone who runs a Page on Lumeo. By using a Page you agree to them and to our standards.

## 1. What Pages may show

Pages can show posts, photos, videos and offers. The following rules apply to all of them:

- Content must be your own, or you must hold the rights to it.
- Cover images may contain text, as long as it covers less than a third of the picture.
- Links to other sites must be recognisable as such.

## 2. Promotions

You are responsible for your promotion, including its official rules and the terms of the offer. Promotions may be
administered on Pages or within apps. Participants may be asked to like the Page before they enter, and likes count as
votes. You must include a complete release of Lumeo by each entrant.

We will not assist you in the administration of your promotion.

## 3. Fees

| Service | Fee | Billing |
| --- | --- | --- |
| €9.99 per month | Verified Page | monthly |
| Shop module | 3% of each sale | per sale |

Fees are due within 30 days of the invoice.

## 4. Tabs

Pages can have up to twelve tabs. You can choose which tab people see first when they visit your Page.

## 5. Enforcement

If a Page breaks these terms, we can unpublish the Page. You can appeal our decision within 14 days in the inbox.

## 6. Liability

Lumeo is not liable for lost profits. Nothing in these terms limits our liability for intent.
"""
GERMAN = """# Lumeo Nutzungsbedingungen

Stand: 12. März 2026

Diese Bedingungen gelten für alle, die eine Seite auf Lumeo betreiben, und für deren Agenturen.

## 1. Was Seiten zeigen

- Inhalte müssen von dir stammen, oder du musst die Rechte daran haben.
- Links zu anderen Seiten müssen als solche erkennbar sein.

## 2. Gewinnspiele

Du bist für dein Gewinnspiel verantwortlich, auch für die Teilnahmebedingungen. Gewinnspiele dürfen auf Seiten oder in
Anwendungen durchgeführt werden. Wir helfen dir nicht bei der Durchführung deines Gewinnspiels.

## 3. Reiter

Seiten können bis zu zwölf Reiter haben. Du kannst wählen, welchen Reiter Besucher zuerst sehen.

## 4. Maßnahmen

Verstößt eine Seite gegen die Regeln, schalten wir sie ab. Du kannst innerhalb von 14 Tagen widersprechen.
"""


def opinion(before: str, old: str, new: str) -> Opinion:
    assert old in before
    change = a_change(before, before.replace(old, new))
    return judge(change, kind=TargetKind.POLICY, name="Lumeo Pages Terms", watch=(), today=TODAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- Links to", "- Cover images must not contain prices, contact details or calls to action.\n- Links to"),
        ("- Links to", "- Gambling offers are not allowed.\n- Links to"),
        ("- Links to", "- Paid partnerships must be labelled with the branded content tool.\n- Links to"),
        ("| Shop module", "| Custom tab | €15 per month | monthly |\n| Shop module"),
        ("€9.99 per month", "€14.99 per month"),
        ("3% of", "8% of"),
        ("up to twelve tabs", "up to three tabs"),
        ("within 14 days", "within 3 days"),
        ("on Pages or within apps", "within apps only, and only if we have approved them in writing"),
        (
            "may be asked to like the Page before they enter, and likes count as\nvotes.",
            "enter freely. Liking the Page must not be a condition of entry, and likes cannot be used as votes.",
        ),
        (
            "We will not assist",
            "From 5 January 2027 you must not make a like a condition of entry.\n\nWe will not assist",
        ),
        (" You can appeal our decision within 14 days in the inbox.", ""),
    ],
)
def test_a_rule_that_came_or_turned_is_told(old: str, new: str) -> None:
    said = opinion(ENGLISH, old, new)
    assert said.kind is ChangeKind.SUBSTANTIVE
    assert said.severity >= 2
    assert not said.suspicious


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- Links zu", "- Titelbilder dürfen keine Preise oder Kontaktdaten enthalten.\n- Links zu"),
        ("Gewinnspiele dürfen", "Gewinnspiele sind bestätigten Seiten vorbehalten. Sie dürfen"),
        ("- Links zu", "- Glücksspielangebote sind unzulässig.\n- Links zu"),
        ("- Links zu", "- Bezahlte Partnerschaften sind mit dem Werkzeug dafür zu kennzeichnen.\n- Links zu"),
        ("bis zu zwölf Reiter", "bis zu drei Reiter"),
        ("von 14 Tagen", "von 3 Tagen"),
        ("dürfen auf Seiten oder in\nAnwendungen", "dürfen nur noch in\nAnwendungen"),
        ("Gewinnspiele dürfen", "Gewinnspiele bedürfen unserer Zustimmung und dürfen"),
        (" Du kannst innerhalb von 14 Tagen widersprechen.", ""),
    ],
)
def test_a_german_rule_that_came_or_turned_is_told(old: str, new: str) -> None:
    said = opinion(GERMAN, old, new)
    assert (said.kind, said.severity >= 2, said.suspicious) == (ChangeKind.SUBSTANTIVE, True, False)


@pytest.mark.parametrize(
    ("before", "notice", "day"),
    [
        (
            ENGLISH,
            "We are sunsetting the Shop module on January 15, 2027. Please export your data.",
            "January 15, 2027",
        ),
        (ENGLISH, "**Important:** Page apps will be retired on 2027-03-31.", "2027-03-31"),
        (ENGLISH, "Reviews will be switched off on 10 December 2026.", "10 December 2026"),
        (ENGLISH, "Version 2 of the API is deprecated and will stop responding on 1 June 2027.", "1 June 2027"),
        (GERMAN, "Eigene Reiter werden zum 1. Februar 2027 eingestellt.", "1. Februar 2027"),
        (GERMAN, "Am 31.03.2027 schalten wir Anwendungen auf Reitern ab.", "31.03.2027"),
    ],
)
def test_an_end_with_a_date_is_critical(before: str, notice: str, day: str) -> None:
    said = opinion(before, "\n\n## 1.", f"\n\n{notice}\n\n## 1.")
    assert (said.severity, said.effective_date) == (3, None)
    quote = next(reason.quote for reason in said.reasons if reason.rule == "ends_on")
    assert day in quote


def test_what_is_gone_from_a_day_is_dated() -> None:
    notice = "Custom tabs are going away: from 1 February 2027 they will not be shown."
    said = opinion(ENGLISH, "\n\n## 1.", f"\n\n{notice}\n\n## 1.")
    assert (said.severity, str(said.effective_date)) == (3, "2027-02-01")


@pytest.mark.parametrize(
    "notice",
    [
        "By continuing to browse this site you agree to our use of cookies. You must accept them to use all features.",
        "We and our 842 partners store and access information on a device, such as cookies.",
        "Log in to see more of Lumeo and its Pages.",
        "You must log in to continue.",
        "Get Lumeo Premium now for only €4.99 per month!",
        "Did this page help you? Tell us what we should improve.",
        "Revenue that comes with posts in the new feed",
    ],
)
def test_what_stands_around_a_document_is_not_told(notice: str) -> None:
    assert opinion(ENGLISH, "# Lumeo Pages Terms\n", f"# Lumeo Pages Terms\n\n{notice}\n").severity <= 1


def test_a_commission_is_not_the_provision_of_a_service() -> None:
    added = "“Term” means the time from the first day until the end of the provision of the services."
    assert opinion(ENGLISH, "We will not assist", f"{added}\n\nWe will not assist").severity <= 1


@pytest.mark.parametrize("size", [5, 12])
def test_a_new_section_under_an_old_date_is_no_artefact(size: int) -> None:
    items = "\n".join(f"- You must not use widget number {n} for paid posts of any kind." for n in range(size))
    section = f"## 5. Widgets\n\nThese rules hold for widgets:\n\n{items}\n\n## 5. Enforcement"
    said = opinion(ENGLISH, "## 5. Enforcement", section)
    assert (said.kind, said.suspicious) == (ChangeKind.SUBSTANTIVE, False)


def test_an_announced_change_that_came_into_force_is_no_artefact() -> None:
    """The date that the announcement named is the date that the new text prints: it has not stood still."""
    rules = "\n\n".join(
        f"Rule {n}: a Page shows what {word} wants to see." for n, word in enumerate("abcdefghijklmnop")
    )
    notice = "This update goes into effect on November 25, 2026. Read the new version."
    before = f"# Policy\n\n{notice}\n\n{rules}"
    after = (
        "# Policy\n\nWe updated this policy on November 25, 2026.\n\nEffective November 25, 2026\n\n"
        + rules.replace("a Page shows", "every Page must label").replace("wants to see", "was paid for")
    )
    said = judge(a_change(before, after), kind=TargetKind.POLICY, name="Policy", watch=(), today=TODAY)
    assert said.kind is ChangeKind.SUBSTANTIVE


def test_a_right_that_is_gone_is_substantive() -> None:
    said = opinion(ENGLISH, " You can choose which tab people see first when they visit your Page.", "")
    assert (said.kind, said.severity >= 1) == (ChangeKind.SUBSTANTIVE, True)


def test_another_law_is_substantive() -> None:
    said = opinion(ENGLISH + "\nThe laws of Ireland govern these terms.\n", "Ireland", "the State of California")
    assert (said.kind, said.severity) == (ChangeKind.SUBSTANTIVE, 1)


@pytest.mark.parametrize(
    ("old", "new", "headline"),
    [
        ("- Links to", "- Gambling offers are not allowed.\n- Links to", "Gambling offers no longer allowed"),
        (
            "- Links to",
            "- Offers of other brands are prohibited on cover images.\n- Links to",
            "Offers of other brands now prohibited on cover images",
        ),
        (
            "Participants may be",
            "Participants may not be",
            "Participants must not be asked to like the Page before they",
        ),
        ("up to twelve", "up to three", "now says “Pages can have up to three tabs” (was twelve)"),
        (
            " You can appeal our decision within 14 days in the inbox.",
            "",
            "drops “You can appeal our decision within 14 days in the inbox”",
        ),
        (
            "within 30 days of the invoice.",
            "within 30 days of the invoice. We may charge a late fee of 5% for every month of delay.",
            "now says “We may charge a late fee of 5% for every month of delay”",
        ),
        (
            "- Links to",
            "- Rewards are not shares, and if you are not eligible you may not ask for them.\n- Links to",
            "stricter: “Rewards are not shares, and if you are not eligible you may not ask for them”",
        ),
        (
            "- Links to",
            "- This helps people who may not want to see it, and apps may not hide it.\n- Links to",
            "stricter: “This helps people who may not want to see it, and apps may not hide it”",
        ),
        (
            "We will not assist",
            "Lumeo cannot be held to account for your promotion.\n\nWe will not assist",
            "stricter: “Lumeo cannot be held to account for your promotion”",
        ),
        (
            "We will not assist",
            "Page apps will be retired on March 31, 2027.\n\nWe will not assist",
            "announces “Page apps will be retired on March 31, 2027”",
        ),
    ],
)
def test_headlines(old: str, new: str, headline: str) -> None:
    assert opinion(ENGLISH, old, new).headline.startswith(f"Lumeo Pages Terms: {headline}")


def test_to_be_in_charge_costs_nothing() -> None:
    assert opinion(ENGLISH, "You are responsible for", "You are in charge of").severity <= 1


def test_an_end_without_a_word_of_ending() -> None:
    said = opinion(GERMAN, "\n\n## 1.", "\n\nDie alte Schnittstelle läuft am 30. Juni 2027 aus.\n\n## 1.")
    assert said.severity == 3


def test_a_heading_is_no_headline() -> None:
    section = (
        "## 3. Bezahlte Beiträge\n\nAb dem 15. Januar 2027 muss jeder bezahlte Beitrag „Werbung“ heißen.\n\n## 4. R"
    )
    said = opinion(GERMAN, "## 3. R", section)
    assert "“Ab dem 15. Januar 2027 muss jeder bezahlte Beitrag ‚Werbung‘ heißen” from" in said.headline


def test_a_warning_beside_the_text_is_told() -> None:
    rules = "<main><h1>Page terms</h1>" + f"<p>{'An ordinary rule of the house. ' * 30}</p>"
    notes = ("Learn more: Pages, posts, offers", "Apps on tabs must migrate to the new section by 3 March 2027.")
    pages = [a_reading(f"{rules}<aside>{note}</aside></main>", content_type="text/html") for note in ("Tip", *notes)]
    said = []
    for after in pages[1:]:
        change = compare(pages[0], after)
        assert change is not None
        said.append(judge(change, kind=TargetKind.POLICY, name="Page terms", watch=(), today=TODAY).severity >= 2)
    assert said == [False, True]


def test_a_rule_that_changes_by_a_number_alone_is_one_on_a_page_that_has_few_rules() -> None:
    about = "This page describes how pages are run on the platform and how questions about a decision are answered. "
    before, after = (f"# Promotions\n\n{about * 15}\n\nEntrants must be {age} years of age." for age in (16, 21))
    change = compare(a_reading(before), a_reading(after))
    assert change is not None
    said = judge(change, kind=TargetKind.POLICY, name="Promotions", watch=(), today=TODAY)
    assert said.kind is ChangeKind.SUBSTANTIVE
    assert said.severity >= 1
