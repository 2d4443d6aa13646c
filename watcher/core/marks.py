"""Tells marks of verification and what asks for consent by their names, in English, German, French and Spanish."""

import re

_OF_WHAT = r"(?: (?:konto|account|seite|profil|kanal|nutzer))"
_VERIFIED = (
    r"verified(?: (?!purchase|review|buyer|customer|by\b)\w+)?|blue tick|"
    r"official(?: (?:account|page|profile|channel|badge|user|business|organi[sz]ation))?|"
    r"verifizierte[rs]? (?!kauf|käufer|bewert|kund)\w+|"
    rf"verifiziert(?:e[rs]?)?{_OF_WHAT}?|bestätigt(?:e[rs]?)?{_OF_WHAT}?|(?:geprüfte[rs]?|offizielle[rs]?){_OF_WHAT}|"
    r"(?:compte|page|profil|chaîne|badge) (?:vérifiée?|certifiée?|officiel(?:le)?)|vérifié|certifié|"
    r"(?:cuenta|página) verificada|verificado"
)
_ALONE = re.compile(_VERIFIED, re.IGNORECASE)
_BEHIND = re.compile(rf"\W*\b(?:{_VERIFIED})\W*$", re.IGNORECASE)

_CONSENT = re.compile(
    r"cookie|\bconsent|\btraceurs|einwilligung|consentimiento|"
    r"\b(?:accept|allow|agree to|reject|decline|deny) all\b|\balle[sn]? (?:akzeptieren|annehmen|zulassen|ablehnen)\b|"
    r"\btout (?:accepter|autoriser|refuser)\b|\b(?:aceptar|permitir|rechazar) todo|"
    r"\b(?:data|privacy) (?:settings|choices)\b|daten(?:schutz)?-?einstellungen|"
    r"paramètres de (?:données|confidentialité)",
    re.IGNORECASE,
)


def is_verified(text: str) -> bool:
    """Whether a text is the name of a mark of verification, and nothing else."""
    return _ALONE.fullmatch(text.strip(" .!✓✔")) is not None


def without_mark(name: str) -> str:
    """A name without the mark of verification that is read out behind it."""
    return _BEHIND.sub("", name)


def asks_consent(name: str) -> bool:
    """Whether a button's name is one of those with which sites ask about cookies and the like."""
    return _CONSENT.search(name) is not None
