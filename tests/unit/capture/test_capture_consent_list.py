"""The list of consent managers is whole, and its words never agree to anything."""

import re
import tomllib
from pathlib import Path

import pytest

import watcher.capture.consent
from watcher.capture.consent import led_away

LIST = tomllib.loads(Path(watcher.capture.consent.__file__).with_name("consent.toml").read_text(encoding="utf-8"))
REFUSE = re.compile(r"\W*(?:" + "|".join(LIST["words"]["refuse"]) + r")\W*", re.IGNORECASE)


def test_every_manager_says_what_it_is_known_by() -> None:
    names = [manager["name"] for manager in LIST["manager"]]
    assert len(names) == len(set(names)) >= 20
    for manager in LIST["manager"]:
        assert manager["layers"]
        assert set(manager) <= {"name", "layers", "hosts", "refuse", "veil"}


@pytest.mark.parametrize(
    "label",
    [
        "Reject all", "Decline optional cookies", "Refuse non-essential cookies", "Only necessary", "Essential only",
        "Alle ablehnen", "Alles ablehnen", "Ablehnen", "Nur notwendige Cookies", "Nur essenzielle Cookies akzeptieren",
        "Weiter ohne Einwilligung", "Optionale Cookies ablehnen", "Tout refuser", "Continuer sans accepter →",
        "Refuser les cookies optionnels", "Uniquement nécessaires", "Rechazar todo", "Rifiuta tutto",
    ],
)  # fmt: skip
def test_labels_that_refuse(label: str) -> None:
    assert REFUSE.fullmatch(label)


@pytest.mark.parametrize(
    "label",
    [
        "Accept all", "Allow all cookies", "I agree", "OK", "Got it", "Manage options", "Reject", "Alle akzeptieren",
        "Zustimmen", "Einstellungen", "Tout accepter", "J'accepte", "Paramétrer", "Sign up", "Delete account",
        "Reject the contest entry", "Cancel subscription",
    ],
)  # fmt: skip
def test_labels_that_do_not(label: str) -> None:
    assert bool(REFUSE.fullmatch(label)) is (label == "Reject")


def test_only_the_known_pages_may_lead_to_another_host() -> None:
    assert not led_away("https://consent.youtube.com/m?continue=x", "https://www.youtube.com/@acme")
    assert not led_away("https://acme.example/a", "https://acme.example/b")
    assert led_away("https://acme.example/a", "https://elsewhere.example/a")
