"""Running a component's real script, with the arguments its settings really come to."""

import os
import runpy
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pytest

import studio.sdk
from studio.catalog import component_files, kinds, launch_of
from studio.graph.model import Json, Node
from studio.sdk.core import Run

SHIM = Path(studio.sdk.__file__).parent / "shim"


@dataclass(frozen=True)
class Result:
    outputs: dict[str, Path]
    logged: dict[str, Any]
    text: str
    error: str = ""

    def table(self, port: str) -> pd.DataFrame:
        return pd.read_parquet(self.outputs[port])


class RunComponent(Protocol):
    def __call__(
        self, name: str, settings: Mapping[str, Json] = ..., /, **inputs: Any
    ) -> Result: ...


@dataclass
class Workbench:
    """A folder where components run one after the other in this process."""

    folder: Path
    count: int = 0

    def place(self, name: str, value: Any) -> Path:
        """An input as a path without extension, the way steps hand tables on."""
        if isinstance(value, Path):
            return value
        path = self.folder / f"in-{self.count}-{name}"
        value.to_parquet(path, index=False)
        return path

    def start(self, name: str, settings: Mapping[str, Json], inputs: Mapping[str, Any]) -> Result:
        self.count += 1
        step = self.folder / f"step-{self.count}"
        step.mkdir()
        for path, content in component_files(name).items():
            (step / path).write_bytes(content)
        kind = kinds()[name]
        launch = launch_of(Node("n", name, settings=settings), kind, set(inputs))
        given = {port: self.place(port, value) for port, value in inputs.items()}
        made = {port.name: self.folder / f"out-{self.count}-{port.name}" for port in kind.outputs}
        argv = [launch.script]
        for item in launch.arguments:
            if isinstance(item, str):
                argv.append(item)
            else:
                ((side, port),) = item.items()
                argv.append(str(given[port] if side == "$input" else made[port]))
        Run._current = None
        error = self.execute(step, argv)
        return Result(made, Run.get_context().get_metrics(), "", error)

    def execute(self, step: Path, argv: list[str]) -> str:
        """What the script said when it gave up, "" when it ended well."""
        here, path, old_argv = Path.cwd(), list(sys.path), sys.argv
        os.chdir(step)
        sys.path.insert(0, str(step))
        sys.argv = argv
        try:
            runpy.run_path(str(step / argv[0]), run_name="__main__")
        except SystemExit as stopped:
            return str(stopped.code)
        finally:
            os.chdir(here)
            sys.path[:] = path
            sys.argv = old_argv
            for name in ("studio_tables", "studio_training"):
                sys.modules.pop(name, None)
        return ""


@pytest.fixture
def inside_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What a node gives a script: `azureml`, the pipe for metrics, a folder to hand files over in."""
    reader, writer = os.pipe()
    handed = tmp_path / "handed"
    monkeypatch.syspath_prepend(SHIM)
    monkeypatch.setenv("STUDIO_METRICS", f"{writer}:{os.fstat(writer).st_ino}")
    monkeypatch.setenv("STUDIO_HANDED", str(handed))
    monkeypatch.setattr(Run, "_current", None)
    yield handed
    os.close(writer)
    os.close(reader)


@pytest.fixture
def run_component(
    tmp_path: Path, inside_a_step: Path, capsys: pytest.CaptureFixture[str]
) -> RunComponent:
    bench = Workbench(tmp_path)

    def run(name: str, settings: Mapping[str, Json] = {}, /, **inputs: Any) -> Result:
        result = bench.start(name, settings, inputs)
        return replace(result, text=capsys.readouterr().out)

    return run
