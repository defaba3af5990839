"""The same work through the studio: submitted over HTTP, watched over the socket."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.bench.floors import CLOCK, MANY_LINES, NOTHING, timed
from tests.drawing import Drawing
from tests.harness import TERMINAL, Client
from tests.sockets import LiveSocket
from tests.waiting import wait_until

LOOKS_EVERY_S = 0.2
FIRST_LINE = "import time; print(time.time_ns())\n"


def chain(client: Client, steps: int) -> float:
    """Seconds from the click to the end of a chain of script steps."""
    drawing = Drawing()
    for number in range(steps):
        drawing.script(f"s{number}", NOTHING, after=[f"s{number - 1}"] if number else [])
    return from_click_to_end(client, drawing)


def cached_chain(client: Client, steps: int) -> Callable[[], float]:
    """A chain that hands data on has run once; what is returned runs it again, all of it reused."""
    drawing = Drawing()
    for number in range(steps):
        inputs = {"before": (f"s{number - 1}", "x")} if number else {}
        code = f"import sys; open(sys.argv[1], 'w').write('{number}')\n"
        out = [{"$output": "x"}]
        drawing.script(f"s{number}", code, out, inputs, outputs=["x"], allow_reuse=True)
    from_click_to_end(client, drawing)

    def again() -> float:
        began = time.time()
        run = client.post("runs/", {"document": drawing.document, "experiment": "tests"})
        assert {step["state"] for step in run["steps"]} == {"Reused"}
        return seconds_of(run["ended_at"]) - began

    return again


def forecast(client: Client, steps: int) -> float:
    """Seconds until a drawing of so many steps, all of which ran before, is foreseen."""
    drawing = Drawing()
    for number in range(steps):
        after = [f"s{number - 5}"] if number >= 5 else []
        drawing.script(f"s{number}", f"# {number}\n", after=after, allow_reuse=True)
    body = {"name": "forecast", "document": drawing.document}
    draft = client.post("drafts/", body)["id"]
    client.upload(drawing)
    run = client.post("runs/", {"draft": draft, "experiment": "tests"})
    client.wait(run["id"], 300)
    return median_of(5, lambda: timed(lambda: client.post(f"drafts/{draft}/plan/", {})))


def fan(client: Client, width: int) -> float:
    """Seconds from the click to the end of one, many side by side, one."""
    drawing = Drawing().script("first", NOTHING)
    for number in range(width):
        drawing.script(f"s{number}", NOTHING, after=["first"])
    drawing.script("last", NOTHING, after=[f"s{number}" for number in range(width)])
    return from_click_to_end(client, drawing)


def from_click_to_end(client: Client, drawing: Drawing) -> float:
    """By the run's own clock; asked for seldom, or the asking is what is measured."""
    client.upload(drawing)
    began = time.time()
    run = client.submit(drawing)
    while run["state"] not in TERMINAL:
        time.sleep(LOOKS_EVERY_S)
        (run,) = client.get("runs/", limit=1)["results"]
    assert run["state"] == "Completed", run["reason"]
    return seconds_of(run["ended_at"]) - began


def many_lines(client: Client) -> tuple[float, float]:
    """Seconds the step takes from its start, and from its end to the last byte at a reader."""
    began, frames, run = watch(client, Drawing().script("printer", MANY_LINES))
    assert sum(len(payload) for _, payload in frames) == 20_000_000
    ended = seconds_of(run["steps"][0]["ended_at"])
    return ended - began, max(0.0, frames[-1][0] - ended)


def print_latency(client: Client) -> list[float]:
    """Seconds from a flushed print to the reader of the socket, one a line."""
    _, frames, _ = watch(client, Drawing().script("clock", CLOCK))
    delays = []
    for at, payload in frames:
        delays += [at - int(line) / 1e9 for line in payload.split()]
    return delays


def first_line(client: Client) -> float:
    """Seconds from the click to the first line of the user's script."""
    drawing = Drawing().script("first", FIRST_LINE)
    client.upload(drawing)
    began = time.time()
    run = client.wait(client.submit(drawing)["id"])
    attempt = run["steps"][0]["attempts"][0]["id"]
    return int(client.log(attempt)) / 1e9 - began


def watch(
    client: Client, drawing: Drawing
) -> tuple[float, list[tuple[float, bytes]], dict[str, Any]]:
    """Submit a one-step run and read its log as it comes."""
    client.upload(drawing)
    began = time.time()
    run = client.submit(drawing)["id"]
    attempt = wait_until(lambda: attempt_of(client, run))
    with LiveSocket(client) as live:
        frames = [(at, payload) for at, _, payload in live.log(attempt)]
    return began, frames, client.wait(run)


def attempt_of(client: Client, run: str) -> str:
    attempts = client.run(run)["steps"][0]["attempts"]
    return str(attempts[0]["id"]) if attempts else ""


def seconds_of(text: str) -> float:
    """A point in time of the API as seconds of the epoch."""
    return datetime.fromisoformat(text).timestamp()


def median_of(times: int, work: Callable[[], float]) -> float:
    """The middle of several measurements."""
    return sorted(work() for _ in range(times))[times // 2]
