"""Few words of a document turn a rule, or look like what stands around it: neither may be lost."""

from datetime import date

import pytest

from tests.readings import a_change
from watcher.core.model import ChangeKind, Opinion, TargetKind
from watcher.judge.judge import judge

TODAY = date(2026, 11, 25)
RULES = """# Lumeo Promotion Terms

Last updated: 4 February 2026

These terms apply to every contest, raffle or quiz on Lumeo. They are a contract with Lumeo Ireland Limited, Dublin.

## Who may take part

Entrants may be asked for a comment. Names of winners may be published with their consent. Winners have to be told
within 30 days. Children under 13 may not enter. Contests are open in Austria, Germany and Ireland.

## What contests must state

- the name of the organiser
- the start and the end
- the prizes

## What you grant

You grant us a non-exclusive licence to your entry. The licence ends when you delete it. Unused credit is refunded in
full. Accounts may be deleted after the third breach. You need to leave an email address.

| Plan | Logo | Billing |
| --- | --- | --- |
| Basic | yes | monthly |
| Plus | yes | yearly |

The laws of Ireland govern these terms. For more information, see our Help Centre.
"""
REGELN = """# Lumeo Nutzungsbedingungen

Stand: 4. Februar 2026

Diese Bedingungen gelten für Unternehmen. Anzeigen dürfen nach Alter, Ort und Interessen ausgespielt werden. Werbung für
Kredite ist mit unserer Zustimmung möglich. Guthaben wird erstattet. Werbliche Inhalte sind zu kennzeichnen.

Nicht erlaubt sind:

- Waffen
- Kettenbriefe
- Glücksspiel ohne Lizenz

Bei der Registrierung sind Name und Anschrift anzugeben. Es gilt deutsches Recht. Gerichtsstand ist Köln.
"""
REGLES = """# Conditions d'utilisation de Lumeo

Les présentes conditions s'appliquent aux entreprises. Une entreprise peut créer jusqu'à cinq pages.

Le droit français est applicable. Les pages sont suspendues après deux avertissements.
"""


def opinion(before: str, old: str, new: str) -> Opinion:
    assert old in before
    change = a_change(before, before.replace(old, new))
    return judge(change, kind=TargetKind.POLICY, name="Lumeo", watch=(), today=TODAY)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (RULES, "may be published with their consent", "may not be published"),
        (RULES, "may be deleted", "will be deleted"),
        (RULES, "third breach", "first breach"),
        (RULES, "under 13 may", "under 16 may"),
        (RULES, "a non-exclusive", "an exclusive"),
        (RULES, " The licence ends when you delete it.", ""),
        (RULES, "in\nfull", "in\npart"),
        (RULES, "Unused credit is refunded in\nfull", "Unused credit is not refunded"),
        (RULES, "Austria, Germany", "Denmark, Germany"),
        (RULES, ", Germany and Ireland", " and Ireland"),
        (RULES, "every contest, raffle or quiz", "every contest or raffle"),
        (RULES, "- the prizes", "- the prizes\n- the odds of winning"),
        (RULES, "- the start and the end\n", ""),
        (RULES, "| Basic | yes |", "| Basic | no |"),
        (RULES, "| yearly |", "| weekly |"),
        (RULES, "Lumeo Ireland Limited", "Lumeo International Limited"),
        (RULES, "an email address", "an email address and a phone number"),
        (RULES, "## What you grant", "Version 3 stops on 1 March 2027.\n\n## What you grant"),
        (REGELN, "Alter, Ort und Interessen", "Alter und Ort"),
        (REGELN, "mit unserer Zustimmung", "ohne unsere Zustimmung"),
        (REGELN, " Guthaben wird erstattet.", ""),
        (REGELN, "sind zu kennzeichnen", "sind unerwünscht"),
        (REGELN, "- Kettenbriefe\n", ""),
        (REGELN, "- Glücksspiel ohne Lizenz", "- Glücksspiel"),
        (REGELN, "Name und Anschrift", "Name, Anschrift und Steuernummer"),
        (REGELN, "deutsches Recht", "irisches Recht"),
        (REGLES, "cinq pages", "deux pages"),
        (REGLES, "après deux avertissements", "sans avertissement"),
    ],
)  # fmt: skip
def test_a_rule_that_few_words_turn_is_told(text: str, old: str, new: str) -> None:
    said = opinion(text, old, new)
    assert said.severity >= 1
    assert said.kind not in {ChangeKind.ARTEFACT, ChangeKind.COSMETIC}


@pytest.mark.parametrize(
    "rule",
    [
        "Advertisement labels are required on every paid post.",
        "Promoted posts must be labelled as such.",
        "Share this post contests are banned.",
        "Related articles must not carry ads.",
        "You must log in with two-step verification from 1 February 2027.",
        "Help centre requests cost €20 each.",
        "Get help from others to gain votes and your page is removed.",
        "More information about winners must be published within 7 days.",
        "In these rules, a business means any page with more than 100 followers, as this policy explains.",
        "Startseiten von Mitbewerbern dürfen nicht verlinkt werden.",
        "Newsletter abonnieren als Teilnahmebedingung ist verboten.",
        "Unser Ziel ist Fairness: Like-Gates sind verboten.",
        "Weitere Informationen über Gewinner müssen binnen sieben Tagen veröffentlicht werden.",
    ],
)
def test_a_rule_that_begins_like_furniture_is_told(rule: str) -> None:
    assert opinion(RULES, "## What you grant", f"{rule}\n\n## What you grant").severity >= 1


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (RULES, "For more information, see our", "Learn more in our"),
        (RULES, "30 days", "thirty days"),
        (RULES, "4 February 2026", "4 May 2026"),
        (RULES, "see our Help Centre.", "see our Help Centre.\n\nRelated articles\n\nHow to pin a post"),
        (RULES, "see our Help Centre.", "see our Help Centre.\n\nThis site uses cookies. You must accept them."),
        (REGELN, "sind zu kennzeichnen", "müssen gekennzeichnet werden"),
        (REGELN, "Es gilt deutsches Recht", "Es gilt das deutsche Recht"),
    ],
)  # fmt: skip
def test_the_same_in_other_words_is_not_told(text: str, old: str, new: str) -> None:
    assert opinion(text, old, new).severity == 0
