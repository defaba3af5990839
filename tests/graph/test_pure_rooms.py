"""The pure rooms can be used where nothing but Python is installed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import studio.graph

STUDIO = Path(studio.graph.__file__).parents[1]
MODULES = [
    f"studio.{room}.{path.stem}"
    for room in ("graph", "catalog", "snapshots", "engine")
    for path in sorted((STUDIO / room).glob("*.py"))
    if not path.stem.startswith("__")
]
SHIPPED = [p for room in ("graph", "catalog", "snapshots") for p in (STUDIO / room).glob("*.py")]


def test_the_pure_rooms_load_nothing_but_the_standard_library_and_each_other() -> None:
    script = (
        f"import sys\nimport {', '.join(MODULES)}\n"
        "print(*{name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    )
    run = [sys.executable, "-S", "-c", script]
    done = subprocess.run(run, cwd=STUDIO.parent, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert set(done.stdout.split()) <= {"studio", "__main__"}


@pytest.mark.parametrize("path", SHIPPED, ids=[f"{p.parent.name}/{p.name}" for p in SHIPPED])
def test_what_ships_in_the_sdk_reads_in_the_oldest_python(path: Path) -> None:
    ast.parse(path.read_text("utf-8"), feature_version=(3, 9))
