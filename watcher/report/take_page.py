"""The page on which somebody takes a change upon them."""

from watcher.core.model import Ack, Language, Owner, RecordedFinding
from watcher.core.text import visible
from watcher.report.redline_page import open_templates

_WORDS = {
    Language.EN: {
        "title": "Take this change on",
        "by": "Your name",
        "note": "What will you do? (optional)",
        "take": "I take it on",
        "then": "Reminders and escalations end.",
        "taken": "Taken on by {by} on {day}.",
    },
    Language.DE: {
        "title": "Diese Änderung übernehmen",
        "by": "Ihr Name",
        "note": "Was werden Sie tun? (freiwillig)",
        "take": "Ich übernehme das",
        "then": "Erinnerungen und Eskalationen enden damit.",
        "taken": "Übernommen von {by} am {day}.",
    },
}


def take_page(recorded: RecordedFinding, owner: Owner, taken: Ack | None) -> str:
    """A form, or who has taken it already; it holds no script and fetches nothing."""
    words = _WORDS[owner.language]
    told = words["taken"].format(by=visible(taken.by), day=f"{taken.at:%Y-%m-%d %H:%M} UTC") if taken else ""
    page = open_templates().get_template("take.html.j2")
    return page.render(words=words, language=owner.language.value, owner=owner, finding=recorded.finding, taken=told)


def not_found_page() -> str:
    """Says the same of every link that is not good."""
    return open_templates().get_template("take.html.j2").render(words=None, language="en")
