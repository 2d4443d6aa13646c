"""Reduces an element's name to what does not change from hour to hour."""

import re
import unicodedata

_MONTH = (
    r"jan(?:uary|uar|\.)?|feb(?:ruary|ruar|\.)?|mar(?:ch|\.)?|märz|apr(?:il|\.)?|may|mai|june?|juni|july?|juli|"
    r"aug(?:ust|\.)?|sept?(?:ember|\.)?|o[ck]t(?:ober|\.)?|nov(?:ember|\.)?|de[cz](?:ember|\.)?|janvier|février|mars|"
    r"avril|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_NUMBER = re.compile(r"(?:[€$£¥]\s?)?\d+(?:[.,:/ ]\d+)*\s?(?:%|[€$£¥]|k\b|m\b|b\b|mio\b|tsd\b|mrd\b)?")
_DATE = re.compile(rf"(?:#[.,]?\s*)?\b(?:{_MONTH})\s+#|#[.,]?\s*(?:{_MONTH})\b")
_RELATIVE = re.compile(
    r"\b(?:just now|yesterday|today|gerade eben|gestern|heute|hier|aujourd['’]hui)\b|"
    r"(?:\b(?:vor|il y a)\s+)?#\s*(?:s|m|h|d|w|y|sec\w*|min\w*|hours?|hrs?|days?|weeks?|months?|years?|"
    r"sek\w*|std\.?|stunden?|tag(?:en|e)?|wochen?|monat(?:en|e)?|jahr(?:en|e)?|"
    r"heures?|jours?|semaines?|mois|ans?)\b(?:\s+ago\b)?"
)

# How many are unread stands behind a name: "Inbox (#)", "Alerts #+"; "#" alone is a name.
_BADGE = re.compile(r"(?<=\w)\s+(?:\(#\+?\)|\[#\+?\]|#\+?)$")

# Screen readers are told a thing's place in its list: "Payment, # of #".
_PLACE = re.compile(r"(?<=\w)[,:]?\s*[(\[]?# ?(?:of|von|sur|de) #[)\]]?$")


def steady_name(name: str) -> str:
    """Folded, with "#" for counters, amounts, dates and relative times."""
    text = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    text = _NUMBER.sub("#", text)
    text = _DATE.sub("#", text)
    text = _RELATIVE.sub("#", text)
    text = re.sub(r"#(?:[\s.,]*#)+", "#", text).strip()
    return _BADGE.sub("", _PLACE.sub("", text))
