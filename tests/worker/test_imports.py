"""What a node and a step load: never Django, and a step's launcher next to nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOADED = "import sys; import {modules}; print(' '.join(sys.modules))"
FORBIDDEN = {
    "django", "rest_framework", "channels", "azure", "numpy", "pandas", "pyarrow", "sklearn", "matplotlib",
}  # fmt: skip


def _loaded_by(modules: str) -> set[str]:
    command = [sys.executable, "-c", LOADED.format(modules=modules)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def _packages(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize(
    "module", ["studio.worker.app", "studio.compute", "studio.data", "studio.sdk.core"]
)
def test_no_django_and_no_heavy_library(module: str) -> None:
    # Where Django is installed kombu itself takes two helper modules of it, to know its lazy text.
    of_kombu = _loaded_by("kombu.utils.json, celery")
    assert not _packages(_loaded_by(module) - of_kombu) & FORBIDDEN


def test_a_launcher_holds_the_standard_library_only() -> None:
    loaded = _packages(_loaded_by("studio.worker.launch.forkserver"))
    assert not loaded & {"celery", "kombu", "redis", "asyncio", "ssl", *FORBIDDEN}
