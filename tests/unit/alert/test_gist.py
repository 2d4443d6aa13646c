"""What says the same has the same gist; what is found on one platform is one bundle."""

from dataclasses import replace
from datetime import timedelta

from tests.fakes.alert_samples import LEGAL, NOW, PAGE, RULES, SOCIAL, config, rule_finding
from tests.unit.alert.page_samples import GONE_TAB, LOW_TAB, page_finding
from watcher.alert.about import gist
from watcher.alert.compose import compose
from watcher.core.model import Alert, Finding, Owner, Target

OTHER_RULES = replace(RULES, id="facebook-terms")
GATHERS = replace(LEGAL, gather=timedelta(minutes=5))


def told(finding: Finding, owner: Owner = GATHERS, target: Target = RULES, *targets: Target) -> Alert:
    people = replace(config(owner), targets=targets or (RULES, OTHER_RULES, PAGE))
    return compose(finding, target=replace(target, owners=(owner.id,)), config=people, now=NOW)[0]


def test_the_same_rule_in_another_document_says_the_same() -> None:
    first = rule_finding()
    other = replace(
        first, id="other", target="facebook-terms", headline="Terms: something", clauses=first.clauses[::-1]
    )
    assert gist(first) == gist(other)
    assert gist(first) != gist(replace(first, severity=2))
    assert gist(first) != gist(replace(first, clauses=first.clauses[:1]))


def test_what_is_noise_does_not_count() -> None:
    first = rule_finding()
    assert gist(replace(first, noise=("navigation", ""))) == gist(replace(first, clauses=first.clauses[1:]))


def test_the_same_event_on_another_page_says_the_same() -> None:
    gone = page_finding(GONE_TAB)
    assert gist(gone) == gist(replace(page_finding(GONE_TAB, LOW_TAB), target="other"))
    assert gist(gone) != gist(page_finding(LOW_TAB))


def test_one_platform_is_one_bundle_that_waits_a_little() -> None:
    alert = told(rule_finding())
    assert (alert.bundle, alert.not_before) == ("change:policy:facebook", NOW + timedelta(minutes=5))
    assert alert.again_at == NOW + timedelta(hours=1)
    assert told(rule_finding(), LEGAL).not_before == NOW, "an owner who gathers nothing"


def test_a_page_alone_has_nothing_to_wait_for() -> None:
    alone = told(rule_finding(), GATHERS, RULES, RULES)
    assert (alone.bundle, alone.not_before) == (None, NOW)
    nameless = replace(RULES, platform=None)
    assert told(rule_finding(), GATHERS, nameless, nameless, replace(PAGE, platform=None)).bundle is None


def test_what_goes_into_a_digest_is_no_bundle() -> None:
    minor = told(rule_finding(severity=1), replace(SOCIAL, gather=timedelta(minutes=5)))
    assert (minor.bundle, minor.again_at) == (None, None)
