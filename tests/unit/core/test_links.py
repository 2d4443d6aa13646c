"""Links are good for one finding, one owner and some days, and nobody else can make one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.model import Secret, TakeLinks

LINKS = TakeLinks(base="https://watcher.acme.example/take/", key=Secret("key"))
DAY = date(2027, 5, 1)
LINK = LINKS.link("3f9a1c0b7e52", "social-team", DAY)


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_link_says_what_it_was_made_for(finding: str, owner: str) -> None:
    try:
        (finding + owner).encode()
    except UnicodeEncodeError:
        return
    link = LINKS.link(finding, owner, DAY)
    assert link.isascii()
    assert LINKS.read(link, DAY) == (finding, owner)


def test_it_ends() -> None:
    assert LINK.startswith("https://watcher.acme.example/take/3f9a1c0b7e52/social-team/20270501/")
    assert LINKS.read(LINK, DAY) is not None
    assert LINKS.read(LINK, DAY + timedelta(days=1)) is None


@pytest.mark.parametrize(
    "path",
    [
        LINK.replace("3f9a", "3f9b"),
        LINK.replace("social-team", "legal"),
        LINK.replace("20270501", "20280501"),
        LINK.replace("20270501", "２０２７0501"),
        LINK[:-1],
        LINK + "A",
        LINK.rpartition("/")[0],
        LINK.rpartition("/")[0] + "/",
        replace(LINKS, key=Secret("other")).link("3f9a1c0b7e52", "social-team", DAY),
        "",
        "/",
        "/a/b/c/d",
        "/" * 50,
    ],
)
def test_what_was_not_made_here_is_refused(path: str) -> None:
    assert LINKS.read(path, date(2027, 4, 1)) is None
