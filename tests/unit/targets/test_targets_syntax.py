"""What the YAML parser stumbles over: the right line, and words that say what to type."""

from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.targets.document import Document, read_quickly, read_strictly
from watcher.targets.errors import ConfigError
from watcher.targets.load import loads

COLON = "a colon stands where none can"
COMMA = "a comma is missing here"
COPIED = "has a no-break space"
GOES_ON = "and goes on needs quotes around all of it"
HASH = "text after # is a comment"
HYPHEN = "a space is missing after the hyphen"
INDENT = "is indented differently"
KEYLESS = "has no colon followed by a space"
REFERENCE = "what has ${…} in it needs quotes"
UNCLOSED = "what begins in this line is not closed"


def said(text: str) -> tuple[int, str]:
    with pytest.raises(ConfigError) as caught:
        loads(text.encode(), environment={}, credentials=None, folder=Path("/nowhere"))
    [problem] = caught.value.problems
    return problem.line, problem.message


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("targets:\n  - id: a\n   - id: b\n", 3, INDENT),
        ("targets:\n- id: a\n - id: b\n", 3, INDENT),
        ("targets:\n  - id: a\n  url: x\n", 3, INDENT),
        ("owners:\n  a:\n    name: x\n   b:\n    name: y\n", 4, INDENT),
        ("owners:\n   a:\n    name: x\n  b:\n    name: y\n", 4, INDENT),
        ("owners:\n  a: {}\n targets:\n  - id: a\n", 3, INDENT),
        ("owners:\n  a: x\n    name: y\n", 3, INDENT),
        ("targets:\n  - id: a\n    kind page\n", 3, KEYLESS),
        ("targets:\n  - id: a\n    kind page", 3, KEYLESS),
        ("targets:\n  - id a\n    url: x\n", 2, KEYLESS),
        ("targets\n  - id: a\n", 1, KEYLESS),
        ("owners: {}\ntargets # all\n\n# pages\n  - id: a\n", 2, KEYLESS),
        ("targets:\n  - id: a\n    title: long\n    text\n    kind: page\n", 4, KEYLESS),
        ('targets:\n  - id: a\n    "title" foo\n    kind: page\n', 3, KEYLESS),
        ("targets:\n  -id: a\n   url: x\n", 2, HYPHEN),
        ("targets:\n  - id: a\n    url: x\n  -id: b\n    url: y\n", 4, HYPHEN),
        ("owners:\n  a:\n    push:\n      - b\n      -c\n      - d\n", 5, HYPHEN),
        ('targets:\n  - id: a\n    title: "Gewinn" spiel\n', 3, GOES_ON),
        ("targets:\n  - id: a\n    title: {NEU} Gewinnspiel\n", 3, GOES_ON),
        ("targets:\n  - {id: a, title: 'Mom's contest'}\n", 2, COMMA),
        ("targets:\n  - {id: a url: x}\n", 2, COMMA),
        ("targets: [\n  {id: a},\n  {id: b url: x},\n]\n", 3, COMMA),
        ("targets:\n  - {id: a, url: x\n  - {id: b, url: y}\n", 2, UNCLOSED),
        ("targets:\n  - id: a\n    topics: [ai, fees\n    kind: page\n", 3, UNCLOSED),
        ("targets:\n  - {id: a", 2, UNCLOSED),
        ('targets:\n  - id: a\n    title: "Rules', 3, UNCLOSED),
        ('targets:\n  - id: a\n    title: "Rules\n    kind: page\n  - id: b\n    title: "Other"\n', 3, UNCLOSED),
        ("targets:\n  - {id: a}}\n", 2, "} closes a bracket that is not open"),
        ("channels:\n  a: {url: json://x:${PW}@host}\n", 2, REFERENCE),
        ("targets:\n  - id: a\n    title: Facebook: rules\n", 3, COLON),
        ("targets:\n  - {id: a, title: #1 Shop}\n  - {id: b}\n", 2, HASH),
        ("targets:\n  - {id: a, title: #1 Shop}\n", 2, HASH),
        ("targets:\n  - id: a\n    ignore: [.ads, #ads]\n    kind: page\n", 3, HASH),
        ("targets:\n  - id: a\n    title: & more\n", 3, "begins with & needs quotes"),
        ("targets:\n  - id: a\n    title: > more\n", 3, "begins with > needs quotes"),
        ("targets:\n  - id: a\n    title: - more\n", 3, "begins with - needs quotes"),
        ("targets:\n  - id: a\n    title: , more\n", 3, "begins with , needs quotes"),
        ('targets:\n  - id: a\n    login: "C:\\logins"\n', 3, "a backslash needs single quotes"),
        ("targets:\n\u00a0\u00a0- id: a\n    url: x\n", 2, COPIED),
        ("targets:\n  - id: a\n    kind:\u00a0page\n    url: x\n", 3, COPIED),
        ("targets:\n  - id: a\n    topics:\n      -\u00a0ai\n      -\u00a0fees\n", 4, COPIED),
    ],
)
def test_slip(text: str, line: int, message: str, line_end: str) -> None:
    found, words = said(text.replace("\n", line_end))
    assert (found, message in words) == (line, True), words


def test_typographic_quotes_are_named() -> None:
    assert "typographic quotes do not count" in said("targets:\n  - id: a\n    title: “Rules: new”\n")[1]


def test_nothing_of_the_line_is_repeated() -> None:
    for url in ("json://u:hunter2@host: x", "'hunter2' x", "{hunter2} x", "“hunter2: x”", '"hunter2\\q"'):
        assert "hunter2" not in said(f"channels:\n  c:\n    url: {url}\n")[1]


@pytest.mark.parametrize(
    "title", ["# to be decided", "", " #", "### a line", "\n      # on the next line", '"#1"', "Shop #1"]
)
def test_comments_that_are_meant_as_such(title: str) -> None:
    text = f"targets:\n  - id: a\n    url: https://a.example/\n    title:  {title}\n    kind: page\n"
    assert loads(text.encode(), environment={}, credentials=None, folder=Path("/nowhere")).targets


@pytest.mark.parametrize("parser", [read_quickly, read_strictly])
def test_a_text_that_a_hashtag_cuts_is_doubted(parser: Callable[[str, str], Document | None]) -> None:
    text = (
        "title: Contest #1 in May\nevery: 6h # a comment\nurl: https://x.example/#top\nname: 'Contest #1'\n"
        "note: [one #two\n  , three]\nchannels: {mail: {url: mailto://me:pass #word\n  }}\n"
    )
    document = parser(text, "targets.yaml")
    assert document is not None
    assert [(doubt.line, doubt.key) for doubt in document.doubts] == [
        (1, "title"),
        (5, "note[0]"),
        (7, "channels.mail.url"),
    ]
    assert 'put quotes around "Contest #1" if' in document.doubts[0].message
    assert "pass" not in document.doubts[2].message
