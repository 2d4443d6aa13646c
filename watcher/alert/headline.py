"""Says in one line of the reader's language what a finding is, for the letter's top and its subject."""

import re
from typing import assert_never

from watcher.alert.about import LISTED_RULES, About, about, count, impostor
from watcher.alert.inert import clean, quote, shorten
from watcher.alert.layout import seen_in, sentence
from watcher.alert.wording import Wording
from watcher.core.model import EffectiveKind, Finding, Language, LayoutOp, Reason, Target, TargetKind

# What the judge writes its headlines in.
_JUDGED = Language.EN
_LONGEST = 240
_TITLE = 60
_CLAUSE = 150
_SUBJECT = 180
# What counting a digest's changes adds to its subject.
_COUNT = 34
_DATE_LINE_WORDS = 25
_YEAR = re.compile(r"\b20\d\d\b")
_SPELT = {
    "facebook": "Facebook",
    "google": "Google",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "pinterest": "Pinterest",
    "snapchat": "Snapchat",
    "tiktok": "TikTok",
    "twitter": "Twitter",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}


def headline(finding: Finding, target: Target, say: Wording) -> str:
    """The page and what happened to it. A document's clauses keep the judge's headline where it is in this language."""
    matter = about(finding)
    match matter:
        case About.IMPOSTOR:
            seen = impostor(finding)
            said = say.headline_impostor[seen.rule].format(handle=clean(seen.quote, _TITLE)) if seen else ""
        case About.LISTED:
            said = _listed(finding, say)
        case About.GONE:
            said = say.headline_gone[target.kind]
        case About.LASTING:
            said = say.headline_lasting
        case About.REBUILT:
            gone, come = (count(finding, op) for op in (LayoutOp.REMOVED, LayoutOp.ADDED))
            said = say.headline_rebuilt.format(gone=say.number(gone), come=say.number(come))
        case About.LAYOUT:
            said = sentence(finding.layout[0], say, seen_in(finding, target)).said
            said = said[0].lower() + said[1:]
        case About.CLAUSES:
            return quote(finding.headline, _LONGEST) if say.language is _JUDGED else _clause(finding, target, say)
        case _:
            assert_never(matter)
    return quote(f"{_title(finding, target)}: {said}", _LONGEST)


def subject(shown: str, target: Target, severity: int, ending: str, say: Wording, *, digest: bool) -> str:
    """At most 180 characters: severity, platform and headline, of which the middle is cut so that its ending stays.

    A digest's subject leaves room for the number of its changes.
    """
    platform = platform_name(target)
    mark = f"[Watcher {severity}/3] {say.digest_mark + ' ' if digest else ''}"
    said = clean(shown if names(shown, platform) else f"{platform}: {shown}", 2 * _SUBJECT)
    room = _SUBJECT - (_COUNT if digest else 0) - len(mark)
    if len(said) <= room:
        return mark + said
    tail = f" {ending}" if ending and said.endswith(ending) else ""
    head = said.removesuffix(tail).rstrip(" ,")
    closing = say.quotation.partition("{}")[2]
    if head.endswith(closing):
        head, tail = head.removesuffix(closing), closing + tail
    return mark + shorten(head, room - len(tail)) + tail


def from_when(finding: Finding, say: Wording) -> str:
    """The words for the day from which it holds, or else by which to act, with which headlines end; "" without one."""
    day = finding.effective_date
    if day is not None and finding.effective_kind is EffectiveKind.EFFECTIVE:
        return say.from_day.format(day=say.day(day))
    return say.by_day.format(day=say.day(finding.deadline)) if finding.deadline else ""


def platform_name(target: Target) -> str:
    """The platform as its owners spell it, or the page's title where no platform is named."""
    if not target.platform:
        return quote(target.title, _TITLE)
    return _SPELT.get(target.platform, quote(target.platform.replace("-", " ").replace("_", " ").title(), _TITLE))


def names(text: str, platform: str) -> bool:
    """Whether the platform's name stands in the text as words of its own."""
    name = re.escape(platform.rstrip("….,;:– ").casefold())
    return re.search(rf"(?<!\w){name}(?!\w)", text.casefold()) is not None


def _listed(finding: Finding, say: Wording) -> str:
    """What a page lists now, and what it lists no more."""
    names = {
        rule: [say.quotation.format(quote(one.quote, _TITLE)) for one in finding.reasons if one.rule == rule]
        for rule in LISTED_RULES
    }
    return ", ".join(say.headline_listed[rule].format(names=", ".join(each)) for rule, each in names.items() if each)


def _title(finding: Finding, target: Target) -> str:
    title = quote(target.title, _TITLE)
    viewport = seen_in(finding, target)
    several = target.kind is TargetKind.PAGE and len(target.viewports) > 1
    return f"{title} ({clean(viewport.name, 30)})" if several and viewport else title


def _clause(finding: Finding, target: Target, say: Wording) -> str:
    said = [say.headline_directions[finding.direction]]
    cited = _telling(finding)
    if cited and cited.rule.startswith("dropped_"):
        said.append(say.headline_dropped)
    start = f"{_title(finding, target)}: {', '.join(said)}"
    when = from_when(finding, say)
    if cited:
        room = max(40, _CLAUSE - len(start) - len(when) - 5)
        start += f": {say.quotation.format(quote(cited.quote, room).rstrip(' .;,'))}"
    return quote(f"{start} {when}", _LONGEST)


def _telling(finding: Finding) -> Reason | None:
    """The heaviest reason with a quote, but none that says little more than since when the document holds."""
    heaviest = sorted((one for one in finding.reasons if one.quote and one.weight > 0), key=lambda one: -one.weight)
    return next((one for one in heaviest if not _is_date_line(one)), heaviest[0] if heaviest else None)


def _is_date_line(reason: Reason) -> bool:
    short = len(reason.quote.split()) <= _DATE_LINE_WORDS
    return reason.rule.endswith("_announcement") and short and _YEAR.search(reason.quote) is not None
