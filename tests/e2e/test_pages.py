"""Every page in its states: nothing serious for axe, a picture of each for people to look at."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.drawing import Drawing
from tests.e2e.conftest import SCREEN, enter, keep_screenshot
from tests.e2e.hands import violations
from tests.harness import Client, Studio

SIZES = (SCREEN, ViewportSize(width=1920, height=1080))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

SLOW = "import time\nfor n in range(3000):\n    print('line', n, flush=True)\n    time.sleep(0.1)\n"
BROKEN = "print('about to fail')\nraise ValueError('column age is missing')\n"
GOOD = """
import matplotlib
matplotlib.use("agg")
from matplotlib import pyplot
from azureml.core import Run
run = Run.get_context()
for n in range(20):
    run.log("loss", 1 / (n + 1))
run.log_table("scores", {"name": ["a", "b"], "value": [0.91, 0.87]})
pyplot.plot([1, 3, 2])
run.log_image("curve", plot=pyplot)
open("outputs/notes.txt", "w").write("stored with the run")
print("all good")
"""


@pytest.fixture(scope="module")
def places(studio: Studio) -> dict[str, str]:
    """A workspace with something of everything; the address of each page by its name."""
    client = studio.client
    good = ended(client, Drawing().script("train", GOOD).parameter("rate", "float", 0.1))
    broken = ended(
        client,
        Drawing()
        .script("prepare", GOOD)
        .script("fails", BROKEN, after=["prepare"])
        .script("then", GOOD, after=["fails"]),
    )
    busy = client.submit(Drawing().script("works", SLOW).script("waits", GOOD, after=["works"]))[
        "id"
    ]
    drafts = client.get("drafts/")["results"]
    body = {"run": good, "name": "Score customers", "description": "", "version": "1"}
    published = client.post("published-pipelines/", body)["id"]
    draft = next(row["id"] for row in drafts if row["name"] == "Classify breast cancer")
    unfinished = client.post("drafts/", {"name": "Unfinished", "document": unfinished_document()})[
        "id"
    ]
    empty = client.post("drafts/", {"name": "Empty"})["id"]
    name_data(client)
    return {
        **DATA_PAGES,
        "drafts": "designer",
        "drafts-nothing-found": "designer?search=nothing-is-called-so",
        "designer": f"designer/{draft}",
        "designer-step": f"designer/{draft}?node=train",
        "designer-empty": f"designer/{empty}",
        "designer-problems": f"designer/{unfinished}",
        "runs": "runs",
        "runs-nothing-found": "runs?search=nothing-is-called-so",
        "run-done": f"runs/{good}",
        "run-done-log": f"runs/{good}?step=train&tab=log",
        "run-done-metrics": f"runs/{good}?step=train&tab=metrics",
        "run-failed": f"runs/{broken}?step=fails",
        "run-busy": f"runs/{busy}?step=works&tab=log",
        "published": "published",
        "published-detail": f"published/{published}",
        "tokens": "settings/tokens",
        "members": "settings/members",
        "account": "settings/account",
        "nothing-here": "no/such/page",
    }


DATA_PAGES = {
    "data": "data",
    "data-register": "data?panel=%2Bnew",
    "data-store": "data?panel=workspaceblobstore",
    "files": "data/workspaceblobstore",
    "files-preview": "data/workspaceblobstore?path=examples/&file=examples/breast-cancer.csv",
    "files-nothing-found": "data/workspaceblobstore?filter=nothing-begins-so",
    "files-empty": "data/workspaceblobstore?path=not/there/",
    "datasets": "data/datasets",
    "datasets-register": "data/datasets?panel=new&datastore=workspaceblobstore&path=raw/",
    "dataset": "data/datasets/tumours",
    "models": "models",
    "models-register": "models?panel=new",
    "model": "models/benchmark",
    "lineage": "lineage?dataset=tumours",
}


def name_data(client: Client) -> None:
    """A dataset and a model, of the example's file."""
    place = {"datastore": "workspaceblobstore", "path": "examples/breast-cancer.csv"}
    dataset = {"name": "tumours", "kind": "tabular", "paths": [place], "description": "569 rows"}
    client.post("datasets/", dataset)
    client.post("models/", {"name": "benchmark", "path": place, "tags": {"stage": "candidate"}})


def ended(client: Client, drawing: Drawing) -> str:
    """The id of a run that has come to its end."""
    run = client.submit(drawing)["id"]
    client.wait(run)
    return str(run)


def unfinished_document() -> dict[str, Any]:
    """A script that is named but not there."""
    drawing = Drawing().script("orphan", "print('hello')\n")
    drawing.nodes[0]["source"] = {}
    return drawing.document


PAGES = [
    *DATA_PAGES,
    "drafts",
    "drafts-nothing-found",
    "designer",
    "designer-step",
    "designer-empty",
    "designer-problems",
    "runs",
    "runs-nothing-found",
    "run-done",
    "run-done-log",
    "run-done-metrics",
    "run-failed",
    "run-busy",
    "published",
    "published-detail",
    "tokens",
    "members",
    "account",
    "nothing-here",
]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible(
    name: str, page: Page, context: BrowserContext, places: dict[str, str], studio: Studio
) -> None:
    enter(context, studio)
    page.goto(f"{studio.url}/w/main/{places[name]}")
    settled(page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        assert violations(page) == [], scheme
        for size in SIZES:
            page.set_viewport_size(size)
            keep_screenshot(page, f"{name}-{scheme}-{size['width']}")
        page.set_viewport_size(SCREEN)


def settled(tab: Page) -> None:
    """The page has shown what it has to show."""
    expect(tab.get_by_role("main")).to_be_visible()
    expect(tab.get_by_role("status", name="Loading")).to_have_count(0)


def test_the_sign_in_page_is_accessible(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.url}/sign-in/")
    keep_screenshot(page, "sign-in")
    assert violations(page) == []


@pytest.mark.parametrize(
    "place", ["designer", "runs", "published", "data", "data/datasets", "models", "settings/tokens"]
)
def test_a_page_that_cannot_be_loaded_says_so_and_tries_again(
    place: str, context: BrowserContext, studio: Studio
) -> None:
    enter(context, studio)
    tab = context.new_page()
    broken = True

    def answer(route: Any) -> None:
        if broken and route.request.method == "GET":
            route.fulfill(status=503, json={"type": "server_error", "errors": []})
        else:
            route.continue_()

    tab.route("**/api/workspaces/*/*/**", answer)
    tab.goto(f"{studio.url}/w/main/{place}")
    retry = tab.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    keep_screenshot(tab, f"failed-{place.replace('/', '-')}")
    assert violations(tab) == []
    broken = False
    retry.click()
    expect(retry).to_be_hidden()


@pytest.mark.parametrize(
    "place", ["designer", "runs", "published", "data/datasets", "models", "settings/tokens"]
)
def test_an_empty_page_offers_the_first_thing_to_do(
    place: str, fresh_page: Callable[[str], Page]
) -> None:
    tab = fresh_page(place)
    keep_screenshot(tab, f"empty-{place.replace('/', '-')}")
    assert violations(tab) == []
    assert (
        tab.get_by_role("main")
        .get_by_role("button")
        .or_(tab.get_by_role("main").get_by_role("link"))
        .count()
    )


@pytest.fixture
def fresh_page(context: BrowserContext, studio: Studio) -> Callable[[str], Page]:
    """Opens a page as it is before anything was made: every list of the API is empty."""
    enter(context, studio)
    tab = context.new_page()
    nothing: dict[str, object] = {"results": [], "next": None, "previous": None}
    lists = ("drafts", "runs", "published-pipelines", "datasets", "models", "tokens")

    def opened(place: str) -> Page:
        for name in lists:
            tab.route(f"**/api/workspaces/*/{name}/*", lambda route: route.fulfill(json=nothing))
            tab.route(f"**/api/workspaces/*/{name}/?*", lambda route: route.fulfill(json=nothing))
        tab.goto(f"{studio.url}/w/main/{place}")
        settled(tab)
        return tab

    return opened
