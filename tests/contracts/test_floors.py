"""Nothing older than the version that closed a hole, and none of the calls that open one.

Each line carries the advisory it answers.
"""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]

FLOORS = {
    "django": "5.2.14",  # CVE-2026-33034, CVE-2026-5766, CVE-2026-3902
    "djangorestframework": "3.15.2",  # CVE-2024-21520
    "daphne": "4.2.2",  # CVE-2026-44545, CVE-2026-44546
    "channels": "3.0.3",  # CVE-2020-35681
    "celery": "5.2.2",  # CVE-2021-23727
    "kombu": "5.4.0",  # celery#9054: a worker that does not come back after the broker
}

FORBIDDEN = {
    r"\.extractall\(": "CVE-2007-4559, CVE-2025-4517: write entries one by one",
    r"\bimport tarfile|from tarfile": "the same",
    r"\bimport (c?pickle|joblib)|from (pickle|joblib)": "CVE-2024-37052: the server unpickles nothing",
    r"yaml\.(load|unsafe_load)\(": "yaml.load makes objects",
    r"shell\s*=\s*True": "CVE-2022-24288: argument lists only",
    r"\bos\.system\(|\bos\.popen\(": "the same",
    r"csrf_exempt": "CVE-2026-40864: CSRF protection stays as Django made it",
    r"mark_safe|\|\s*safe\b|autoescape off": "CVE-2024-27133: text stays text",
    r"AllowAny": "CVE-2026-7723: open doors are listed in the permission test",
    r"fields\s*=\s*[\"']__all__": "CVE-2023-47117: fields are named",
    r"fromfile_prefix_chars": "CVE-2024-23897",
    r"\beval\(|\bexec\(": "CVE-2025-3248: user code runs in steps only",
}
# The user's script is executed by the launcher, and a model is read by the component that scores
# with it: both inside the step's own process, never in a server's.
ALLOWED = {
    "studio/catalog/components": {"pickle", "joblib"},
    "studio/catalog/scripts": {"pickle", "joblib"},
    "studio/worker/launch": {"exec("},
}
IN_BROWSER = {
    r"dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML": "CVE-2026-22033",
    r"\beval\(|new Function\(": "the policy of the page forbids it",
    r"document\.write\(": "the same",
}


@pytest.mark.parametrize("package", FLOORS)
def test_no_package_is_older_than_its_fix(package: str):
    assert Version(version(package)) >= Version(FLOORS[package])


@pytest.mark.parametrize("pattern", FORBIDDEN, ids=str)
def test_the_server_has_none_of(pattern: str):
    files = [*(ROOT / "studio").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    assert _found(pattern, files) == [], FORBIDDEN[pattern]


@pytest.mark.parametrize("pattern", IN_BROWSER, ids=str)
def test_the_browser_has_none_of(pattern: str):
    sources = ROOT / "frontend" / "src"
    files = [file for kind in ("*.ts", "*.tsx") for file in sources.rglob(kind)]
    assert _found(pattern, files) == [], IN_BROWSER[pattern]


def _found(pattern: str, files: list[Path]) -> list[str]:
    hits = []
    for file in files:
        name = file.relative_to(ROOT).as_posix()
        for match in re.finditer(pattern, file.read_text()):
            if not _allowed(name, match.group()):
                hits.append(f"{name}: {match.group()}")
    return hits


def _allowed(name: str, text: str) -> bool:
    return any(
        name.startswith(folder) and any(word in text for word in words)
        for folder, words in ALLOWED.items()
    )
