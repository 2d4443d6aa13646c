"""Reads job lists of urlwatch and webchanges."""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

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

# What Watcher does anyway, or has no need of.
_DONE_ANYWAY = frozenset({"html2text", "strip", "beautify", "pdf2text", "striplines", "absolute_links"})
_OF_NO_MATTER = frozenset(
    {"url", "navigate", "name", "filter", "filters", "kind", "use_browser", "timeout", "note", "wait_until", "guid"}
    | {"wait_for_selector", "enabled", "user_visible_url", "index_number", "max_tries", "no_redirects"}
)
_WHAT = frozenset({"url", "navigate", "command"})
_BY_ELEMENT = {"element-by-id": "[id='{}']", "element-by-class": ".{}", "element-by-tag": "{}"}


def read_urlwatch(content: bytes) -> Iterator[Carried]:
    """One entry for each job. Raises ImportFormatError."""
    yaml = YAML(typ="safe", pure=True)
    try:
        documents = list(yaml.load_all(content.decode("utf-8-sig")))
    except (YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ImportFormatError(f"is not YAML: {' '.join(str(error).split())}") from None
    jobs = [job for one in documents for job in (one if isinstance(one, list) else [one]) if job is not None]
    if not jobs or not all(isinstance(job, dict) and job.keys() & _WHAT for job in jobs):
        raise ImportFormatError("is no list of jobs: each has `url` or `command`")
    return map(_job, jobs)


def _job(job: dict[str, Any]) -> Carried:
    address = job.get("url", job.get("navigate"))
    title = as_title(job.get("name"))
    name = title or as_title(address) or as_title(job.get("command")) or "a job without a name"
    if address is None:
        return Carried(name=name, target=None, lost=("runs a command, and Watcher visits pages only",))
    if job.get("enabled") is False:
        return Carried(name=name, target=None, lost=("is switched off",))
    try:
        url = as_url(address)
    except ValueError as error:
        return Carried(name=name, target=None, lost=(f"its address {error}",))
    target: dict[str, Plain] = {"id": as_id(title or "", url), "url": url}
    if title:
        target["title"] = title
    select, ignore, lost = _filters(job.get("filter", job.get("filters")))
    target |= {key: value for key, value in (("select", select), ("ignore", ignore)) if value}
    waits, bad = split_selectors(as_texts(job.get("wait_for_selector")))
    if waits:
        target["steps"] = [{"wait_for": selector} for selector in waits]
    lost += [f"`wait_for_selector: {selector}`, which is not CSS" for selector in bad]
    lost += [f"`{key}`" for key in job if key not in _OF_NO_MATTER]
    return Carried(name=name, target=target, lost=tuple(dict.fromkeys(lost)))


def _filters(given: Any) -> tuple[list[str], list[str], list[str]]:
    """What to keep, what to leave out, and the filters that are lost."""
    wanted: list[str] = []
    unwanted: list[str] = []
    lost: list[str] = []
    for name, value in _pairs(given):
        if name == "css":
            block = value if isinstance(value, dict) else {"selector": value}
            wanted += as_texts(block.get("selector"))
            unwanted += as_texts(block.get("exclude"))
        elif name in _BY_ELEMENT:
            wanted += [_BY_ELEMENT[name].format(text.replace("'", "\\'")) for text in as_texts(value)]
        elif name not in _DONE_ANYWAY:
            lost.append(f"the filter {name}")
    select, odd = split_selectors(wanted)
    ignore, strange = split_selectors(unwanted)
    return select, ignore, lost + [f"the selector {selector}, which is not CSS" for selector in (*odd, *strange)]


def _pairs(given: Any) -> Iterator[tuple[str, Any]]:
    """Filters in all the ways in which they may be written."""
    if isinstance(given, str):  # "css:#content,html2text"
        given = [dict([part.split(":", 1)]) if ":" in part else part for part in given.split(",")]
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, dict):
            yield from ((str(name), value) for name, value in one.items())
        elif isinstance(one, str):
            yield one.strip(), None
