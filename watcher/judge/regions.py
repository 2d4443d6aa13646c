"""Tells for which countries a text says that it holds."""

import re

from watcher.judge.scopes import Scope, places_of, scopes_of

_EU = frozenset(
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
        "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]
)  # fmt: skip
_EEA = _EU | frozenset(["IS", "LI", "NO"])
_GROUPS = {"EU": _EU, "EEA": _EEA, "UK": frozenset(["GB"])}
_EUROPE = _EEA | frozenset(["CH", "GB"])
# By how the names that `places_of` knows begin: German has endings.
_NAMES = (
    ("AT", "austria österreich"),
    ("AU", "australia"),
    ("BE", "belgium belgique"),
    ("BR", "brazil"),
    ("CA", "canada"),
    ("CH", "switzerland schweiz suisse"),
    ("DE", "germany deutschland allemagne"),
    ("DK", "denmark"),
    ("ES", "spain spanien"),
    ("FR", "france frankreich"),
    ("GB", "uk u.k. united_kingdom great_britain england vereinigten_königreich royaume-uni"),
    ("IE", "ireland"),
    ("IN", "india"),
    ("IT", "italy italien"),
    ("JP", "japan"),
    ("KR", "korea"),
    ("MX", "mexico"),
    ("NL", "netherlands"),
    ("NO", "norway"),
    ("NZ", "new_zealand"),
    ("PL", "poland"),
    ("SE", "sweden"),
    ("TR", "turkey"),
    ("US", "us u.s. usa united_states vereinigten_staaten états-unis california kalifornien texas"),
)
_OF_UNION = (
    (_EEA, "eea ewr eee european_economic_area europäischen_wirtschaftsraum espace_économique_européen"),
    (_EU, "eu ue european_union europäischen_union union_européenne"),
    (_EUROPE, "europe europa"),
)
_COUNTRIES = {
    **{name.replace("_", " "): frozenset([code]) for code, names in _NAMES for name in names.split()},
    **{name.replace("_", " "): codes for codes, names in _OF_UNION for name in names.split()},
}
_ELSEWHERE = re.compile(
    r"(?i)\b(?:outside|except|excluding|other than|außerhalb|außer|ausgenommen|hors|sauf|worldwide|weltweit)\b"
)


def countries(codes: tuple[str, ...]) -> frozenset[str]:
    """The countries behind codes, of which "EU" and "EEA" are several."""
    return frozenset(country for code in codes for country in _GROUPS.get(code, [code]))


def holds_in(text: str) -> frozenset[str] | None:
    """The countries for which the text says that it holds; None where it holds everywhere, or cannot be told."""
    if Scope.REGION not in scopes_of(text) or _ELSEWHERE.search(text):
        return None
    found: set[str] = set()
    for place in places_of(text):
        known = next((codes for name, codes in _COUNTRIES.items() if _is(place, name)), None)
        if known is None:
            return None
        found |= known
    return frozenset(found) or None


def _is(place: str, name: str) -> bool:
    return place == name or (len(name) > 4 and place.startswith(name))
