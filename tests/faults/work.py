"""A pipeline that leaves traces: how often it was started, by which process, how far it came."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.drawing import Drawing
from tests.harness import Client
from tests.waiting import wait_until

LINES = 40
SCRIPT = f"""
import os, sys, time
with open(sys.argv[1], "a") as starts:
    starts.write(f"{{os.getpid()}}\\n")
for number in range({LINES}):
    print(f"line {{number:05d}}", flush=True)
    time.sleep(float(sys.argv[2]))
with open(sys.argv[3], "w") as output:
    output.write("done")
"""
FOLLOWER = """
import sys
with open(sys.argv[1], "a") as starts:
    starts.write("follower\\n")
print(open(sys.argv[2]).read())
"""
LOG = "".join(f"line {number:05d}\n" for number in range(LINES)).encode()


@dataclass
class Traced:
    """A submitted run and the files in which its steps leave their traces."""

    client: Client
    run_id: str
    first: Path
    second: Path

    @property
    def now(self) -> dict[str, Any]:
        return self.client.run(self.run_id)

    def starts(self) -> list[str]:
        return self.first.read_text().split() if self.first.exists() else []

    def step_pid(self) -> int:
        """The process of the first step, once it runs."""
        return int(wait_until(self.starts, 20, "the start of the script")[0])

    def attempt(self) -> str:
        return str(wait_until(lambda: self.now["steps"][0]["attempts"], 20)[0]["id"])

    def has_printed(self, lines: int) -> bool:
        return self.client.log(self.attempt()).count(b"\n") >= lines

    def ended(self, within_s: float = 60) -> dict[str, Any]:
        return self.client.wait(self.run_id, within_s)


def submit_traced(client: Client, folder: Path, *, pause_s: float = 0.04) -> Traced:
    """Two steps, the second reads what the first leaves."""
    folder.mkdir(parents=True, exist_ok=True)
    first, second = folder / "first", folder / "second"
    drawing = Drawing().script(
        "a", SCRIPT, [str(first), str(pause_s), {"$output": "made"}], outputs=["made"]
    )
    drawing.script("b", FOLLOWER, [str(second), {"$input": "made"}], inputs={"made": ("a", "made")})
    run = client.submit(drawing)
    return Traced(client, run["id"], first, second)
