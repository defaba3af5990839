"""The story of the canvas without a mouse."""

from playwright.sync_api import Page, expect

from tests.e2e.hands import Designer


def add(page: Page, kind: str) -> None:
    """`/` opens the list of steps, typing narrows it, Enter adds."""
    page.keyboard.press("/")
    page.keyboard.type(kind)
    page.keyboard.press("Enter")


def test_draw_connect_rename_undo_and_submit_by_keyboard_alone(signed_in: Page) -> None:
    page, designer = signed_in, Designer(signed_in)
    page.get_by_role("button", name="New pipeline").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Blank pipeline")).to_be_visible()
    page.get_by_role("menuitem", name="Blank pipeline").focus()
    page.keyboard.press("Enter")
    expect(designer.canvas).to_be_visible()
    designer.canvas.focus()

    add(page, "Python script")
    expect(designer.card("Python script")).to_be_visible()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Say hello")
    page.keyboard.press("Enter")
    expect(designer.card("Say hello")).to_be_visible()

    page.keyboard.press("ControlOrMeta+d")
    expect(designer.canvas.get_by_role("group")).to_have_count(2)
    page.keyboard.press("Delete")
    expect(designer.canvas.get_by_role("group")).to_have_count(1)
    page.keyboard.press("ControlOrMeta+z")
    expect(designer.canvas.get_by_role("group")).to_have_count(2)
    page.keyboard.press("ControlOrMeta+Shift+z")
    expect(designer.canvas.get_by_role("group")).to_have_count(1)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.get_by_role("button", name="Submit", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Submit run").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("application", name="Graph of run")).to_be_visible()
    expect(page.get_by_text("Completed").first).to_be_visible()


def test_connect_two_steps_by_keyboard(signed_in: Page) -> None:
    page, designer = signed_in, Designer(signed_in)
    designer.begin()
    designer.canvas.focus()
    add(page, "Import data")
    expect(designer.card("Import data")).to_be_visible()
    page.keyboard.press("Escape")
    add(page, "Summarize data")
    expect(designer.card("Summarize data")).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.type("table")
    page.keyboard.press("Enter")
    expect(designer.edges()).to_have_count(1)
