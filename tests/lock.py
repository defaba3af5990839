"""`make lock`: pin the newest versions that fit together, from the names in pyproject.toml."""

import subprocess
import sys

from tests.everything import BIN, ROOT

COMPILE = (
    str(BIN / "uv"),
    "pip",
    "compile",
    "pyproject.toml",
    "--upgrade",
    "--quiet",
    "--no-header",
    "--no-annotate",
)


def main() -> int:
    """Write both requirement files; the tests' one holds only what is not in the other."""
    subprocess.run([*COMPILE, "-o", "requirements.txt"], cwd=ROOT, check=True)
    tests = subprocess.run(
        [*COMPILE, "--group", "test", "-c", "requirements.txt"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    pinned = set((ROOT / "requirements.txt").read_text().splitlines())
    extra = [line for line in tests.stdout.splitlines() if line not in pinned]
    (ROOT / "tests" / "requirements.txt").write_text("\n".join(extra) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
