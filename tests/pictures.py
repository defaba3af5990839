"""The pictures of the README, taken from the real studio: python -m tests.pictures"""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, ViewportSize, expect, sync_playwright

from tests.chromium import find_chromium
from tests.drawing import Drawing
from tests.e2e.conftest import enter
from tests.harness import ROOT, Studio

IMAGES = ROOT / "docs" / "images"
SIZE = ViewportSize(width=1360, height=850)
WRITE = "import sys; open(sys.argv[1], 'w').write('569 rows, 30 features, 2 classes')\n"
TRAIN = """
import time
from azureml.core import Run
run = Run.get_context()
for epoch in range(1, 61):
    loss = 0.69 * 0.93 ** epoch
    run.log("loss", loss)
    colour = 32 if epoch % 10 == 0 else 0
    print(f"\\x1b[{colour}mepoch {epoch:3d}  loss {loss:.4f}  accuracy {1 - loss / 1.9:.3f}\\x1b[0m", flush=True)
    time.sleep(0.15)
"""


def main() -> None:
    """Take both."""
    with (
        tempfile.TemporaryDirectory(prefix="studio-pictures-") as folder,
        Studio(Path(folder) / "home", {}) as studio,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
        enter(context, studio)
        take_designer(context, studio)
        take_run(context, studio)
        browser.close()


def take_designer(context: BrowserContext, studio: Studio) -> None:
    """The example, with the step that learns selected."""
    page = context.new_page()
    page.goto(f"{studio.url}/w/main/designer")
    page.get_by_role("link", name="Classify breast cancer").click()
    page.get_by_role("group", name="Train classifier", exact=True).click()
    inspector = page.get_by_role("complementary", name="Inspector")
    expect(inspector.get_by_text("Learner")).to_be_visible()
    page.screenshot(path=IMAGES / "designer.png", animations="disabled")


def take_run(context: BrowserContext, studio: Studio) -> None:
    """A step that learns, its lines as they come."""
    drawing = (
        Drawing()
        .script("prepare", WRITE, outputs=["table"])
        .script("train", TRAIN, inputs={"table": ("prepare", "table")}, outputs=["model"])
        .script("baseline", WRITE, inputs={"table": ("prepare", "table")}, outputs=["model"])
        .script(
            "compare", WRITE, inputs={"ours": ("train", "model"), "theirs": ("baseline", "model")}
        )
    )
    places = {"prepare": (160, 0), "train": (0, 150), "baseline": (320, 150), "compare": (160, 300)}
    for node in drawing.nodes:
        node["title"] = node["id"].capitalize()
        node["position"] = dict(zip("xy", places[node["id"]], strict=True))
        for port in node["outputs"]:
            node["settings"]["arguments"].append({"$output": port["name"]})
    run = studio.client.submit(drawing, experiment="breast-cancer")["id"]
    page = context.new_page()
    page.goto(f"{studio.url}/w/main/runs/{run}?step=train&tab=log")
    expect(page.get_by_role("log")).to_contain_text(re.compile("epoch  2[0-9]"))
    page.screenshot(path=IMAGES / "run.png", animations="disabled")


if __name__ == "__main__":
    main()
