"""What holds after every fault, seen from outside through the API and the process table."""

import os
from pathlib import Path
from typing import Any

from tests.faults.work import LOG, Traced
from tests.harness import TERMINAL, Client
from tests.waiting import wait_until

ENDED = TERMINAL | {"Skipped", "Reused"}


def check(traced: Traced) -> dict[str, Any]:
    """The ended run, after everything about it was found in order."""
    run = traced.now
    assert run["state"] in TERMINAL, "I1, I2: what was accepted ends"
    assert all(step["state"] in ENDED for step in run["steps"])
    check_events(traced.client, run)
    first, second = run["steps"]
    assert len(traced.starts()) <= 1, "I5: a script starts at most once"
    check_outputs(run)
    if traced.second.exists():
        assert first["state"] == "Completed", "I8: nothing starts before what it needs"
        assert second["started_at"] >= first["ended_at"]
    check_log(traced, first)
    check_processes(run)
    return run


def check_events(client: Client, run: dict[str, Any]) -> None:
    events = client.get(f"runs/{run['id']}/events/")
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1)), "I10: no gap"
    told = {e["step_run"]: e["data"]["state"] for e in events if e["kind"] == "StepChanged"}
    assert told == {step["id"]: step["state"] for step in run["steps"]}, "I10: they add up"
    ends = [e for e in events if e["kind"] == "RunChanged" and e["data"]["state"] in TERMINAL]
    assert len(ends) == 1, "I3: a run ends once"
    for step in run["steps"]:
        states = [e["data"]["state"] for e in events if e["step_run"] == step["id"]]
        assert not ENDED & set(states[:-1]), "I3: terminal is final"


def check_outputs(run: dict[str, Any]) -> None:
    for step in run["steps"]:
        if step["state"] != "Completed":
            assert not step["outputs"], "I4: outputs of completed steps only"
    if run["steps"][0]["state"] == "Completed":
        assert [output["size"] for output in run["steps"][0]["outputs"]] == [4]


def check_log(traced: Traced, step: dict[str, Any]) -> None:
    for attempt in step["attempts"]:
        log = traced.client.log(attempt["id"])
        if attempt["state"] == "Completed":
            assert log == LOG, "I6: every byte"
        else:
            assert LOG.startswith(log), "I6: an exact prefix"


def check_processes(run: dict[str, Any]) -> None:
    """I7: nothing of the run is left, alive or dead."""
    cookies = {
        f"STUDIO_ATTEMPT={attempt['id']}".encode()
        for step in run["steps"]
        for attempt in step["attempts"]
    }
    wait_until(lambda: not _with_cookie(cookies), 6, "the end of the run's processes")


def _with_cookie(cookies: set[bytes]) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                environ = set((entry / "environ").read_bytes().split(b"\0"))
            except OSError:
                continue
            if cookies & environ:
                found.append(int(entry.name))
    return found
