"""`make bench`: measure, print a table, write docs/benchmarks.md and .bench/latest.json."""

import json
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.bench import bytes as transfers
from tests.bench import floors, snapshots, workloads
from tests.harness import FAST, ROOT, Studio
from tests.processes import descendants, memory_of

SLOTS, STEPS, WIDTH, TIMES = 4, 50, 50, 3
FORECAST = 200
EARNEST = {"STUDIO_SLOTS": FAST["STUDIO_SLOTS"]}
SETTLES_S = 10.0


def main() -> None:
    """Measure everything once."""
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as name:
        figures = measure(Path(name))
    (ROOT / ".bench").mkdir(exist_ok=True)
    (ROOT / ".bench" / "latest.json").write_text(json.dumps(figures, indent=2) + "\n")
    table = as_markdown(figures)
    (ROOT / "docs" / "benchmarks.md").write_text(table)
    print(table)


def measure(folder: Path) -> dict[str, Any]:
    """All figures; ours and the floor of each right after one another."""
    say("start-up: a first start, then one with everything there")
    home = folder / "home"
    with Studio(home, EARNEST):
        pass
    studio = Studio(home, EARNEST)
    began = time.perf_counter()
    studio.start()
    start_s = time.perf_counter() - began
    try:
        return measure_running(studio, folder, start_s)
    finally:
        studio.stop()


def measure_running(studio: Studio, folder: Path, start_s: float) -> dict[str, Any]:
    client = studio.client
    assert studio.process is not None
    say("idle memory")
    time.sleep(SETTLES_S)  # what starting needed is given back
    pids = {studio.process.pid, *descendants(studio.process.pid)}
    figures: dict[str, Any] = {"start": round(start_s, 2), "idle_memory": megabytes(pids)}
    workloads.chain(client, 2)  # the first run finds everything cold, as a user's first does
    say("W1")
    figures["W1"] = pair(
        lambda: workloads.chain(client, STEPS), lambda: floors.chain(folder, STEPS)
    )
    say("W2")
    figures["W2"] = pair(
        lambda: workloads.fan(client, WIDTH), lambda: floors.fan(folder, WIDTH, SLOTS)
    )
    say("W3")
    figures["W3"] = pair(
        workloads.cached_chain(client, STEPS), lambda: floors.cached_chain(folder, STEPS)
    )
    figures["forecast"] = round(workloads.forecast(client, FORECAST), 3)
    say("W4")
    lag: list[float] = []

    def lines() -> float:
        seconds, after_end = workloads.many_lines(client)
        lag.append(after_end)
        return seconds

    figures["W4"] = pair(lines, lambda: floors.many_lines(folder))
    figures["W4"]["last_line_after_end_s"] = round(max(lag), 3)
    say("log latency")
    figures["log_latency"] = percentiles(workloads.print_latency(client))
    figures["log_latency_floor"] = percentiles(floors.pipe_latency(folder))
    say("first line")
    figures["first_line"] = round(workloads.median_of(5, lambda: workloads.first_line(client)), 3)
    say("bytes")
    (folder / "bytes").mkdir()
    figures["bytes"] = transfers.measure(folder / "bytes")
    say("snapshots")
    figures["snapshots"] = snapshots.measure(client, folder / "snapshots")
    figures["idle_memory_after"] = megabytes({studio.process.pid, *descendants(studio.process.pid)})
    return figures


def pair(ours: Any, floor: Any) -> dict[str, float]:
    """The medians of both and how they compare."""
    ours_s, floor_s = workloads.median_of(TIMES, ours), workloads.median_of(TIMES, floor)
    return {
        "ours_s": round(ours_s, 3),
        "floor_s": round(floor_s, 3),
        "ratio": round(ours_s / max(floor_s, 1e-4), 2),
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    cuts = quantiles(seconds, n=100)
    return {"p50_s": round(cuts[49], 4), "p95_s": round(cuts[94], 4)}


def megabytes(pids: set[int]) -> int:
    return round(memory_of(pids) / 1e6)


def as_markdown(figures: dict[str, Any]) -> str:
    """The page in the docs."""
    when = datetime.now(UTC).date().isoformat()
    machine = f"{cpu_name()}, {len_cpus()} cores, Python {platform.python_version()}"
    rows = [
        ("W1: chain of 50 script steps", *both(figures["W1"]), "≤ 1.0 ×"),
        ("W2: 1 → 50 → 1, 4 slots", *both(figures["W2"]), "≤ 1.0 ×"),
        ("W3: a chain of 50 again, all reused", *both(figures["W3"], 3), "≤ 0.1 s"),
        (
            f"forecast of {FORECAST} steps, all reusable",
            f"{figures['forecast']:.3f} s",
            "",
            "≤ 0.3 s",
        ),
        ("W4: 200,000 lines (20 MB)", *both(figures["W4"]), "≤ 1.3 ×"),
        (
            "W4: step's end → last byte at a socket's reader",
            f"{figures['W4']['last_line_after_end_s']:.2f} s",
            "",
            "≤ 0.5 s",
        ),
        (
            "print → reader of a WebSocket, p50 / p95",
            latency(figures["log_latency"]),
            latency(figures["log_latency_floor"]) + " (pipe)",
            "≤ 10 / 30 ms",
        ),
        *transfers.rows(figures["bytes"]),
        *snapshots.rows(figures["snapshots"]),
        ("submit → first line of the script", f"{figures['first_line']:.3f} s", "", "≤ 0.15 s"),
        ("command → page answers (set up already)", f"{figures['start']:.1f} s", "", "≤ 4 s"),
        ("idle memory, all processes", f"{figures['idle_memory']} MB", "", "≤ 250 MB"),
        ("the same after the work above", f"{figures['idle_memory_after']} MB", "", ""),
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return HEAD.format(when=when, machine=machine, rows="\n".join(lines))


HEAD = """# Benchmarks

Measured by `make bench` on {when}: {machine}. Every figure that has a floor was taken beside it in
the same run; the median of three. The floor is the same work with nothing around it: a loop of
bare subprocesses, a pipe into a file. Ours is the whole system: submitted over HTTP, stored,
planned, queued, claimed, run in a process of its own, its log kept, its end recorded.

| work | ours | bare floor | we aim at |
|---|---|---|---|
{rows}

Memory is the proportional set size: pages that several processes share are counted once.
A new run of `make bench` replaces this page; `.bench/latest.json` holds the same for scripts.
"""


def both(figure: dict[str, float], digits: int = 2) -> tuple[str, str]:
    ours = f"{figure['ours_s']:.{digits}f} s ({figure['ratio']:.2f} ×)"
    return ours, f"{figure['floor_s']:.{digits}f} s"


def latency(figure: dict[str, float]) -> str:
    return f"{figure['p50_s'] * 1000:.1f} / {figure['p95_s'] * 1000:.1f} ms"


def cpu_name() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def len_cpus() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
