"""A real browser on the real studio."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.chromium import find_chromium
from tests.harness import ROOT, Studio

RESULTS = ROOT / "test-results" / "browser"
SCREEN = ViewportSize(width=1280, height=800)
PATIENCE_MS = 15_000

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = find_chromium()
    assert path, "No Chromium is here: run `make e2e`, which installs one, or set CHROMIUM."
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=alone)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh profile; what happened in it is kept when the test fails."""
    fresh = browser.new_context(viewport=SCREEN, reduced_motion="reduce")
    fresh.set_default_timeout(PATIENCE_MS)
    fresh.grant_permissions(["clipboard-read", "clipboard-write"])
    fresh.tracing.start(screenshots=True, snapshots=True)
    failures = request.session.testsfailed
    yield fresh
    if request.session.testsfailed > failures:
        folder = RESULTS / "failures" / request.node.name
        for number, tab in enumerate(fresh.pages):
            tab.screenshot(path=folder / f"{number}.png")
        fresh.tracing.stop(path=folder / "trace.zip")
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab whose console stays free of errors."""
    tab = context.new_page()
    complaints = listen_to(tab)
    yield tab
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def signed_in(page: Page, context: BrowserContext, studio: Studio) -> Page:
    """A tab of somebody who is signed in already."""
    enter(context, studio)
    page.goto(studio.url)
    return page


def enter(context: BrowserContext, studio: Studio) -> None:
    """Give the profile the session of the studio's client."""
    cookies = studio.client.session.cookies
    context.add_cookies(
        [{"name": c.name, "value": c.value or "", "url": studio.url} for c in cookies]
    )


def listen_to(tab: Page) -> list[str]:
    """Everything the page complains about from now on: errors, and what the CSP refused."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    tab.on("console", note)
    tab.on("pageerror", lambda error: complaints.append(f"{error.name}: {error.message}"))
    return complaints


def keep_screenshot(tab: Page, name: str) -> Path:
    """A picture of the screen as it is, for people to look at."""
    path = RESULTS / "screens" / f"{name}.png"
    tab.screenshot(path=path, animations="disabled")
    return path
