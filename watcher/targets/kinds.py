"""Tells kinds of targets apart: policy documents from pages by their addresses, and which keys hold for which."""

import re
from urllib.parse import urlsplit

from watcher.core.model import TargetKind

OF_HANDLES = ("platforms", "name", "page", "known")
OF_PAGES = (
    "parts",
    "document",
    "documents",
    "every",
    "cron",
    "viewports",
    "select",
    "ignore",
    "steps",
    "login",
    "topics",
    "watch",
    "confirm_for",
    "learn_for",
    "sudden_fall",
    "quiet_after",
)
"""Keys that say something of targets of kind handle alone, and those that say nothing of them."""

POLICY_WORDS = frozenset(
    {
        "agb",
        "agreement",
        "agreements",
        "bedingungen",
        "conditions",
        "datenschutz",
        "eula",
        "guideline",
        "guidelines",
        "help",
        "legal",
        "nutzungsbedingungen",
        "policies",
        "policy",
        "privacy",
        "richtlinien",
        "rules",
        "standards",
        "support",
        "terms",
        "tos",
        "transparency",
    }
)


def guess_kind(urls: list[str], watches_elements: bool) -> TargetKind:
    """A page when elements are watched; else a policy when every address says so with a word or is a PDF."""
    if watches_elements:
        return TargetKind.PAGE
    return TargetKind.POLICY if all(map(_reads_like_policy, urls)) else TargetKind.PAGE


def _reads_like_policy(url: str) -> bool:
    parts = urlsplit(url)
    words = re.split(r"[^a-z]+", f"{parts.hostname} {parts.path}".lower())
    return parts.path.lower().endswith(".pdf") or not POLICY_WORDS.isdisjoint(words)
