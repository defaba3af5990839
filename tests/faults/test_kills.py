"""kill -9 of every process that is not the user's machine itself, each at three moments."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import PATIENT
from tests.faults.invariants import check
from tests.faults.work import LINES, Traced, submit_traced
from tests.harness import Studio
from tests.waiting import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

LEASE_S = float(PATIENT["STUDIO_LEASE_S"])
Moment = Callable[[Traced], object]
MOMENTS: dict[str, Moment] = {
    "just submitted": lambda traced: None,
    "while it prints": lambda traced: wait_until(lambda: traced.has_printed(5), 30),
    "about to end": lambda traced: wait_until(lambda: traced.has_printed(LINES), 30),
}


@pytest.fixture(params=list(MOMENTS))
def moment(request: pytest.FixtureRequest) -> Moment:
    return MOMENTS[request.param]


def test_a_killed_web_process_disturbs_no_run(
    moment: Moment, shaken: Studio, tmp_path: Path
) -> None:
    traced = submit_traced(shaken.client, tmp_path)
    moment(traced)
    shaken.restarted("web", shaken.kill("web"))
    wait_until(lambda: answers(shaken), 30, "the page's answer")
    traced.ended()
    assert check(traced)["state"] == "Completed"


def test_a_killed_control_process_disturbs_no_run(
    moment: Moment, shaken: Studio, tmp_path: Path
) -> None:
    traced = submit_traced(shaken.client, tmp_path)
    moment(traced)
    shaken.restarted("control", shaken.kill("control"))
    traced.ended()
    assert check(traced)["state"] == "Completed"


def test_a_killed_node_loses_what_it_ran_and_nothing_else(
    moment: Moment, shaken: Studio, tmp_path: Path
) -> None:
    traced = submit_traced(shaken.client, tmp_path)
    moment(traced)
    shaken.restarted("node", shaken.kill("node"))
    traced.ended(LEASE_S * 0.7)  # nobody waits for the lease to end: the node has a new life
    run = check(traced)
    # what had not started is run by the new node; what had, nobody may run again
    assert (run["state"], run["reason"] and run["reason"]["code"]) in (
        ("Completed", None),
        ("Failed", "WorkerLost"),
    )


def test_a_killed_step_fails_by_its_signal(moment: Moment, shaken: Studio, tmp_path: Path) -> None:
    traced = submit_traced(shaken.client, tmp_path)
    pid = traced.step_pid()
    moment(traced)
    try:
        os.kill(pid, signal.SIGKILL)
        killed = True
    except ProcessLookupError:
        killed = False  # it was faster, and so it must have completed
    traced.ended()
    run = check(traced)
    reason = run["steps"][0]["reason"]
    assert (run["state"], reason and reason["code"]) in (
        [("Failed", "Signal"), ("Failed", "OutOfMemory"), ("Completed", None)]
        if killed
        else [("Completed", None)]
    )


def answers(studio: Studio) -> bool:
    try:
        return studio.client.call("GET", "/api/session/").ok
    except OSError:
        return False
