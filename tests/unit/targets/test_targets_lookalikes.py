"""Impersonations written down by hand, and how many of them are among the candidates."""

import pytest

from watcher.targets.catalog.lookalikes import lookalikes, lookalikes_on
from watcher.targets.catalog.read import read_platform

MOST = 200
IMPERSONATIONS = {
    "telekom_hilft": "telekom_hiIft te1ekom_hilft telekomhilft telekom_hilft_ telekom_hillft",
    "lufthansa": "lufthansa_de Iufthansa lufthansa_support luftahnsa lufthansa.official",
    "sparkasse": "sparkasse_hilft sparkase sparkasse_official sparkassse 5parkasse",
    "dhl_paket": "dhI_paket dhl_pakett dhl_paket_service dhlpaket dhl.paket",
    "vodafone_service": "vodafone_servlce vodafoneservice vodaf0ne_service vodafone_sevice vodafone_service_de",
    "bahn_info": "bahn_inf0 bahninfo bahn-info bahn_lnfo bahn_info_official",
    "zalando": "zaIando zalando_help zalando.giveaway za1ando zalnado",
    "commerzbank": "commerzbank_support cornmerzbank commerzbank.de comerzbank commerzbankk",
    "netflix": "netfIix netflix_giveaway netfl1x nettflix netflix.support",
    "nivea": "nivea_official nlvea nivea.deutschland nivea_gewinnspiel niveaa",
    "rewe": "rewe_official rewe.gewinnspiel reve rewe_de rewe1",
    "microsoft": "rnicrosoft micr0soft microsoft_support microsofft mircosoft",
}
CASES = [(brand, fake) for brand, fakes in IMPERSONATIONS.items() for fake in fakes.split()]


def test_there_are_sixty_impersonations_of_twelve_brands() -> None:
    assert (len(IMPERSONATIONS), len(CASES)) == (12, 60)


def test_nine_of_ten_are_among_the_first_two_hundred() -> None:
    first = {brand: {one.handle for one in lookalikes(brand)[:MOST]} for brand in IMPERSONATIONS}
    missed = [(brand, fake) for brand, fake in CASES if fake not in first[brand]]
    assert 1 - len(missed) / len(CASES) >= 0.9, missed


@pytest.mark.parametrize("brand", IMPERSONATIONS)
def test_each_handle_stands_there_once_with_a_reason_and_never_the_brands_own(brand: str) -> None:
    found = lookalikes(brand)
    handles = [one.handle for one in found]
    assert len(set(handles)) == len(handles)
    assert brand not in handles
    assert all(one.reason and 0 < one.rank <= 1 for one in found)
    assert [one.rank for one in found] == sorted((one.rank for one in found), reverse=True)


def test_the_case_of_the_capital_letter_is_near_the_top_and_explained() -> None:
    place, found = next((n, one) for n, one in enumerate(lookalikes("telekom_hilft")) if one.handle == "telekom_hiIft")
    assert place < 20
    assert found.reason == "I in place of l"


def test_only_handles_that_the_platform_allows_are_left() -> None:
    found = lookalikes_on(read_platform("x"), "telekom_hilft")
    assert "telekom_hiIft" in {one.handle for one in found}
    assert all(len(one.handle) <= 15 and one.handle.isascii() and "." not in one.handle for one in found)


@pytest.mark.parametrize(
    ("brand", "fake", "reason"),
    [
        ("telekom_hilft", "telekom_help", "help in place of hilft"),
        ("deutschebahn", "deutsche_bahn", "with _ inside"),
        ("edeka", "edeka_de", "with the word de"),
        ("vodafone_de", "vodafone_support", "support in place of de"),
        ("booking", "support_booking", "with the word support in front"),
    ],
)
def test_words_come_in_front_behind_between_and_in_the_place_of_others(brand: str, fake: str, reason: str) -> None:
    found = {one.handle: one.reason for one in lookalikes(brand)[:MOST]}
    assert found.get(fake) == reason
