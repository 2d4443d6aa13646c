"""Reads declarations of Open Terms Archive: a service's documents with their addresses and selectors."""

import json
from collections.abc import Iterator
from typing import Any

from watcher.targets.catalog.read import find_platform
from watcher.targets.edit import Plain
from watcher.targets.imports.carried import Carried, ImportFormatError, as_id, as_texts, as_url, split_selectors

MOST_PARTS = 50
_OF_NO_MATTER = frozenset({"fetch", "select", "remove", "filter", "combine", "executeClientScripts"})


def read_ota(content: bytes) -> Iterator[Carried]:
    """One entry for each document of a declaration. Raises ImportFormatError."""
    try:
        declaration = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ImportFormatError(f"is not JSON: {error}") from None
    documents = declaration.get("terms", declaration.get("documents")) if isinstance(declaration, dict) else None
    if not isinstance(documents, dict) or not isinstance(declaration.get("name"), str):
        raise ImportFormatError("is no declaration of Open Terms Archive: it has no `name` and `terms`")
    service = declaration["name"]
    platform = find_platform(service)
    for kind, document in documents.items():
        yield _document(service, platform.id if platform else None, kind, document)


def _document(service: str, platform: str | None, kind: str, document: Any) -> Carried:
    name = f"{service}: {kind}"
    if not isinstance(document, dict):
        return Carried(name=name, target=None, lost=("is no block of keys",))
    lost: list[str] = []
    target: dict[str, Plain] = {"title": name, "kind": "policy"}
    if platform:
        target["platform"] = platform
    combined = document.get("combine")
    pages = [page for page in combined if isinstance(page, dict)] if isinstance(combined, list) else [document]
    try:
        parts = [_part({**document, **page} if combined else page, lost) for page in pages]
    except ValueError as error:
        return Carried(name=name, target=None, lost=(f"its address {error}",))
    distinct = list({str(part["url"]): part for part in parts}.values())
    if len(distinct) < len(parts):
        lost.append(f"{len(parts) - len(distinct)} addresses that stand there twice")
    if len(distinct) > MOST_PARTS:
        lost.append(f"{len(distinct) - MOST_PARTS} of its {len(distinct)} addresses: a target has {MOST_PARTS} at most")
    target |= (
        distinct[0] if len(distinct) == 1 else {"parts": list(distinct[:MOST_PARTS]), "every": "1d", "deadline": "10m"}
    )
    lost += [f"`{key}`" for key in document.keys() - _OF_NO_MATTER]
    return Carried(
        name=name,
        target={"id": as_id(f"{service} {kind}", str(distinct[0]["url"])), **target},
        lost=tuple(dict.fromkeys(lost)),
    )


def _part(page: dict[str, Any], lost: list[str]) -> dict[str, Plain]:
    part: dict[str, Plain] = {"url": as_url(page.get("fetch"))}
    for theirs, ours in (("select", "select"), ("remove", "ignore")):
        given = page.get(theirs)
        if any(isinstance(item, dict) for item in (given if isinstance(given, list) else [given])):
            lost.append(f"a range in `{theirs}` (from one element to another)")
        good, bad = split_selectors(as_texts(given))
        lost += [f"`{theirs}: {selector}`, which is not CSS" for selector in bad]
        if good:
            part[ours] = good
    filters = as_texts([item if isinstance(item, str) else next(iter(item), "") for item in page.get("filter") or []])
    lost += [f"the filter {name}, which is a program" for name in filters]
    return part
