"""Reads what changedetection.io exports: its watches as JSON, or its list of addresses."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from watcher.targets.edit import Plain
from watcher.targets.imports.carried import (
    Carried,
    ImportFormatError,
    as_id,
    as_texts,
    as_title,
    as_url,
    split_selectors,
)
from watcher.targets.times import spell_duration

# What somebody set, and Watcher has no counterpart for.
_LOST = {
    "trigger_text": "words that must appear before a change counts",
    "text_should_not_be_present": "words that must not be there",
    "ignore_text": "lines to be ignored",
    "extract_text": "expressions that extract text",
    "headers": "headers of requests",
    "body": "a body of requests",
    "proxy": "a proxy",
    "notification_urls": "where to notify (write it under `channels`)",
    "notification_title": "a title of notifications",
    "notification_body": "a text of notifications",
    "tags": "tags",
    "tag": "tags",
    "webdriver_js_execute_code": "a script to run on the page",
}
_LONGEST = timedelta(days=366)


def read_changedetection(content: bytes) -> Iterator[Carried]:
    """One entry for each watch. Raises ImportFormatError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportFormatError("is not UTF-8 text") from None
    if text.lstrip()[:1] not in ("{", "["):
        return _addresses(text)
    try:
        export = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportFormatError(f"is not JSON: {error}") from None
    watches = export.get("watching", export) if isinstance(export, dict) else export
    found = list(watches.values()) if isinstance(watches, dict) else watches
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) and "url" in one for one in found):
        raise ImportFormatError("has no watches: each has a `url`")
    return map(_watch, found)


def _addresses(text: str) -> Iterator[Carried]:
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines or not any(words[0].startswith(("http://", "https://")) for words in lines):
        raise ImportFormatError("is neither JSON nor a list of addresses")
    return (_watch({"url": words[0], "tags": words[1:]}) for words in lines)


def _watch(watch: dict[str, Any]) -> Carried:
    title = as_title(watch.get("title"))
    name = title or as_title(watch.get("url")) or "a watch without an address"
    if watch.get("paused"):
        return Carried(name=name, target=None, lost=("is paused",))
    try:
        url = as_url(watch.get("url"))
    except ValueError as error:
        return Carried(name=name, target=None, lost=(f"its address {error}",))
    lost = [what for key, what in _LOST.items() if watch.get(key)]
    target: dict[str, Plain] = {"id": as_id(title or "", url), "url": url}
    if title:
        target["title"] = title
    for theirs, ours in (("include_filters", "select"), ("css_filter", "select"), ("subtractive_selectors", "ignore")):
        good, bad = split_selectors(as_texts(watch.get(theirs)))
        lost += [f"the selector {selector}, which is not CSS" for selector in bad]
        if good:
            target[ours] = good
    if every := _every(watch, lost):
        target["every"] = every
    if steps := list(_steps(watch.get("browser_steps") or [], lost)):
        target["steps"] = steps
    if watch.get("method", "GET") not in ("GET", None):
        lost.append(f"the method {watch['method']}")
    if watch.get("processor", "text_json_diff") != "text_json_diff":
        lost.append(f"the processor {watch['processor']}")
    return Carried(name=name, target=target, lost=tuple(dict.fromkeys(lost)))


def _every(watch: dict[str, Any], lost: list[str]) -> str | None:
    given = watch.get("time_between_check")
    if not isinstance(given, dict) or watch.get("time_between_check_use_default"):
        return None
    units = ("weeks", "days", "hours", "minutes", "seconds")
    numbers = {unit: given[unit] for unit in units if isinstance(given.get(unit), int)}
    length = timedelta(**numbers)
    if length and not timedelta(seconds=1) <= length <= _LONGEST:
        lost.append("the time between checks, which is too long")
        return None
    return spell_duration(length) if length else None


def _steps(steps: list[Any], lost: list[str]) -> Iterator[Plain]:
    for step in steps:
        done = step.get("operation") if isinstance(step, dict) else None
        good, _ = split_selectors(as_texts(step.get("selector"))) if isinstance(step, dict) else ([], [])
        seconds = str(step.get("optional_value", "")) if isinstance(step, dict) else ""
        if done in (None, "", "Choose one", "Goto site"):
            continue
        if done in ("Click element", "Click element if exists") and good:
            optional: dict[str, Plain] = {"optional": True} if done.endswith("exists") else {}
            yield {"click": good[0], **optional}
        elif done == "Wait for seconds" and seconds.isdecimal() and 1 <= int(seconds) <= 300:
            yield {"wait": f"{int(seconds)}s"}
        else:
            lost.append(f"the browser step {done}")
