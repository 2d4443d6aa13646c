"""Tells for whom a sentence says that it holds."""

import re
from enum import StrEnum

_WHO = (
    r"(?:users?|members?|customers?|accounts?|subscribers?|sellers?|creators?|advertisers?|partners?|"
    r"merchants?|developers?|apps?|pages?|campaigns?)"
)
_WER = (
    r"(?:nutzer|kunde|mitglied|konto|konten|verkäufer|händler|partner|werbetreibende|entwickler|abonnent|"
    r"seite|kampagne)\w*"
)
_QUI = r"(?:utilisat\w+|clients?|membres?|comptes?|abonnés?|vendeurs?|annonceurs?|partenaires?)"
_CAME = r"(?:sign(?:s|ed|ing)? up|join(?:s|ed|ing)?|register(?:s|ed|ing)?|opened|created)"
_PLACE = (
    r"(?-i:EU|EEA|UK|U\.K\.|US|U\.S\.|USA)|european union|european economic area|united kingdom|united states|"
    r"great britain|england|switzerland|germany|austria|france|italy|spain|ireland|netherlands|belgium|poland|sweden|"
    r"norway|denmark|brazil|canada|australia|new zealand|india|japan|korea|turkey|mexico|california|texas|europe"
)
_ORT = (
    r"(?-i:EU|EWR|USA)|europäischen union|europäischen wirtschaftsraum\w*|vereinigten königreich\w*|"
    r"vereinigten staaten|"
    r"schweiz|deutschland|österreich|frankreich|italien|spanien|kalifornien|europa"
)
_LIEU = (
    r"(?-i:UE|EEE)|union européenne|espace économique européen|royaume-uni|états-unis|suisse|allemagne|autriche|france|"
    r"belgique|europe"
)


class Scope(StrEnum):
    """Whom a date or a rule is for."""

    NEW_USERS = "new_users"
    EXISTING_USERS = "existing_users"
    REGION = "region"


_SCOPES = {
    Scope.NEW_USERS: re.compile(
        rf"(?i)\bnew(?:ly)? (?:registered |created )?{_WHO}\b|\bnew (?:sign-?ups|registrations)\b|"
        rf"\b{_CAME}\b[^.;]{{0,20}}\b(?:on or after|after|since|from)\b|"
        rf"\bneu(?:kund|nutzer|mitglied|anmeld|konten)\w*|\bneue[nmrs]? {_WER}|\b(?:nouveaux|nouvelles) {_QUI}\b"
    ),
    Scope.EXISTING_USERS: re.compile(
        rf"(?i)\b(?:existing|current) {_WHO}\b|\b{_CAME}\b[^.;]{{0,20}}\b(?:before|prior to|until|earlier|by)\b|"
        rf"\balready (?:have an account|a member|registered|use|signed up)\b|"
        rf"\bbestand(?:skund|snutzer|smitglied|skont)\w*|\b(?:bestehende|bisherige|vorhandene)[nmrs]? {_WER}|"
        rf"\b{_QUI} (?:existant|actuel)\w*"
    ),
    Scope.REGION: re.compile(
        rf"(?i)\b(?:in|outside|within|from|based in|live in|resid\w+ (?:in|of)|for) (?:of )?(?:the )?(?:{_PLACE})\b|"
        rf"\b(?:{_PLACE}) (?:{_WHO}|residents?|consumers?)\b|"
        rf"\b(?:in|im|aus|außerhalb|innerhalb|mit (?:wohn)?sitz in|für) (?:der |den |die |des |dem )?(?:{_ORT})\b|"
        rf"\b(?:dans l['’]|en |au |aux |hors (?:de )?l['’]|hors d[eu] |de l['’])(?:{_LIEU})\b"
    ),
}

_PLACES = re.compile(rf"(?i)\b(?:{_PLACE}|{_ORT}|{_LIEU})\b")


def scopes_of(text: str) -> frozenset[Scope]:
    """For whom the text says that it holds; empty where it holds for all, or does not say."""
    return frozenset(scope for scope, pattern in _SCOPES.items() if pattern.search(text))


def places_of(text: str) -> frozenset[str]:
    """The countries and regions that the text names."""
    return frozenset(place.casefold() for place in _PLACES.findall(text))
