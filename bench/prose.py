"""Writes documents of any length that read like platform policies, the same ones for the same seed."""

import random
import re
from collections.abc import Sequence
from html import escape

_WHO = (
    "You", "We", "Advertisers", "Page owners", "Developers", "Creators", "Publishers", "Partners", "Your agency",
    "The seller", "Account holders", "Administrators", "Moderators", "Our affiliates", "Each business",
    "The organiser", "Subscribers", "Members under 18", "Third parties", "Anyone who uses the service",
)  # fmt: skip
_MAY = (
    "must", "must not", "may", "may not", "can", "cannot", "should", "are required to", "are no longer allowed to",
    "agree to", "will", "are responsible for how they", "are not eligible to", "are entitled to", "do not have to",
    "shall", "need to",
)  # fmt: skip
_DO = (
    "publish", "remove", "disclose", "promote", "share", "collect", "process", "transfer", "review", "label",
    "restrict", "appeal", "verify", "sponsor", "moderate", "monetise", "suspend", "disable", "license", "report",
    "retain", "delete", "measure", "sell", "embed", "archive", "translate", "schedule", "boost", "boycott", "refund",
    "renew", "register", "inspect", "export",
)  # fmt: skip
_KIND = (
    "branded", "personal", "sensitive", "public", "sponsored", "automated", "synthetic", "regional", "paid",
    "archived", "political", "misleading", "graphic", "licensed", "confidential", "recurring", "restricted",
    "seasonal", "commercial", "unsolicited",
)  # fmt: skip
_WHAT = (
    "content", "advertisements", "promotions", "contests", "data", "cookies", "account details", "subscriptions",
    "payouts", "trademarks", "audiences", "messages", "comments", "live streams", "listings", "gift cards",
    "access tokens", "campaigns", "recommendations", "invoices", "domains", "profile pictures", "notifications",
    "surveys", "games", "events", "groups", "tickets", "recordings", "backups", "reviews", "endorsements",
    "affiliate links", "age checks", "payment methods", "loyalty points",
)  # fmt: skip
_WHEN = (
    "within {n} days of the request", "unless the law requires otherwise", "in the European Economic Area",
    "before {n} March", "if the person is under {n}", "after a written warning", "for up to {n} months",
    "where this is permitted by local law", "without prior written consent", "at our sole discretion",
    "for a fee of ${n} per month", "as described in section {n}", "on every page that they manage",
    "through the {coined} dashboard", "under the {coined} programme", "for each {coined} campaign",
    "when they use {coined}", "together with {coined} and {coined}", "at least {n} hours before the event begins",
    "at any time", "unless you’ve agreed otherwise", "in the “{coined}” section",
)  # fmt: skip
_SYLLABLES = re.findall(r"\w+", "ba cor den fi gal hus jo kel lum mi nor pra quo ri sten tu vel wix")


def write_policy(seed: int, size: int) -> str:
    """At least `size` characters of Markdown: sections of headings, paragraphs and lists."""
    chance = random.Random(seed)
    coined = [_coin(chance) for _ in range(4_000)]
    sections: list[str] = []
    while sum(map(len, sections)) < size:
        sections.append("\n\n".join(_section(chance, coined, len(sections) + 1)))
    return "\n\n".join(sections) + "\n"


def _section(chance: random.Random, coined: Sequence[str], number: int) -> list[str]:
    about = f"{chance.choice(_KIND)} {chance.choice(_WHAT)}"
    blocks = [f"{'#' * chance.choice((1, 2, 2, 3))} {number}. {about.capitalize()} in {_name(chance, coined)}"]
    for _ in range(chance.randint(2, 6)):
        blocks.append(" ".join(_sentence(chance, coined) for _ in range(chance.randint(1, 6))))
        if chance.random() < 0.4:
            rows = (_sentence(chance, coined) for _ in range(chance.randint(2, 8)))
            blocks.append("\n".join(f"- {row}" for row in rows))
    return blocks


def _sentence(chance: random.Random, coined: Sequence[str]) -> str:
    what = f"{chance.choice(_KIND)} {chance.choice(_WHAT)}"
    if chance.random() < 0.4:
        what += f" and {chance.choice(_KIND)} {chance.choice(_WHAT)}"
    when = " ".join(
        part.format(n=chance.randint(1, 99), coined=_name(chance, coined))
        for part in chance.sample(_WHEN, chance.randint(0, 2))
    )
    return f"{chance.choice(_WHO)} {chance.choice(_MAY)} {chance.choice(_DO)} {what} {when}".rstrip() + "."


def _name(chance: random.Random, coined: Sequence[str]) -> str:
    """A made-up name, a few of them much more often than the rest, as names are."""
    return coined[int(len(coined) * chance.random() ** 3)]


def _coin(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()


def as_html(markdown: str) -> str:
    """The same document as a page."""
    blocks = (_html_block(block) for block in markdown.strip().split("\n\n"))
    return f"<!doctype html><html><body><main>{''.join(blocks)}</main></body></html>"


def _html_block(block: str) -> str:
    if block.startswith("#"):
        marks, _, text = block.partition(" ")
        return f"<h{len(marks)}>{escape(text)}</h{len(marks)}>\n"
    if block.startswith("- "):
        items = "".join(f"<li>{escape(row[2:])}</li>\n" for row in block.split("\n"))
        return f"<ul>\n{items}</ul>\n"
    return f"<p>{escape(block)}</p>\n"
