"""Reuse as people meet it: told before a run, told after it, and seen side by side."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.drawing import Drawing
from tests.e2e.conftest import keep_screenshot
from tests.e2e.hands import Designer
from tests.harness import Studio

MAKE = "import sys; open(sys.argv[1], 'w').write('made')"


@pytest.fixture
def drawn(studio: Studio, signed_in: Page) -> Designer:
    """Two steps, the second on the first, that no other test ever ran; opened in the designer."""
    drawing = (
        Drawing()
        .script(
            "make",
            f"{MAKE}  # {uuid.uuid4()}",
            [{"$output": "out"}],
            outputs=["out"],
            allow_reuse=True,
        )
        .script(
            "read",
            f"print(open(__import__('sys').argv[1]).read())  # {uuid.uuid4()}",
            [{"$input": "given"}],
            inputs={"given": ("make", "out")},
            allow_reuse=True,
        )
    )
    studio.client.upload(drawing)
    draft = studio.client.post("drafts/", {"name": "Told", "document": drawing.document})
    signed_in.goto(f"{studio.url}/w/main/designer/{draft['id']}")
    designer = Designer(signed_in)
    expect(designer.card("make")).to_be_visible()
    return designer


def run_it(designer: Designer) -> str:
    """Submit as the forecast stands; the run's address once it has completed."""
    page = designer.page
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit run").click()
    page.wait_for_url(re.compile(r"/runs/[0-9a-f-]{36}"))
    expect(page.get_by_text("Completed · 2 of 2")).to_be_visible()
    return page.url.partition("?")[0]


def test_the_forecast_the_run_and_the_comparison_tell_the_same(
    drawn: Designer, studio: Studio
) -> None:
    page, address = drawn.page, drawn.page.url
    forecast = page.get_by_role("status", name="Forecast")
    expect(forecast).to_contain_text("All 2 steps will run")
    expect(drawn.card("make")).to_contain_text("will run: first time")
    first = run_it(drawn)

    page.goto(address)
    expect(forecast).to_contain_text("All 2 steps will be reused")
    drawn.card("read").click()
    drawn.part("Code").locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# a new line\n")
    expect(forecast).to_contain_text("1 of 2 steps will run")
    expect(drawn.card("make")).to_contain_text("reuse · run")
    expect(drawn.card("read")).to_contain_text("will run: main.py +1 −0")
    keep_screenshot(page, "forecast")
    second = run_it(drawn)

    steps = page.get_by_role("table", name="Steps")
    expect(steps.get_by_role("row", name="make")).to_contain_text("Reused from run")
    expect(steps.get_by_role("row", name="read")).to_contain_text("Ran because of main.py +1 −0")
    steps.get_by_role("button", name="read").click()
    expect(page.get_by_role("region", name="Why")).to_contain_text("main.py +1 −0")
    keep_screenshot(page, "reason")

    runs = ",".join(url.rpartition("/")[2] for url in (first, second))
    page.goto(f"{studio.url}/w/main/runs/compare?runs={runs}")
    expect(page.get_by_text("Ran because of main.py +1 −0")).to_be_visible()
    keep_screenshot(page, "compare")
