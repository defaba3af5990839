"""What an import of a room drags in, looked at in a fresh interpreter.

import-linter reads the imports in our files; it does not see what a package's `__init__` or a
library brings along, so this looks at `sys.modules` itself.
"""

import subprocess
import sys
from pathlib import Path

import pytest

STUDIO = Path(__file__).resolve().parents[2] / "studio"
HEAVY = {"django", "celery", "kombu", "azure", "rest_framework", "channels", "pandas", "sklearn"}
PURE = ("graph", "catalog", "snapshots", "engine")
WITHOUT_DJANGO = {
    "data": ("celery", "kombu"),
    "compute": (),
    "worker": (),
    "sdk": ("celery", "kombu", "azure"),
}


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_brings_no_framework_along(room: str):
    assert _brought_by(room) & (HEAVY | {"numpy", "pyarrow", "cryptography", "requests"}) == set()


@pytest.mark.parametrize("room", WITHOUT_DJANGO)
def test_a_room_that_travels_works_where_django_is_not_installed(room: str):
    """Absent rather than unseen: kombu itself loads a bit of Django where it finds it."""
    _brought_by(room, absent=("django", "rest_framework", "channels", *WITHOUT_DJANGO[room]))


def test_the_package_itself_is_empty():
    """Celery's usual line here would load Django with every pure import."""
    assert (STUDIO / "__init__.py").read_text() == ""


def _brought_by(room: str, absent: tuple[str, ...] = ()) -> set[str]:
    """Top-level packages in memory after importing every module of the room.

    An import of something `absent` fails as if it were not installed.
    """
    without = f"sys.modules.update(dict.fromkeys({absent!r}))"
    code = f"import sys; {without}; import {', '.join(_modules_of(room))}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=STUDIO.parent,
        env={"PATH": ""},
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def _modules_of(room: str) -> list[str]:
    """Scripts that run as steps, and programs, are no modules."""
    folder = STUDIO / room
    files = [
        file.relative_to(STUDIO.parent).with_suffix("")
        for file in folder.rglob("*.py")
        if file.name != "__main__.py"
        and not {"components", "scripts", "shim", "launch"}
        & set(file.relative_to(folder).parts[:-1])
    ]
    return sorted({".".join(file.parts).removesuffix(".__init__") for file in files})
