"""The whole story, as a newcomer lives it: from the printed link to an endpoint that is disabled."""

import re

import requests
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import keep_screenshot, listen_to
from tests.e2e.hands import Designer
from tests.harness import Studio

NAME = "Rounds over a table"
SCRIPT = """
import argparse, time
import pandas as pd
from azureml.core import Run

parser = argparse.ArgumentParser()
parser.add_argument("--table")
parser.add_argument("--rounds", type=int)
given = parser.parse_args()
table = pd.read_parquet(given.table)
run = Run.get_context()
for number in range(given.rounds):
    print(f"round {number} of {given.rounds} over {len(table)} rows", flush=True)
    run.log("score", number / given.rounds)
    time.sleep(0.4)
print("the end")
"""


def test_the_whole_story(own_studio: Studio, page: Page, context: BrowserContext) -> None:
    sign_in(page, own_studio)
    designer = Designer(page)
    draw(designer)
    set_up(designer)
    edit_script(designer)
    watch(page, submit(designer))
    see_metrics(page)
    endpoint = publish(page)
    token = make_token(page)
    live = context.new_page()
    complaints = listen_to(live)
    live.goto(own_studio.url + "/w/main/runs")
    expect(live.get_by_role("link", name="Run 1")).to_be_visible()

    assert call(endpoint, token).status_code == 200
    expect(live.get_by_role("link", name="Run 2")).to_be_visible()
    expect(live.get_by_text("called from outside")).to_be_visible()
    keep_screenshot(live, "story-6-run-from-outside")
    assert complaints == []

    switch(page, on=False)
    refused = call(endpoint, token)
    assert refused.status_code == 409
    assert "PipelineDisabled" in refused.text
    switch(page, on=True)
    assert call(endpoint, token).status_code == 200


def sign_in(page: Page, studio: Studio) -> None:
    """By the link that the terminal shows."""
    page.goto(studio.link)
    expect(page.get_by_role("heading", name="Designer")).to_be_visible()


def draw(designer: Designer) -> None:
    """Three blocks, two edges, and one that is refused."""
    designer.begin()
    designer.drop("Data", 280, 60)
    designer.drop("Import data", 280, 200)
    designer.drop("Python script", 280, 340)
    ports = designer.part("Ports")
    ports.get_by_role("button", name="Add an input").click()
    name = ports.get_by_role("textbox", name="Name of the port")
    name.fill("table")
    name.press("Enter")
    designer.connect("Data output data", "Import data input data")
    designer.connect("Import data output table", "Python script input table")
    designer.pull("Python script run before", "Import data run after")
    expect(designer.canvas.get_by_text("would make a loop")).to_be_visible()
    keep_screenshot(designer.page, "story-1-refused")
    designer.page.mouse.up()
    expect(designer.edges()).to_have_count(2)


def set_up(designer: Designer) -> None:
    """The path of the data, a parameter of the pipeline, the script's arguments."""
    designer.drawer.get_by_role("tab", name="Parameters").click()
    designer.drawer.get_by_role("button", name="Add a parameter").click()
    made = designer.drawer.get_by_role("group", name="parameter", exact=True)
    made.get_by_role("textbox", name="Name").fill("rounds")
    made.get_by_role("textbox", name="Name").press("Enter")
    rounds = designer.drawer.get_by_role("group", name="rounds", exact=True)
    rounds.get_by_role("combobox", name="Type").click()
    designer.page.get_by_role("option", name="int").click()
    rounds.get_by_role("textbox", name="Default").fill("12")
    rounds.get_by_role("textbox", name="Default").press("Enter")

    designer.card("Data").click()
    path = designer.part("Settings").get_by_role("textbox", name="Path")
    path.fill("examples/breast-cancer.csv")
    designer.card("Python script").click()
    arguments = designer.part("Settings").get_by_role("group", name="Arguments")
    add_text(designer, "--table", 1)
    arguments.get_by_role("button", name="Input").click()
    designer.page.get_by_role("menuitem", name="table").click()
    add_text(designer, "--rounds", 3)
    arguments.get_by_role("button", name="Parameter").click()
    designer.page.get_by_role("menuitem", name="rounds").click()


def add_text(designer: Designer, text: str, place: int) -> None:
    arguments = designer.inspector.get_by_role("group", name="Arguments")
    arguments.get_by_role("button", name="Text").click()
    arguments.get_by_role("textbox", name=f"Argument {place}").fill(text)


def edit_script(designer: Designer) -> None:
    """Replace what is in main.py."""
    designer.part("Code")
    content = designer.inspector.get_by_role("textbox", name="Content of main.py")
    content.click()
    designer.page.keyboard.press("ControlOrMeta+a")
    designer.page.keyboard.insert_text(SCRIPT)
    designer.is_saved()
    expect(designer.drawer.get_by_role("tab", name="Problems 0")).to_be_visible()
    keep_screenshot(designer.page, "story-2-drawn")


def submit(designer: Designer) -> str:
    """Submit as it is; the address of the run."""
    designer.page.get_by_role("button", name="Submit", exact=True).click()
    designer.page.get_by_role("button", name="Submit run").click()
    designer.page.wait_for_url(re.compile(r"/runs/[0-9a-f-]{36}"))
    return designer.page.url


def watch(page: Page, address: str) -> None:
    """Lines of the log arrive while the step still runs."""
    graph = page.get_by_role("application", name="Graph of run 1")
    graph.get_by_role("group", name="Python script").click()
    step = page.get_by_role("complementary", name="Step")
    step.get_by_role("tab", name="Log").click()
    expect(step.get_by_text("round 1 of 12 over 569 rows")).to_be_visible()
    expect(step.get_by_role("heading")).to_contain_text("Running")
    keep_screenshot(page, "story-3-log-arrives")
    expect(step.get_by_text("the end")).to_be_visible()
    expect(step.get_by_role("heading")).to_contain_text("Completed")
    page.reload()
    expect(step.get_by_text("the end")).to_be_visible()


def see_metrics(page: Page) -> None:
    step = page.get_by_role("complementary", name="Step")
    step.get_by_role("tab", name="Metrics").click()
    expect(step.get_by_role("figure", name="score")).to_be_visible()
    keep_screenshot(page, "story-4-metrics")


def publish(page: Page) -> str:
    """Publish the finished run; the endpoint's address from the curl that is shown."""
    page.get_by_role("button", name="Publish").click()
    form = page.get_by_role("form", name="Publish")
    form.get_by_role("textbox", name="Name").fill(NAME)
    form.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    keep_screenshot(page, "story-5-published")
    found = re.search(r"http://\S+", page.get_by_role("region", name="Call it").inner_text())
    assert found
    return found.group()


def make_token(page: Page) -> str:
    """An API token for this endpoint, shown once; then back to where we were."""
    address = page.url
    page.goto(address.split("/published/")[0] + "/settings/tokens")
    page.get_by_role("button", name="New token").first.click()
    dialog = page.get_by_role("dialog", name="New token")
    dialog.get_by_role("textbox", name="Name").fill("outside")
    dialog.get_by_role("combobox", name="Published pipeline").click()
    page.get_by_role("option", name=NAME).click()
    dialog.get_by_role("button", name="Make token").click()
    token = dialog.get_by_role("code").inner_text()
    page.goto(address)
    return token


def call(endpoint: str, token: str) -> requests.Response:
    """What somebody outside does with curl."""
    return requests.post(
        endpoint,
        json={"ExperimentName": "from outside", "ParameterAssignments": {"rounds": 2}},
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    )


def switch(page: Page, *, on: bool) -> None:
    """Enable or disable the endpoint by its switch."""
    page.get_by_role("switch", name=f"Enabled: {NAME}").press("Space")
    expect(page.get_by_text(f"“{NAME}” is {'enabled' if on else 'disabled'}")).to_be_visible()
