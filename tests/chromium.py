"""The browser of the browser tests: one that is there, else one that can be installed.

Order: $CHROMIUM, one on the machine, Debian's package when we are root, Playwright's own.
"""

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PLAYWRIGHT_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")


class NoChromium(Exception):
    """There is no Chromium and none could be installed."""


def find_chromium() -> str | None:
    """The path of a Chromium that is there."""
    if named := os.environ.get("CHROMIUM"):
        if not shutil.which(named):
            raise NoChromium(f"CHROMIUM={named} cannot be run. Name a Chromium or unset it.")
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    folders = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), *PLAYWRIGHT_FOLDERS]
    for folder in filter(None, folders):
        for found in glob.glob(f"{os.path.expanduser(folder)}/chromium-*/chrome-*/chrome"):
            return found
    return None


def install_chromium(log: Path) -> str:
    """Install a Chromium, whichever way works; raises NoChromium saying how to help."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = "apt-get update -q && apt-get install -y -q --no-install-recommends"
        ways.insert(0, ["sh", "-c", f"{apt} chromium fonts-liberation"])
    for way in ways:
        with log.open("ab") as out:
            environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(way, stdout=out, stderr=out, env=environ, check=False)
        if found := find_chromium():
            return found
    raise NoChromium(
        "The browser tests need Chromium and none could be installed. "
        f"Install one (apt install chromium) or set CHROMIUM=/path. What was tried: {log}"
    )
