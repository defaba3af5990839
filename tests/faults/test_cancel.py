"""Two hundred cancels at random moments: a run ends once, in one way, and leaves nothing."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.drawing import Drawing
from tests.faults.invariants import check_events, check_processes
from tests.harness import Client, Studio

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

RUNS = 200
AT_ONCE = 6
CODE = """
import subprocess, sys, time
open(sys.argv[1], "a").write("x")
child = subprocess.Popen(["sleep", "5"])
time.sleep(0.15)
child.kill(); child.wait()
open(sys.argv[2], "w").write("done")
"""


def canceled(client: Client, side: Path, delay_s: float) -> dict[str, Any]:
    drawing = Drawing().script("a", CODE, [str(side), {"$output": "made"}], outputs=["made"])
    run = client.submit(drawing)
    threading.Event().wait(delay_s)  # the random moment itself
    answer = client.call("POST", f"runs/{run['id']}/cancel/")
    assert answer.status_code in (200, 409), answer.text
    return client.wait(run["id"], 30)


def test_a_cancel_at_any_moment_ends_the_run_once(shaken: Studio, tmp_path: Path) -> None:
    rng = random.Random(20)
    client = shaken.client
    client.upload(Drawing().script("a", CODE))
    cases = [(tmp_path / str(n), rng.uniform(0, 0.5)) for n in range(RUNS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = list(pool.map(lambda case: canceled(client, *case), cases))
    for run, (side, _) in zip(runs, cases, strict=True):
        (step,) = run["steps"]
        assert run["state"] == step["state"], "never both, never neither"
        assert run["state"] in ("Canceled", "Completed")
        assert bool(step["outputs"]) == (run["state"] == "Completed")
        assert not side.exists() or side.read_text() == "x"
        check_events(client, run)
        check_processes(run)
    ends = {run["state"] for run in runs}
    assert ends == {"Canceled", "Completed"}, "the moments were not spread wide enough"
