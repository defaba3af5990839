"""What a user does with mouse and eyes, by roles and names."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

# A drag is recognised by its way, so the pointer is moved in several steps.
STEPS = 8
GRAVE = ("serious", "critical")


class Designer:
    """The drawing board."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.get_by_role("application", name="Canvas of")
        self.palette = page.get_by_role("complementary", name="Palette")
        self.inspector = page.get_by_role("complementary", name="Inspector")
        self.drawer = page.get_by_role("region", name="Problems and parameters")

    def begin(self, item: str = "Blank pipeline") -> None:
        """Make a pipeline from the list of pipelines."""
        self.page.get_by_role("button", name="New pipeline").click()
        self.page.get_by_role("menuitem", name=item).click()
        expect(self.canvas).to_be_visible()

    def drop(self, kind: str, x: float, y: float) -> None:
        """Drag a block from the palette to a point of the canvas (from its top left)."""
        board = box_of(self.canvas)
        self.palette.get_by_role("button", name=kind, exact=True).hover()
        self.page.mouse.down()
        target = board["x"] + x, board["y"] + y
        self.page.mouse.move(target[0] - 40, target[1] - 20, steps=STEPS)
        self.page.mouse.move(*target, steps=STEPS)
        self.page.mouse.up()
        expect(self.card(kind)).to_be_visible()

    def card(self, title: str) -> Locator:
        return self.canvas.get_by_role("group", name=title, exact=True)

    def port(self, name: str) -> Locator:
        return self.canvas.get_by_role("img", name=name, exact=True)

    def pull(self, source: str, target: str) -> None:
        """Pull an edge from port to port, and hold it there."""
        start, end = centre_of(self.port(source)), centre_of(self.port(target))
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(start[0] + 6, start[1] + 8, steps=STEPS)
        self.page.mouse.move(*end, steps=STEPS)

    def connect(self, source: str, target: str) -> None:
        """Pull an edge from port to port and let go."""
        edges = self.edges().count()
        self.pull(source, target)
        self.page.mouse.up()
        expect(self.edges()).to_have_count(edges + 1)

    def edges(self) -> Locator:
        return self.canvas.get_by_role("img", name=re.compile(r", port | runs after "))

    def part(self, name: str) -> Locator:
        """Open a tab of the inspector; its panel."""
        self.inspector.get_by_role("tab", name=name).click()
        return self.inspector.get_by_role("tabpanel", name=name)

    def is_saved(self) -> None:
        expect(self.page.get_by_text("Saved · revision")).to_be_visible()


def box_of(thing: Locator) -> dict[str, Any]:
    """Where it is on the screen."""
    box = thing.bounding_box()
    assert box, f"{thing} is not on the screen"
    return dict(box)


def centre_of(thing: Locator) -> tuple[float, float]:
    box = box_of(thing)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def violations(tab: Page) -> list[str]:
    """What axe finds serious: rule, why, where."""
    found = Axe().run(tab).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} at {node['target']}: {node['html'][:200]}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
