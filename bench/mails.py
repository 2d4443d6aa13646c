"""`python -m bench.mails FOLDER [--only WORDS]`: every agreed mail in Chromium, on a computer and a phone.

For each mail and width it prints how much there is to scroll sideways, and how far down the reader finds what is at
stake, by when to act and what to do; the pictures are to be looked at. Mails about pages show a page that Chromium
has drawn before and after. Exit status 1 where something must be scrolled sideways.
"""

import argparse
import re
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.fakes.alert_samples import LEGAL, NOW, PAGE, SOCIAL, TAB, config
from tests.golden.alert.test_golden_mails import LINKS, PROOF, messages
from tests.unit.alert.page_samples import page_finding
from watcher.alert.compose import compose
from watcher.alert.languages import wording
from watcher.alert.message import join
from watcher.alert.render import picture_id, with_pictures
from watcher.app import find_or_install
from watcher.core.model import Box, Element, Language, LayoutChange, LayoutOp, Picture
from watcher.report.pictures import ENGLISH, GERMAN, mail_pictures
from watcher.settings import read_settings

WIDTHS = (600, 360)
_STYLE = """<style>body{margin:0;font:16px/1.5 sans-serif;background:#e9ebee}header{background:#3b5998;color:#fff;
padding:14px 40px;font-size:22px}nav{background:#fff;padding:0 40px}
nav a,.apps a{display:inline-block;padding:14px 20px;
color:#365899;font-weight:bold}main{padding:24px 40px}
.post{background:#fff;margin:0 0 20px;padding:20px;height:240px}
.hero{background:#2c6e49;color:#fff;height:260px;padding:30px;font-size:34px}.apps{background:#fff;padding:20px}</style>"""
_POSTS = "".join(
    f"<div class=post><b>Acme Gardens</b><br>Balcony tip no. {n}: water in the morning.</div>" for n in (1, 2)
)
_HERO = "<div class=hero>Win a balcony garden<br><small>Spring contest, until 30 April</small></div>"
_TABS = "<nav><a>Wall</a><a>Info</a><a>Photos</a>{}</nav>"
_SHOP = "<a id=shop>Shop</a>"
_HEAD = "<header>Acme Gardens</header>"
SEEN_BEFORE = f"{_STYLE}{_HEAD}{_TABS.format(_SHOP)}<main>{_HERO}<br>{_POSTS}</main>"
SEEN_AFTER = f"{_STYLE}{_HEAD}{_TABS.format('')}<main>{_POSTS}{_POSTS}<div class=apps>Apps {_SHOP}</div></main>"


def main() -> None:
    args = _arguments()
    args.folder.mkdir(parents=True, exist_ok=True)
    settings = read_settings()
    path = find_or_install(settings, install=False, say=print)
    worst = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, chromium_sandbox=not settings.as_root)
        told = {**dict(_agreed()), **dict(_pictured(browser))}
        print(f"{'MAIL':34}{'WIDTH':>6}{'SIDEWAYS':>10}{'STAKE AT':>10}{'WHEN AT':>9}{'NEXT AT':>9}{'HEIGHT':>8}")
        for name, (html, language) in told.items():
            if args.only and not re.search(args.only, name):
                continue
            for width in WIDTHS:
                worst = max(worst, _show(browser, name, html, language, width, args.folder))
        browser.close()
    if worst:
        sys.exit(1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="names that match this expression")
    return parser.parse_args()


def _agreed() -> Iterator[tuple[str, tuple[str, Language]]]:
    for name, message in messages():
        yield name.replace("/", "-"), (with_pictures(message.html, ()), message.language)


def _pictured(browser: Browser) -> Iterator[tuple[str, tuple[str, Language]]]:
    """A tab that went from the row under the header to the end of the page, in each language."""
    (before, was), (after, now) = (_drawn(browser, html) for html in (SEEN_BEFORE, SEEN_AFTER))
    moved = LayoutChange(
        op=LayoutOp.MOVED, role="tab", name="Shop", before="Shop", after="Shop", sentence="", left_fold=True,
        before_element=Element(role="tab", name="Shop", box=was, landmark="navigation"),
        after_element=Element(role="link", name="Shop", box=now, landmark="main"),
    )  # fmt: skip
    finding = page_finding(moved, stakes=("shop-tab",))
    for language, captions in ((Language.EN, ENGLISH), (Language.DE, GERMAN)):
        owner = replace(SOCIAL if language is Language.DE else LEGAL, push=("mail",))
        firm = replace(config(owner, stakes=(replace(TAB, owners=(owner.id,)),)), links=LINKS)
        told = compose(finding, target=replace(PAGE, owners=(owner.id,)), config=firm, now=NOW, proof=PROOF)
        drawn = mail_pictures(finding.layout, before, after, captions)
        yield f"layout-pictured-{language.value}", (_inlined(join(told[:1], NOW).html, finding.id, drawn), language)


def _drawn(browser: Browser, html: str) -> tuple[bytes, Box]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_content(html)
    box = page.locator("#shop").bounding_box()
    assert box is not None
    picture = page.screenshot(full_page=True)
    page.close()
    return picture, Box(x=round(box["x"]), y=round(box["y"]), w=round(box["width"]), h=round(box["height"]))


def _inlined(html: str, finding: str, drawn: list[Picture]) -> str:
    """The mail as clients show it, with its pictures in their places."""
    named: Mapping[str, Picture] = {picture_id(finding, number): one for number, one in enumerate(drawn, 1)}
    html = with_pictures(html, named)
    for name, picture in named.items():
        html = html.replace(f"cid:{name}", f"data:image/jpeg;base64,{b64encode(picture.jpeg).decode()}")
    return html


def _show(browser: Browser, name: str, html: str, language: Language, width: int, folder: Path) -> int:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(html)
    sideways = int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    say = wording(language)
    places = [_place(page, label) for label in (say.label_stake, say.label_when, say.label_next)]
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    page.close()
    shown = "".join(
        f"{place if place is not None else '-':>{room}}" for place, room in zip(places, (10, 9, 9), strict=True)
    )
    print(f"{name:34}{width:>6}{sideways:>10}{shown}{height:>8}")
    return sideways


def _place(page: Page, label: str) -> int | None:
    """How far down a part of the mail begins, in CSS pixels."""
    found = page.get_by_role("heading", name=label, exact=True)
    box = found.first.bounding_box() if found.count() else None
    return round(box["y"]) if box else None


if __name__ == "__main__":
    main()
