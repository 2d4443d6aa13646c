"""Small changes of a page, made in its HTML."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

Mutation = Callable[[LexborHTMLParser], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One state of a page beside the first. A threat has words of which the first sentence must hold one."""

    name: str
    mutations: tuple[Mutation, ...]
    named: tuple[str, ...] = ()
    feed: int = 0

    @property
    def threat(self) -> bool:
        return bool(self.named)


def threat(name: str, named: str, *mutations: Mutation) -> Case:
    return Case(name=name, mutations=mutations, named=tuple(named.split("|")))


def benign(name: str, *mutations: Mutation, feed: int = 0) -> Case:
    return Case(name=name, mutations=mutations, feed=feed)


def drop(selector: str) -> Mutation:
    def change(page: LexborHTMLParser) -> None:
        for node in _all(page, selector):
            node.decompose()

    return change


def style(selector: str, css: str) -> Mutation:
    def change(page: LexborHTMLParser) -> None:
        for node in _all(page, selector):
            node.attrs["style"] = f"{node.attrs.get('style') or ''};{css}"

    return change


def put(selector: str, name: str, value: str) -> Mutation:
    def change(page: LexborHTMLParser) -> None:
        for node in _all(page, selector):
            node.attrs[name] = value

    return change


def without(selector: str, name: str) -> Mutation:
    def change(page: LexborHTMLParser) -> None:
        for node in _all(page, selector):
            del node.attrs[name]

    return change


def say(selector: str, text: str) -> Mutation:
    """Replaces everything inside by a text."""

    def change(page: LexborHTMLParser) -> None:
        for node in _all(page, selector):
            for child in list(node.iter(include_text=True)):
                child.decompose()
            node.insert_child(text)

    return change


def before(selector: str, html: str) -> Mutation:
    def change(page: LexborHTMLParser) -> None:
        _all(page, selector)[0].insert_before(_node(html))

    return change


def into(selector: str, html: str) -> Mutation:
    def change(page: LexborHTMLParser) -> None:
        _all(page, selector)[0].insert_child(_node(html))

    return change


def move(selector: str, *, ahead_of: str = "", end_of: str = "") -> Mutation:
    def change(page: LexborHTMLParser) -> None:
        for node in _all(page, selector):
            copy = _node(node.html or "")
            if ahead_of:
                _all(page, ahead_of)[0].insert_before(copy)
            else:
                _all(page, end_of)[0].insert_child(copy)
            node.decompose()

    return change


def build(template: str, feed: str, case: Case | None, seed: int) -> str:
    """The page as a browser gets it: classes that begin with "c-" hashed anew, soup without ids."""
    page = LexborHTMLParser(template.replace("{feed}", feed))
    for change in case.mutations if case else ():
        change(page)
    html = page.html or ""
    if ".c-top" in template:
        html = re.sub(r' id="[^"]*"', "", html)
        html = re.sub(r"\bc-([a-z]+)", lambda found: _hashed(seed, found[1]), html)
    return html


def _hashed(seed: int, name: str) -> str:
    return "x" + hashlib.sha256(f"{seed}{name}".encode()).hexdigest()[:7]


def _all(page: LexborHTMLParser, selector: str) -> list[LexborNode]:
    found = page.css(selector)
    if not found:
        raise LookupError(f"nothing on the page is {selector}")
    return found


def _node(html: str) -> LexborNode:
    node = LexborHTMLParser(f"<!doctype html><body>{html}").css_first("body > *")
    if node is None:
        raise ValueError(html)
    return node
