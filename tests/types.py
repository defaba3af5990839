"""The API's schema and the page's types: written from the code, or checked against it.

python -m tests.types --write
python -m tests.types --check
"""

import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.everything import ROOT, node, python

FOLDER = ROOT / "frontend" / "src" / "api"
SCHEMA, TYPES = "openapi.yaml", "schema.ts"


def generate(folder: Path) -> None:
    """Write both files into a folder; raises CalledProcessError when the schema is not sound."""
    schema = folder / SCHEMA
    spectacular = (
        "manage.py",
        "spectacular",
        "--validate",
        "--fail-on-warn",
        "--file",
        str(schema),
    )
    subprocess.run(python(*spectacular), cwd=ROOT, check=True)
    tool = node("openapi-typescript/bin/cli.js", str(schema), "-o", str(folder / TYPES))
    subprocess.run(tool, cwd=ROOT / "frontend", check=True, stdout=subprocess.DEVNULL)


def stale() -> list[str]:
    """The first lines in which the committed files differ from fresh ones."""
    with tempfile.TemporaryDirectory() as name:
        generate(Path(name))
        pairs = [(FOLDER / file, Path(name, file)) for file in (SCHEMA, TYPES)]
        return [line for pair in pairs for line in difference(*pair)]


def difference(committed: Path, fresh: Path) -> list[str]:
    old = committed.read_text().splitlines() if committed.exists() else []
    diff = difflib.unified_diff(old, fresh.read_text().splitlines(), str(committed), "fresh", n=1)
    return list(diff)[:20]


if __name__ == "__main__":
    if "--write" in sys.argv:
        generate(FOLDER)
    elif lines := stale():
        sys.exit(
            "\n".join([*lines, "The API has changed: run `make types` and commit the result."])
        )
