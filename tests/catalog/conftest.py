"""Running a component's real script, with the arguments its settings really come to."""

import os
import runpy
import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pytest

from studio.catalog import component_files, kinds, launch_of
from studio.graph.model import Json, Node


class Recorder:
    """What a script logs to its run, kept by name."""

    def __init__(self) -> None:
        self.logged: dict[str, Any] = {}

    def log(self, name: str, value: float) -> None:
        self.logged[name] = value

    def log_table(self, name: str, value: Mapping[str, list[float]]) -> None:
        self.logged[name] = value

    def log_image(self, name: str, path: str | None = None, plot: Any = None) -> None:
        plot.savefig(f"{name}.png")
        self.logged[name] = Path(f"{name}.png").absolute()


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
    recorder: Recorder = field(default_factory=Recorder)
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
        error = self.execute(step, argv)
        return Result(made, self.recorder.logged, "", error)

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
def run_component(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[RunComponent]:
    bench = Workbench(tmp_path)
    core = types.ModuleType("azureml.core")
    core.Run = types.SimpleNamespace(get_context=lambda: bench.recorder)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "azureml", types.ModuleType("azureml"))
    monkeypatch.setitem(sys.modules, "azureml.core", core)

    def run(name: str, settings: Mapping[str, Json] = {}, /, **inputs: Any) -> Result:
        result = bench.start(name, settings, inputs)
        return Result(result.outputs, result.logged, capsys.readouterr().out, result.error)

    yield run
