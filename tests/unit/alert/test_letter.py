"""What a letter says, in each language, and that no page can make it do anything."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.alert_samples import (
    CONTEST,
    LEGAL,
    LIKE_GATE,
    NOTICE,
    NOW,
    PAGE,
    RULES,
    SOCIAL,
    TAB,
    config,
    layout_finding,
    rule_finding,
)
from tests.unit.alert.page_samples import GONE_TAB, LOW_TAB, NEW_TEASER, SHOP, change, gone_finding, page_finding
from watcher.alert.compose import compose
from watcher.alert.english import ENGLISH
from watcher.alert.german import GERMAN
from watcher.alert.render import with_pictures
from watcher.alert.wording import Wording
from watcher.core.model import (
    Alert,
    ClauseOp,
    Direction,
    EffectiveKind,
    Finding,
    Language,
    LayoutOp,
    Money,
    Owner,
    Proof,
    Reason,
    Secret,
    Stake,
    StakeKind,
    TakeLinks,
    Target,
    TargetKind,
    Topic,
)

PROOF = Proof(before=("3b" * 32,), after=("a7" * 32,))


def letter_to(
    owner: Owner, finding: Finding, target: Target = RULES, stakes: tuple[Stake, ...] = (CONTEST, TAB)
) -> Alert:
    only = replace(target, owners=(owner.id,))
    alerts = compose(finding, target=only, config=config(owner, stakes=stakes), now=NOW, proof=PROOF)
    return alerts[0]


@pytest.mark.parametrize("wording", [ENGLISH, GERMAN])
def test_every_language_says_everything(wording: Wording) -> None:
    assert len(wording.months) == 12
    assert set(wording.directions) == set(Direction)
    assert set(wording.topics) == set(Topic)
    assert set(wording.stake_kinds) == set(wording.advice) == set(StakeKind)
    assert set(wording.clause_ops) == set(ClauseOp)
    assert set(wording.headline_directions) == set(Direction)
    assert set(wording.headline_gone) == set(wording.advice_gone) == set(TargetKind)
    assert all(getattr(wording, field.name) for field in fields(wording))


def test_both_languages_fill_in_the_same_names() -> None:
    for field in fields(Wording):
        english, german = getattr(ENGLISH, field.name), getattr(GERMAN, field.name)
        if isinstance(english, str):
            assert _names(english) == _names(german), field.name
        if isinstance(english, Mapping):
            assert set(english) == set(german), field.name
            forms = [(one, german[key]) for key, one in english.items() if isinstance(one, str)]
            assert all(_names(one) == _names(other) for one, other in forms), field.name


def _names(form: str) -> set[str]:
    return {part.partition("}")[0] for part in form.split("{")[1:]}


def test_numbers_money_and_dates_look_as_the_language_writes_them() -> None:
    assert ENGLISH.money(Money(amount=Decimal("45000"), currency="EUR")) == "45,000\u00a0EUR"
    assert GERMAN.money(Money(amount=Decimal("1234567.5"), currency="EUR")) == "1.234.567,50\u00a0EUR"
    assert GERMAN.number(120000) == "120.000"
    assert ENGLISH.day(date(2027, 4, 1)) == "1 April 2027"
    assert GERMAN.day(date(2027, 3, 1)) == "1. März 2027"


def test_times_are_the_owners() -> None:
    assert "10. März 2027, 14:05 Uhr (Europe/Berlin)" in letter_to(SOCIAL, rule_finding()).text
    assert "10 March 2027, 08:05 (America/New_York)" in letter_to(LEGAL, rule_finding()).text


@pytest.mark.parametrize(
    ("days", "kind", "said"),
    [
        (22, EffectiveKind.EFFECTIVE, "In force from 1 April 2027: 22 days left."),
        (1, EffectiveKind.EFFECTIVE, "In force from tomorrow, 11 March 2027."),
        (0, EffectiveKind.EFFECTIVE, "In force from today, 10 March 2027."),
        (-9, EffectiveKind.EFFECTIVE, "Already in force since 1 March 2027."),
        (-9, EffectiveKind.LAST_UPDATED, "last updated on 1 March 2027"),
        (None, None, "No date is stated"),
    ],
)
def test_by_when(days: int | None, kind: EffectiveKind | None, said: str) -> None:
    day = None if days is None else NOW.date() + timedelta(days=days)
    assert said in letter_to(LEGAL, rule_finding(effective_date=day, effective_kind=kind)).text


def test_a_page_without_a_date_is_so_already() -> None:
    assert "this is what visitors see now" in letter_to(LEGAL, layout_finding(), PAGE).text


def test_a_letter_holds_what_its_reader_needs() -> None:
    text = letter_to(SOCIAL, rule_finding()).text
    for wanted in (
        "Frühlings-Gewinnspiel: Gewinnspiel, Wert 45.000\u00a0EUR, erreicht 120.000 Menschen, läuft bis 30. April 2027",
        "noch 22 Tage",
        "You [-may-] {+must not+} require people",
        "{+This change applies from 1 April 2027.",
        "Verbot (neu): „You must not require people to like your Page“",
        "Social-Media-Team: verantwortet Frühlings-Gewinnspiel",
        "watcher show 3f9a1c0b7e52",
        "https://www.facebook.com/policies/pages_groups_events/",
        "SHA-256 vorher: " + "3b" * 32,
        "Teilnahmebedingungen",
        "vor dem 1. April 2027",
        "3f9a1c0b7e52:social-team:social-mail",
    ):
        assert wanted in text


def test_layout_sentences_are_listed_and_counted() -> None:
    text = letter_to(LEGAL, page_finding(*(LOW_TAB, NEW_TEASER) * 4), PAGE).text
    assert text.count("- An image is new; it is further down the page, visible only after scrolling (900 px") == 2
    assert "Further changes of the layout: 3." in text
    assert "y=240" not in text


def test_a_changed_layout_is_told_in_the_owners_language() -> None:
    text = letter_to(SOCIAL, page_finding(GONE_TAB), PAGE).text
    assert "- Der Tab „Shop“ ist verschwunden; er stand oben auf der Seite, ohne Scrollen sichtbar (240 px" in text
    assert text.count("Der Tab „Shop“ ist verschwunden") == 2  # below the headline, and as the reason
    assert "strenger" not in text


def test_the_reasons_of_a_layout_name_their_elements() -> None:
    text = letter_to(LEGAL, page_finding(GONE_TAB, NEW_TEASER), PAGE).text
    why = text.partition(ENGLISH.label_why.upper())[2]
    assert why.startswith(
        "\n- The tab “Shop” is gone; it was at the top of the page, visible without scrolling\n"
        "- An image is new; it is further down the page, visible only after scrolling\n\n"
    )


@pytest.mark.parametrize(("target", "step"), [(PAGE, "Open the address yourself"), (RULES, "put it into targets.yaml")])
def test_a_page_that_is_gone_asks_for_its_own_steps(target: Target, step: str) -> None:
    text = letter_to(LEGAL, gone_finding(effective_date=None), target).text
    assert step in text
    assert "this is what visitors see now" in text
    assert "- the page is gone\n" in text
    for wrong in ("new text", "No date is stated", "stricter", "find where it is now"):
        assert wrong not in text


def test_layout_beside_a_change_of_the_text_does_not_lead_the_letter() -> None:
    text = letter_to(LEGAL, rule_finding(layout=(GONE_TAB,)), PAGE).text
    assert "stricter for you" in text
    assert "against the new text" in text
    assert "- The tab “Shop” is gone" in text


def test_further_clauses_are_counted() -> None:
    assert "Further clauses that changed: 4." in letter_to(LEGAL, rule_finding(clauses=(LIKE_GATE,) * 7)).text


def test_looser_rules_ask_for_nothing() -> None:
    text = letter_to(LEGAL, rule_finding(direction=Direction.LOOSENS)).text
    assert "nothing must be done at once" in text
    assert "Have it done before" not in text


def test_without_a_stake_the_letter_says_so() -> None:
    text = letter_to(LEGAL, rule_finding(stakes=())).text
    assert ENGLISH.no_stake in text
    assert ENGLISH.advice_policy in text


def test_the_own_stake_comes_first() -> None:
    other = replace(CONTEST, id="a", title="Elsewhere", owners=("legal",))
    own = replace(CONTEST, id="b", title="Mine")
    text = letter_to(SOCIAL, rule_finding(stakes=("a", "b")), stakes=(other, own)).text
    assert text.index("Mine") < text.index("Elsewhere")


def test_the_costliest_stakes_stay_in_front_and_the_rest_is_counted() -> None:
    stakes = tuple(replace(CONTEST, id=f"s{number}", title=f"Stake {number}") for number in range(8))
    finding = rule_finding(stakes=("s7", *(f"s{number}" for number in range(7))))
    english, german = (letter_to(owner, finding, stakes=stakes).text for owner in (LEGAL, SOCIAL))
    assert english.index("- Stake 7") < english.index("- Stake 0") < english.index("- Stake 4")
    assert "- Stake 5" not in english
    assert "- and 2 more" in english
    assert "- und 2 weitere" in german


def test_the_letter_says_how_to_get_the_evidence() -> None:
    english, german = (letter_to(owner, rule_finding()).text for owner in (LEGAL, SOCIAL))
    assert "Evidence: watcher show 3f9a1c0b7e52 --save FOLDER writes the evidence of both sides." in english
    assert "watcher show 3f9a1c0b7e52 --save ORDNER speichert die Belege beider Seiten." in german
    [plain, *_] = compose(rule_finding(), target=RULES, config=config(LEGAL), now=NOW)
    assert "Evidence: watcher show 3f9a1c0b7e52 --save" in plain.text


@pytest.mark.parametrize(
    ("platform", "name"),
    [("facebook", "Facebook"), ("tiktok", "TikTok"), ("my-platform", "My Platform"), (None, "Facebook Pages, Groups")],
)
def test_the_subject_names_severity_platform_and_change(platform: str | None, name: str) -> None:
    subject = letter_to(LEGAL, rule_finding(headline="X"), replace(RULES, platform=platform)).subject
    assert subject.startswith(f"[Watcher 3/3] {name}")
    assert subject.endswith(": X")


def test_the_platform_is_not_named_twice() -> None:
    subject = letter_to(LEGAL, rule_finding(headline="Facebook Promotions: new ban")).subject
    assert subject == "[Watcher 3/3] Facebook Promotions: new ban"


def test_reasons_are_said_in_words_once_and_unknown_ones_survive() -> None:
    same = Reason(rule="layout_moved", quote="", weight=1.0)
    reasons = (same, same, Reason(rule="brand-new_rule", quote="", weight=0.5), replace(same, rule="x", weight=-1.0))
    text = letter_to(LEGAL, layout_finding(reasons=reasons), PAGE).text
    named = "- The tab “Shop” can no longer be seen without scrolling: it is now further down the page\n"
    assert text.count(f"{named}- an element stands elsewhere\n- brand new rule\n\n") == 1


HOSTILE = (
    '<script src="https://evil.example/x.js"></script><img src=x onerror=alert(1)>'
    "\r\nBcc: victim@example.com\x00\u202e<!channel> <https://evil.example|click> @everyone {{ 7*7 }} {% raw %}"
)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


HARMLESS_TAGS = {
    "table",
    "tr",
    "td",
    "div",
    "span",
    "h1",
    "h2",
    "p",
    "ul",
    "li",
    "blockquote",
    "ins",
    "del",
    "code",
    "br",
}
HARMLESS_ATTRIBUTES = {"role", "class", "lang", "width", "cellpadding", "cellspacing", "border", "style"}


def hostile_finding(text: str) -> Finding:
    layout = layout_finding().layout[0]
    return rule_finding(
        headline=text,
        reasons=(Reason(rule=text, quote=text, weight=1.0),),
        clauses=(
            replace(LIKE_GATE, heading=text, redline=(), before=text, after=text[::-1]),
            replace(NOTICE, heading=text, after=text),
        ),
        layout=(replace(layout, sentence=text),),
    )


def hostile_page(text: str, op: LayoutOp) -> Finding:
    """A page whose element has this role, name and address, before and after."""
    was, now = (replace(SHOP, role=said, name=said, href=said, landmark=said) for said in (text, text[::-1]))
    return page_finding(change(op, was, now, sentence=text), headline=text)


def assert_harmless(alert: Alert) -> None:
    tags = Tags(with_pictures(alert.html, ()))
    assert tags.tags <= HARMLESS_TAGS
    assert tags.attributes <= HARMLESS_ATTRIBUTES
    assert all(source.startswith(f"cid:{alert.finding}.") for source in re.findall(r'src="([^"]*)"', alert.html))
    assert len(alert.subject) <= 180
    assert not {"Cc", "Cs", "Zl", "Zp"} & {category(char) for char in alert.subject}
    assert len(alert.text) < 20_000


def test_a_hostile_page_gets_nothing_through() -> None:
    alert = letter_to(LEGAL, hostile_finding(HOSTILE))
    assert_harmless(alert)
    assert "\r" not in alert.text
    assert "https://evil" not in alert.text + alert.html
    assert "\u202e" not in alert.text + alert.html
    assert "7*7" in alert.html
    assert not any(line.startswith("Bcc") for line in alert.text.splitlines())


@pytest.mark.parametrize("owner", [LEGAL, SOCIAL])
@pytest.mark.parametrize("op", list(LayoutOp))
def test_a_hostile_name_gets_nothing_through(op: LayoutOp, owner: Owner) -> None:
    alert = letter_to(owner, hostile_page(HOSTILE, op), PAGE)
    assert_harmless(alert)
    assert "https://evil" not in alert.text + alert.html + alert.subject
    assert "\u202e" not in alert.text + alert.html + alert.subject
    assert "7*7" in letter_to(owner, hostile_page("{{ 7*7 }} {the}", op), PAGE).html


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(), min_size=1, max_size=300))
def test_no_text_of_a_page_becomes_markup(text: str) -> None:
    for owner in (LEGAL, SOCIAL):
        for finding in (hostile_finding(text), hostile_page(text, LayoutOp.RENAMED)):
            alert = letter_to(owner, finding)
            assert_harmless(alert)
            alert.text.encode()


def test_a_huge_page_makes_a_small_letter() -> None:
    alert = letter_to(LEGAL, hostile_finding("word https://a.b/c " * 100_000))
    assert len(alert.html) < 40_000
    assert_harmless(alert)


def test_the_card_loads_nothing_and_links_nowhere() -> None:
    alert = letter_to(LEGAL, layout_finding(), PAGE)
    assert "href" not in alert.html
    assert "url(" not in alert.html
    assert alert.html.count("src=") == alert.html.count('src="cid:') == 2
    assert "src=" not in with_pictures(alert.html, ())


def test_a_letter_links_to_where_its_reader_takes_the_change() -> None:
    links = TakeLinks(base="https://watcher.acme.example/take", key=Secret("key"))
    firm = replace(config(LEGAL), links=links)
    [alert] = compose(rule_finding(), target=replace(RULES, owners=(LEGAL.id,)), config=firm, now=NOW)[:1]
    [link] = re.findall(r'href="([^"]*)"', alert.html)
    assert links.read(link, NOW.date()) == (alert.finding, LEGAL.id)
    assert link in alert.text
    assert links.read(link, NOW.date() + timedelta(days=90)) is None


def test_languages_follow_the_owner() -> None:
    english = replace(SOCIAL, language=Language.EN)
    assert "What is at stake".upper() in letter_to(english, rule_finding()).text
    assert "Was auf dem Spiel steht".upper() in letter_to(SOCIAL, rule_finding()).text
    assert 'lang="de"' in letter_to(SOCIAL, rule_finding()).html
