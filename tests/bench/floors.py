"""The same work with nothing around it: what no system that starts processes can beat."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

NOTHING = "print('done')\n"
MANY_LINES = """
import sys
line = 'x' * 92
for number in range(200_000):
    sys.stdout.write(f'{number:06d} {line}\\n')
"""
CLOCK = """
import random, sys, time
for _ in range(200):
    time.sleep(random.uniform(0.02, 0.06))
    print(time.time_ns(), flush=True)
"""


def timed(work: Callable[[], object]) -> float:
    """Seconds the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def chain(folder: Path, steps: int) -> float:
    """One interpreter after another."""
    script = write(folder, NOTHING)

    def work() -> None:
        for _ in range(steps):
            run(script)

    return timed(work)


def cached_chain(folder: Path, steps: int) -> float:
    """Hash each script and look for what it left."""
    scripts = [folder / f"step-{number}.py" for number in range(steps)]
    for number, script in enumerate(scripts):
        script.write_text(f"print({number})\n")
        (folder / hashlib.sha256(script.read_bytes()).hexdigest()).touch()

    def work() -> None:
        for script in scripts:
            assert (folder / hashlib.sha256(script.read_bytes()).hexdigest()).exists()

    return timed(work)


def fan(folder: Path, width: int, slots: int) -> float:
    """One, then many with so many at a time, then one."""
    script = write(folder, NOTHING)

    def work() -> None:
        run(script)
        with ThreadPoolExecutor(slots) as pool:
            list(pool.map(lambda _: run(script), range(width)))
        run(script)

    return timed(work)


def many_lines(folder: Path) -> float:
    """A step's 20 MB through a pipe into a file."""
    script = write(folder, MANY_LINES)

    def work() -> None:
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE)
            copy(process.stdout, log)
            process.wait()

    return timed(work)


def copy(source: IO[bytes] | None, target: IO[bytes]) -> None:
    assert source is not None
    while chunk := source.read1(65536):  # type: ignore[attr-defined]  # a buffered pipe has it
        target.write(chunk)


def pipe_latency(folder: Path) -> list[float]:
    """Seconds from print to the reader of a bare pipe."""
    script = write(folder, CLOCK)
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    delays = [(time.time_ns() - int(line)) / 1e9 for line in process.stdout]
    process.wait()
    return delays


def run(script: Path) -> None:
    subprocess.run([sys.executable, script], stdout=subprocess.DEVNULL, check=True)


def write(folder: Path, code: str) -> Path:
    script = folder / "main.py"
    script.write_text(code)
    return script
