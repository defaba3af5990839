"""`make dev`: the studio, with the page served by Vite and reloading itself on every change."""

import os
import subprocess
import sys

from tests.everything import ROOT, node


def main() -> int:
    """Run both until the studio is stopped."""
    vite = subprocess.Popen(node("vite/bin/vite.js", "--clearScreen=false"), cwd=ROOT / "frontend")
    try:
        environ = {**os.environ, "STUDIO_VITE_DEV": "1"}
        return subprocess.call([sys.executable, "manage.py", "up"], cwd=ROOT, env=environ)
    except KeyboardInterrupt:
        return 0
    finally:
        vite.terminate()
        vite.wait()


if __name__ == "__main__":
    sys.exit(main())
