"""Logs that hurt other viewers, and a web process that dies while one is being read."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.drawing import Drawing
from tests.e2e.conftest import enter
from tests.harness import Studio
from tests.sockets import whole_log

LONG_MS = 60_000
AT_ONCE = """
import sys
line = "x" * 92
sys.stdout.write("".join(f"{n:06d} {line}\\n" for n in range(200_000)))
"""
STEADY = """
import sys, time
begin = time.monotonic()
for second in range(30):
    for tenth in range(10):
        for n in range(500):
            print(f"{second:02d}.{tenth} line {n}")
        sys.stdout.flush()
        wait = begin + second + (tenth + 1) / 10 - time.monotonic()
        time.sleep(max(0, wait))
"""
ONE_LINE = """
import sys
for n in range(160):
    sys.stdout.write("y" * 65536)
sys.stdout.write("z")
"""
NOT_TEXT = r"""
import sys
sys.stdout.buffer.write(b"before\n\xff\xfe\x00 raw \x80\n<b>no tag</b>\nafter\n")
"""
PROGRESS = r"""
import sys
for n in range(101):
    sys.stdout.write(f"\rtraining {n:3d}%")
sys.stdout.write("\nfirst\nsecond\n\x1b[2Atwice\n\n\x1b[31mred\x1b[0m\n")
"""
NUMBERS = """
import sys, time
for n in range(400):
    print("number", n, flush=True)
    time.sleep(0.02)
"""


@pytest.fixture
def log_of(studio: Studio, signed_in: Page) -> Callable[[str], tuple[Locator, str]]:
    """Run a script and open its log; the panel and the attempt."""

    def opened(script: str) -> tuple[Locator, str]:
        client = studio.client
        run = client.submit(Drawing().script("printer", script))["id"]
        signed_in.goto(f"{studio.url}/w/main/runs/{run}?step=printer&tab=log")
        panel = signed_in.get_by_role("region", name="Log of attempt 1")
        expect(panel).to_be_visible()
        ended = client.wait(run)
        assert ended["state"] == "Completed", ended["steps"][0]["reason"]
        return panel, ended["steps"][0]["attempts"][0]["id"]

    return opened


Opener = Callable[[str], tuple[Locator, str]]


def lines_of(panel: Locator) -> Locator:
    return panel.get_by_role("log")


def test_two_hundred_thousand_lines_at_once(log_of: Opener, studio: Studio) -> None:
    panel, attempt = log_of(AT_ONCE)
    expect(panel.get_by_text("200,000 lines")).to_be_visible(timeout=LONG_MS)
    panel.get_by_role("button", name="Go to the end").click()
    expect(lines_of(panel)).to_contain_text("199999 xxx")
    assert studio.client.log(attempt).count(b"\n") == 200_000


@pytest.mark.timeout(180)
def test_five_thousand_lines_a_second_for_half_a_minute(log_of: Opener) -> None:
    panel, _ = log_of(STEADY)
    expect(panel.get_by_text("150,000 lines")).to_be_visible(timeout=LONG_MS)
    expect(lines_of(panel)).to_contain_text("29.9 line 499")


def test_ten_megabytes_without_a_newline(log_of: Opener, studio: Studio) -> None:
    panel, attempt = log_of(ONE_LINE)
    expect(panel.get_by_text("End of the log")).to_be_visible(timeout=LONG_MS)
    expect(panel.get_by_text(re.compile(r"^1 line\b"))).to_be_visible()
    assert studio.client.log(attempt) == b"y" * 160 * 65536 + b"z"


def test_bytes_that_are_not_text(log_of: Opener, studio: Studio) -> None:
    panel, attempt = log_of(NOT_TEXT)
    expect(lines_of(panel)).to_contain_text("before")
    expect(lines_of(panel)).to_contain_text("<b>no tag</b>")
    expect(lines_of(panel)).to_contain_text("after")
    assert studio.client.log(attempt) == b"before\n\xff\xfe\x00 raw \x80\n<b>no tag</b>\nafter\n"


def test_a_progress_bar_is_one_line(log_of: Opener) -> None:
    panel, _ = log_of(PROGRESS)
    expect(lines_of(panel)).to_contain_text("training 100%")
    expect(lines_of(panel)).not_to_contain_text("training  50%")
    expect(lines_of(panel)).to_contain_text("twice")
    expect(lines_of(panel)).not_to_contain_text("first")
    red = lines_of(panel).get_by_text("red", exact=True)
    colour = red.evaluate("element => getComputedStyle(element).color")
    plain = lines_of(panel).get_by_text("second").evaluate("e => getComputedStyle(e).color")
    assert colour != plain


def test_the_download_is_the_exact_bytes(log_of: Opener, signed_in: Page) -> None:
    panel, _ = log_of(NOT_TEXT)
    with signed_in.expect_download() as waiting:
        panel.get_by_role("link", name="Download the log").click()
    saved = waiting.value.path().read_bytes()
    assert saved == b"before\n\xff\xfe\x00 raw \x80\n<b>no tag</b>\nafter\n"


def test_a_search_finds_a_line_far_up(log_of: Opener, signed_in: Page) -> None:
    panel, _ = log_of(AT_ONCE)
    expect(panel.get_by_text("200,000 lines")).to_be_visible(timeout=LONG_MS)
    search = panel.get_by_role("textbox", name="Search the log")
    search.fill("012345 xxx")
    search.press("Enter")
    expect(lines_of(panel)).to_contain_text("012345 xxx", timeout=LONG_MS)


def test_scrolling_up_pauses_and_says_how_much_is_new(studio: Studio, signed_in: Page) -> None:
    run = studio.client.submit(Drawing().script("printer", NUMBERS))["id"]
    signed_in.goto(f"{studio.url}/w/main/runs/{run}?step=printer&tab=log")
    panel = signed_in.get_by_role("region", name="Log of attempt 1")
    lines = lines_of(panel)
    expect(panel.get_by_text(re.compile(r"^([6-9]\d|\d{3}) lines"))).to_be_visible()
    lines.hover()
    signed_in.mouse.wheel(0, -400)
    news = signed_in.get_by_role("button", name=re.compile(r"\d+ new lines"))
    expect(news).to_be_visible()
    news.click()
    expect(lines).to_contain_text("number 399", timeout=LONG_MS)


def test_a_dead_web_process_costs_the_reader_nothing(
    own_studio: Studio, context: BrowserContext
) -> None:
    client = own_studio.client
    enter(context, own_studio)
    tab = context.new_page()
    run = client.submit(Drawing().script("printer", NUMBERS))["id"]
    tab.goto(f"{own_studio.url}/w/main/runs/{run}?step=printer&tab=log")
    panel = tab.get_by_role("region", name="Log of attempt 1")
    expect(lines_of(panel)).to_contain_text(re.compile(r"number \d"))

    own_studio.restarted("web", own_studio.kill("web"))

    expect(lines_of(panel)).to_contain_text("number 399", timeout=LONG_MS)
    expect(panel.get_by_text("400 lines")).to_be_visible()
    ended = client.wait(run)
    assert ended["state"] == "Completed"
    exact = "".join(f"number {n}\n" for n in range(400)).encode()
    attempt = ended["steps"][0]["attempts"][0]["id"]
    assert whole_log(client, attempt) == exact
    answer = client.call("GET", f"attempts/{attempt}/log/", headers={"Range": "bytes=7-15"})
    assert answer.status_code == HTTPStatus.PARTIAL_CONTENT
    assert answer.content == exact[7:16]
