"""Data, from registering a place for it to what a run made of it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.azurite.server import KEY, Azurite
from tests.e2e.conftest import enter, keep_screenshot, listen_to
from tests.e2e.hands import STEPS, Designer, box_of
from tests.harness import FAST, Studio

ROWS = 60_000
SLOW_LINE = 1_000_000  # bytes a second


@pytest.fixture
def cloud_studio(tmp_path: Path, azurite: Azurite) -> Iterator[Studio]:
    """A studio that may talk to the emulator."""
    settings = {**FAST, "STUDIO_DATASTORE_HOSTS": azurite.host}
    with Studio(tmp_path / "home", settings) as running:
        yield running


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file that takes a moment to upload."""
    path = tmp_path / "customers.csv"
    lines = (f"{n},{n % 7},customer {n}" for n in range(ROWS))
    path.write_text("id,visits,name\n" + "\n".join(lines) + "\n")
    return path


@pytest.fixture
def slow_down(context: BrowserContext) -> Callable[[Page], None]:
    """Makes the line from the browser slow, so that progress can be seen."""

    def apply(tab: Page) -> None:
        line = context.new_cdp_session(tab)
        line.send("Network.enable")
        line.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": SLOW_LINE,
            },
        )

    return apply


def test_from_a_blob_container_over_the_canvas_to_the_preview_of_an_output(
    cloud_studio: Studio,
    azurite: Azurite,
    page: Page,
    context: BrowserContext,
    table: Path,
    slow_down: Callable[[Page], None],
) -> None:
    enter(context, cloud_studio)
    page.goto(f"{cloud_studio.url}/w/main/data")
    register(page, azurite)
    slow_down(page)
    upload(page, table)
    designer = Designer(page)
    page.goto(f"{cloud_studio.url}/w/main/designer")
    designer.begin()
    drag_from_data(designer, "azure", table.name)
    designer.drop("Import data", 280, 260)
    designer.connect(f"{table.name} output data", "Import data input data")
    designer.is_saved()
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Submit run").click()
    page.wait_for_url(re.compile(r"/runs/[0-9a-f-]{36}"))
    see_output(page)


def register(page: Page, azurite: Azurite) -> None:
    """Fill in the form, ask whether it answers, register."""
    page.get_by_role("button", name="Register datastore").first.click()
    form = page.get_by_role("complementary", name="Register a datastore")
    form.get_by_role("textbox", name="Name").fill("azure")
    form.get_by_role("textbox", name="Endpoint").fill(azurite.endpoint)
    form.get_by_role("textbox", name="Container").fill(azurite.new_container())
    form.get_by_label("Account key").and_(form.locator("input[type=password]")).fill(KEY)
    form.get_by_role("button", name="Check connection").click()
    expect(form.get_by_text("It answers")).to_be_visible()
    keep_screenshot(page, "data-1-register")
    form.get_by_role("button", name="Register", exact=True).click()
    panel = page.get_by_role("complementary", name="azure")
    expect(panel.get_by_text("Stored, encrypted")).to_be_visible()
    panel.get_by_role("link", name="Browse files").click()
    expect(page.get_by_text("Nothing in this folder yet")).to_be_visible()


def choose(page: Page, *paths: Path) -> None:
    """Upload through the browser's own dialog."""
    page.get_by_role("button", name="Upload", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="Files…").click()
    chooser.value.set_files(paths)


def upload(page: Page, path: Path) -> None:
    """Progress, speed and time left while it goes; the file in the list when it is there."""
    choose(page, path)
    tray = page.get_by_role("region", name="Uploads")
    expect(tray.get_by_role("progressbar", name=f"Progress of {path.name}")).to_be_visible()
    expect(tray.get_by_role("status")).to_contain_text(re.compile(r"MB.* · .+/s · .+ left"))
    keep_screenshot(page, "data-2-upload")
    expect(tray.get_by_role("heading", name="1 file uploaded")).to_be_visible()
    row_of(page, path.name).click()
    pane = page.get_by_role("complementary", name=path.name)
    expect(pane.get_by_text("customer 3", exact=True)).to_be_visible()
    expect(pane.get_by_role("columnheader", name="visits")).to_contain_text("int")
    keep_screenshot(page, "data-3-preview")


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


def drag_from_data(designer: Designer, store: str, name: str) -> None:
    """From the palette's list of data onto the canvas."""
    page, palette = designer.page, designer.palette
    palette.get_by_text("Data", exact=True).first.click()
    palette.get_by_role("combobox", name="Datastore").click()
    page.get_by_role("option", name=store).click()
    palette.get_by_role("button", name=name).hover()
    board = box_of(designer.canvas)
    page.mouse.down()
    page.mouse.move(board["x"] + 260, board["y"] + 80, steps=STEPS)
    page.mouse.move(board["x"] + 280, board["y"] + 100, steps=STEPS)
    page.mouse.up()
    expect(designer.card(name)).to_be_visible()
    settings = designer.part("Settings")
    expect(settings.get_by_role("textbox", name="Path")).to_have_value(name)
    keep_screenshot(page, "data-4-canvas")
    palette.get_by_text("Steps", exact=True).click()
    page.keyboard.press("Escape")


def see_output(page: Page) -> None:
    graph = page.get_by_role("application", name="Graph of run 1")
    graph.get_by_role("group", name="Import data").click()
    step = page.get_by_role("complementary", name="Step")
    step.get_by_role("tab", name="Inputs & outputs").click()
    expect(step.get_by_text("customer 3", exact=True)).to_be_visible()
    keep_screenshot(page, "data-5-output")


def test_an_upload_asks_before_it_overwrites_and_goes_on_after_a_reload(
    studio: Studio,
    context: BrowserContext,
    table: Path,
    slow_down: Callable[[Page], None],
) -> None:
    enter(context, studio)
    page = context.new_page()
    complaints = listen_to(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{studio.url}/w/main/data/workspacefilestore?path=again/")
    tray = page.get_by_role("region", name="Uploads")
    slow_down(page)
    choose(page, table)
    expect(tray.get_by_role("status")).to_contain_text("/s")
    page.reload()
    expect(page.get_by_text("stopped on the way")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose the files").click()
    chooser.value.set_files(table)
    expect(tray.get_by_role("heading", name="1 file uploaded")).to_be_visible()
    choose(page, table)
    expect(tray.get_by_text("Replace what is there?")).to_be_visible()
    tray.get_by_role("button", name="Skip", exact=True).first.click()
    expect(tray.get_by_text("Not uploaded")).to_be_visible()
    choose(page, table)
    tray.get_by_role("button", name="Overwrite", exact=True).first.click()
    expect(tray.get_by_role("heading", name="1 file uploaded")).to_be_visible()
    assert all("409" in complaint for complaint in complaints), complaints


def test_files_are_walked_and_deleted_by_keyboard(
    studio: Studio, page: Page, context: BrowserContext, tmp_path: Path
) -> None:
    enter(context, studio)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"this is {name}")
    page.goto(f"{studio.url}/w/main/data/workspacefilestore?path=walk/")
    choose(page, *sorted(tmp_path.glob("*.txt")))
    expect(page.get_by_role("heading", name="3 files uploaded")).to_be_visible()
    files = page.get_by_role("grid", name="Files of walk/")
    files.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("this is a.txt")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(files.get_by_role("row", selected=True)).to_have_count(2)
    page.keyboard.press("Delete")
    dialog = page.get_by_role("dialog", name="Delete 2 items for good?")
    expect(dialog.get_by_role("listitem")).to_have_text(["walk/b.txt", "walk/c.txt"])
    dialog.get_by_role("button", name="Delete 2 items").click()
    expect(dialog).to_be_hidden()
    expect(files.get_by_role("row")).to_have_count(2)
    files.focus()
    page.keyboard.press("Backspace")
    expect(page.get_by_role("grid", name="Files of workspacefilestore")).to_be_visible()
