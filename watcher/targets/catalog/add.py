"""Writes a platform's documents, a brand's page and a stake that depends on them into a targets.yaml."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from watcher.core.model import Config, StakeKind
from watcher.targets.catalog.errors import CatalogError
from watcher.targets.catalog.propose import propose_topics
from watcher.targets.catalog.read import Platform
from watcher.targets.catalog.render import find_handle, page_address, page_id
from watcher.targets.edit import Plain, add_item, add_items, add_key
from watcher.targets.shown import shown

_LONGEST_ID = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStake:
    """An investment to be written down. Without an `id` it gets one of its platform and kind."""

    kind: StakeKind
    id: str | None = None
    title: str | None = None
    value: str | None = None
    starts: date | None = None
    ends: date | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file's text with what it has, and what was done to it.

    `targets` has the addresses of each target, `stakes` the targets of each stake. Of the targets that were asked for,
    `added` are new and `present` were there; `asked` has both in order.
    """

    text: str
    targets: dict[str, tuple[str, ...]]
    stakes: dict[str, tuple[str, ...]]
    asked: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    new_stakes: tuple[str, ...] = ()


def open_draft(text: str, config: Config | None) -> Draft:
    """`config` is what the text says, or None for a file without targets."""
    targets = config.targets if config else ()
    return Draft(
        text=text,
        targets={target.id: tuple(part.url for part in target.parts) for target in targets},
        stakes={stake.id: stake.targets for stake in config.stakes} if config else {},
    )


def add_document(draft: Draft, platform: Platform, document_id: str, server: str | None = None) -> Draft:
    """The draft with a document of the catalogue; one that is watched already is only noted as `present`."""
    document = platform.entry.documents[document_id]
    addresses = {document.urls, *((url,) for url in document.was)}
    for variant in document.variants.values():
        addresses.add(tuple(part.url for part in variant.parts) if variant.parts else (variant.url or "",))
    handle = {"handle": server} if server and any("{" in url for url in document.urls) else {}
    if not handle:
        if any("{" in url for url in document.urls):
            return draft
        if present := next((name for name, urls in draft.targets.items() if urls in addresses), None):
            return _noted(draft, present)
    name = _free(f"{platform.id}-{document_id}", draft)
    entry: dict[str, Plain] = {"id": name, "platform": platform.id, "document": document_id, **handle}
    text = add_item(draft.text, ("targets",), entry, document.title)
    return _with(draft, text, name, document.urls)


def add_page(draft: Draft, platform: Platform | None, page: str) -> Draft:
    """The draft with a brand's page, given by its address or its handle. Raises CatalogError."""
    entry = _page(platform, page)
    url = str(entry["url"]) if platform is None or "url" in entry else page_address(platform, str(entry["handle"]))
    if present := next((name for name, urls in draft.targets.items() if urls == (url,)), None):
        return _noted(draft, present)
    name = _free(str(entry["id"]), draft)
    text = add_item(draft.text, ("targets",), {**entry, "id": name})
    return _with(draft, text, name, (url,))


def add_targets(draft: Draft, targets: Sequence[dict[str, Plain]]) -> Draft:
    """The draft with targets whose keys are known; ids that are taken get a number."""
    new: list[Plain] = []
    for target in targets:
        urls = _urls(target)
        if present := next((name for name, others in draft.targets.items() if others == urls), None):
            draft = _noted(draft, present)
            continue
        name = _free(str(target["id"]), draft)
        new.append({**target, "id": name})
        draft = _with(draft, draft.text, name, urls)
    return replace(draft, text=add_items(draft.text, ("targets",), new))


def add_stake(draft: Draft, platform: Platform | None, stake: NewStake) -> Draft:
    """The draft with a stake that depends on all that was added or present before, or with these in one it has."""
    targets = list(dict.fromkeys(draft.asked))
    if stake.id is not None and stake.id in draft.stakes:
        text = draft.text
        for name in (name for name in targets if name not in draft.stakes[stake.id]):
            text = add_item(text, ("stakes", stake.id, "depends_on", "targets"), name)
        return replace(draft, text=text, new_stakes=(*draft.new_stakes, stake.id))
    kind = stake.kind.value
    first = platform.id if platform else "my"
    name = stake.id or next(name for name in _numbered(f"{first}-{kind.replace('_', '-')}") if name not in draft.stakes)
    given: dict[str, Plain | None] = {
        "title": stake.title,
        "kind": kind,
        "owner": stake.owner,
        "value": stake.value,
        "starts": stake.starts,
        "ends": stake.ends,
        "depends_on": {"targets": targets, "topics": [topic.value for topic in propose_topics(stake.kind)]},
    }
    text = add_key(draft.text, ("stakes",), name, {key: value for key, value in given.items() if value is not None})
    return replace(
        draft, text=text, stakes={**draft.stakes, name: tuple(targets)}, new_stakes=(*draft.new_stakes, name)
    )


def _page(platform: Platform | None, page: str) -> dict[str, Plain]:
    is_address = page.startswith(("http://", "https://"))
    if platform is None:
        parts = urlsplit(page)
        slug = _slug(f"{(parts.hostname or '').removeprefix('www.')}{parts.path}")
        return {"id": slug or "page", "kind": "page", "url": page}
    handle = find_handle(platform, page) if is_address else page
    if handle is None:
        last = _slug(urlsplit(page).path) or _slug(urlsplit(page).hostname or "")
        return {"id": page_id(platform.id, last), "kind": "page", "platform": platform.id, "url": page}
    own = platform.entry.page
    found = re.fullmatch(own.handle, handle) if own and own.handle else None
    if own is None or own.url is None or found is None:
        hint = f"write it as in {own.example}, or give" if own and own.example else "give"
        raise CatalogError("page", f"{shown(handle)} cannot be a page on {platform.entry.name}: {hint} its address")
    if "user" not in found.groupdict():
        handle = handle.removeprefix("@")
    name = found.groupdict().get("user") or handle
    return {"id": page_id(platform.id, name), "platform": platform.id, "handle": handle}


def _urls(target: dict[str, Plain]) -> tuple[str, ...]:
    parts = target.get("parts")
    items = parts if isinstance(parts, list) else [target]
    return tuple(str(item["url"]) for item in items if isinstance(item, dict))


def _with(draft: Draft, text: str, name: str, urls: tuple[str, ...]) -> Draft:
    targets = {**draft.targets, name: urls}
    return replace(draft, text=text, targets=targets, added=(*draft.added, name), asked=(*draft.asked, name))


def _noted(draft: Draft, name: str) -> Draft:
    return replace(draft, present=(*draft.present, name), asked=(*draft.asked, name))


def _free(name: str, draft: Draft) -> str:
    return next(one for one in _numbered(name) if one not in draft.targets)


def _numbered(name: str) -> list[str]:
    return [name, *(f"{name[: _LONGEST_ID - 4]}-{number}" for number in range(2, 1000))]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST_ID]
