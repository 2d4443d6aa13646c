"""Where things lie on the brand's page once a browser has laid it out: what the demo's alerts are about."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from watcher.demo.platform import Era, Platform

pytestmark = pytest.mark.browser

DESKTOP = (1280, 900)
PHONE = (390, 844)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=os.geteuid() != 0
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with Platform(date(2026, 11, 25)) as running:
        yield running


def visit(browser: Browser, platform: Platform, era: Era, size: tuple[int, int]) -> tuple[Page, list[str]]:
    platform.show(era)
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{platform.url}/acme")
    return page, [url for url in asked if not url.startswith("data:")]


def top(page: Page, role: Literal["button", "heading", "link", "tab"], name: str) -> float:
    """How far below the document's top the only such element begins, in CSS pixels."""
    box = page.get_by_role(role, name=name, exact=True).bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_before_the_switch_the_contest_is_above_the_fold(
    browser: Browser, platform: Platform, size: tuple[int, int]
) -> None:
    page, asked = visit(browser, platform, Era.TABS, size)
    try:
        assert asked == [f"{platform.url}/acme"]
        assert top(page, "tab", "Spring Contest") < size[1] / 2
        assert top(page, "button", "Like") < size[1] / 2
        assert top(page, "heading", "Like our page to enter the contest") < size[1] / 2
        assert top(page, "button", "Enter the contest") < size[1]
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    finally:
        page.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_after_the_switch_the_contest_is_far_below_the_fold(
    browser: Browser, platform: Platform, size: tuple[int, int]
) -> None:
    page, asked = visit(browser, platform, Era.TIMELINE, size)
    try:
        assert asked == [f"{platform.url}/acme"]
        assert top(page, "heading", "Apps") > 1800
        assert top(page, "link", "Spring Contest") > 1800
        assert page.get_by_role("tab").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    finally:
        page.close()
