"""Two people at one pipeline: nobody's edits are lost without a choice."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.e2e.conftest import enter, keep_screenshot
from tests.e2e.hands import Designer, violations
from tests.harness import Studio


@pytest.fixture
def shared(studio: Studio) -> dict[str, Any]:
    """A blank draft."""
    return dict(studio.client.post("drafts/", {"name": "Shared"}))


@pytest.fixture
def designer(studio: Studio, context: BrowserContext, shared: dict[str, Any]) -> Designer:
    """My step is drawn; while it was on its way to the server somebody else saved a note."""
    enter(context, studio)
    tab = context.new_page()  # one whose console may tell of the refusal
    designer = Designer(tab)
    tab.goto(f"{studio.url}/w/main/designer/{shared['id']}")
    expect(designer.canvas).to_be_visible()

    def overtake(route: Route) -> None:
        if route.request.method == "PATCH" and shared["revision"] == 1:
            save_theirs(studio, shared)
        route.continue_()

    tab.route(f"**/drafts/{shared['id']}/", overtake)
    designer.canvas.focus()
    tab.keyboard.press("/")
    assert violations(tab) == [], "the open list of steps"
    tab.keyboard.type("Split data")
    tab.keyboard.press("Enter")
    expect(designer.card("Split data")).to_be_visible()
    return designer


def save_theirs(studio: Studio, draft: dict[str, Any]) -> None:
    place = {"position": {"x": 0, "y": 0}, "size": {"width": 200, "height": 80}}
    document = {**draft["document"], "notes": [{"id": "n", "text": "theirs", **place}]}
    answer = studio.client.call(
        "PATCH",
        f"drafts/{draft['id']}/",
        json={"document": document},
        headers={"If-Match": f'"{draft["revision"]}"'},
    )
    assert answer.ok, answer.text
    draft["revision"] = answer.json()["revision"]


def test_taking_theirs_is_one_step_of_undo(designer: Designer) -> None:
    page = designer.page
    panel = page.get_by_role("region", name="This pipeline was saved elsewhere")
    expect(panel).to_contain_text("Split data")
    assert violations(page) == []
    keep_screenshot(page, "designer-conflict")

    panel.get_by_role("button", name="Take theirs").click()
    expect(designer.canvas).to_contain_text("theirs")
    expect(designer.card("Split data")).to_be_hidden()

    designer.canvas.focus()
    page.keyboard.press("ControlOrMeta+z")
    expect(designer.card("Split data")).to_be_visible()
    designer.is_saved()


def test_mine_is_kept_as_a_revision_upon_theirs(
    designer: Designer, studio: Studio, shared: dict[str, Any]
) -> None:
    page = designer.page
    page.get_by_role("button", name="Keep mine as revision 3").click()
    designer.is_saved()
    expect(page.get_by_text("Saved · revision 3")).to_be_visible()
    kept = studio.client.get(f"drafts/{shared['id']}/")["document"]
    assert [node["title"] for node in kept["nodes"]] == ["Split data"]
    assert kept["notes"] == []


def test_mine_can_become_a_copy(designer: Designer, studio: Studio, shared: dict[str, Any]) -> None:
    page = designer.page
    page.get_by_role("button", name="Save mine as a copy").click()
    expect(page.get_by_role("heading", name="Shared (my copy)")).to_be_visible()
    expect(designer.card("Split data")).to_be_visible()
    theirs = studio.client.get(f"drafts/{shared['id']}/")
    assert (theirs["revision"], theirs["document"]["nodes"]) == (2, [])
