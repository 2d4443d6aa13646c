"""The words by which pages call their figures, in English, German, French and Spanish."""

import re

from watcher.core.model import FigureKind
from watcher.extract.notation import COUNT

# fmt: off
_NOUNS = {
    FigureKind.FOLLOWERS: (
        r"followers?", r"follower(?:n|[*:]?innen)?", r"abonnée?s?", r"seguidores?",
        r"(?:people|personen|personnes|leute) (?:follow(?: this)?|folgen(?: dem)?|haben das abonniert)",
        r"(?:mitglieder|nutzer|fans) folgen(?: dieser seite| uns)?", r"personnes suivent(?: ça| cela)?",
    ),
    FigureKind.SUBSCRIBERS: (r"subscribers?", r"abonnent(?:en|(?:en)?[*:]?innen)?", r"suscriptores?"),
    FigureKind.MEMBERS: (r"members?", r"mitglied(?:er)?(?:[*:]innen)?", r"membres?", r"miembros?"),
    FigureKind.LIKES: (
        r"(?:page )?likes?", r"(?:people|personen|personnes) (?:like(?: this)?|gefällt das|aiment (?:ça|cela))",
        r"[„“\"»]?gefällt mir[“”\"«]?(?:-angaben|-markierungen)?", r"mentions j[’']aime", r"j[’']aime", r"me gusta",
    ),
    FigureKind.VIEWS: (
        r"(?:total |channel |video )?views", r"(?:kanal|video)?aufrufe", r"vues", r"visualizaciones", r"wiedergaben",
    ),
    FigureKind.POSTS: (
        r"posts?", r"beitr(?:a|ä)ge?", r"publications?", r"publicaciones?", r"tweets?", r"videos?", r"vidéos?",
    ),
}
# Counted beside them, and none of the page's own.
_OTHERS = (
    r"following", r"follows", r"gefolgt", r"folge ich", r"abonniert", r"abonnements?", r"suivi(?:e?s)?", r"siguiendo",
    r"suivis? par .*", r"followed by .*", r"gefolgt von .*",
)
_AMID = {
    FigureKind.LIKES: (rf"gefällt (?P<count>{COUNT})(?: mal)?", rf"gefällt (?P<count>{COUNT}) personen",
                       rf"liked by (?P<count>{COUNT}) people"),
    FigureKind.FOLLOWERS: (
        rf"(?:followed by|abonniert von|suivi par) (?P<count>{COUNT}) (?:people|personen|personnes)",
    ),
}
# fmt: on
_SUBJECT = r"(?:total |gesamt |insgesamt |all |alle )?"
_AFTER = r"(?: total| insgesamt| gesamt| (?:on|auf|sur|en) [\w.-]{2,20})?"
_PATTERNS = {
    kind: tuple(
        re.compile(pattern, re.IGNORECASE)
        for noun in nouns
        for pattern in (
            rf"{_SUBJECT}(?P<count>{COUNT})\s*(?:total |gesamt |de |d[’'])?{noun}{_AFTER}\.?",
            rf"{_SUBJECT}{noun}(?: total| insgesamt| gesamt)?\s*[:(]?\s*(?P<count>{COUNT})\)?",
        )
    )
    + tuple(re.compile(pattern, re.IGNORECASE) for pattern in _AMID.get(kind, ()))
    for kind, nouns in _NOUNS.items()
}
_ALONE = {
    kind: re.compile(rf"{_SUBJECT}(?:{'|'.join(nouns)})(?: total| insgesamt| gesamt)?\s*:?", re.IGNORECASE)
    for kind, nouns in _NOUNS.items()
}
_OTHER = re.compile(rf"(?:{'|'.join(_OTHERS)})\s*:?", re.IGNORECASE)
_HINT = re.compile(
    r"follow|abonn|seguidor|subscri|suscript|member|mitglied|membre|miembro|like|gefällt|j[’']aime|me gusta|view|"
    r"aufruf|vues|visualiz|wiedergab|post|beitr|publica|tweet|vid[eé]o|folge|suivi|siguiendo|aiment",
    re.IGNORECASE,
)
_LONGEST = 90


def may_count(text: str) -> bool:
    """Whether a short text has a word by which something is counted."""
    return len(text) <= _LONGEST and _HINT.search(text) is not None


def counted(text: str) -> tuple[FigureKind, str] | None:
    """The kind and the printed count, where a text says both and little else."""
    for kind, patterns in _PATTERNS.items():
        for pattern in patterns:
            if found := pattern.fullmatch(text):
                return kind, found["count"]
    return None


def kind_called(text: str) -> FigureKind | None:
    """What a text names, where it names one thing that is counted and nothing else."""
    return next((kind for kind, pattern in _ALONE.items() if pattern.fullmatch(text)), None)


def is_other(text: str) -> bool:
    """Whether a text names something that pages count beside their own figures."""
    return _OTHER.fullmatch(text) is not None
