"""Setting up: too old a Python is told so, what is up to date is skipped, failures say what to do."""

import shutil
import sys
from pathlib import Path

import pytest

from studio.config import bootstrap


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own, with a virtual environment that is only a folder."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("django==5.2.19\n")
    return tmp_path


def install(command: str) -> int:
    """How often packages are installed when asked twice, the installer being a shell command."""
    calls = 0

    def installer() -> list[str]:
        nonlocal calls
        calls += 1
        return ["sh", "-c", command]

    bootstrap.installer = installer
    bootstrap.install_packages("requirements.txt")
    bootstrap.install_packages("requirements.txt")
    return calls


def test_an_old_python_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed, this is 3\.9\."):
        bootstrap.use_new_enough_python()


def test_packages_are_installed_once(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "installer", bootstrap.installer)
    assert install("true") == 1


def test_packages_are_installed_again_when_the_list_changes(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "installer", bootstrap.installer)
    install("true")
    (clone / "requirements.txt").write_text("django==5.2.20\n")
    assert install("true") == 1


def test_a_failed_installation_shows_its_words_and_is_tried_again(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "installer", bootstrap.installer)
    with pytest.raises(bootstrap.SetupFailed, match="no such host"):
        install("echo no such host; exit 1")
    assert install("true") == 1


def test_the_digest_of_sources_sees_names_and_contents(clone: Path) -> None:
    source = clone / "src"
    source.mkdir()
    (source / "a.ts").write_text("1")
    first = bootstrap.digest_of([source])
    (source / "a.ts").rename(source / "b.ts")
    renamed = bootstrap.digest_of([source])
    (source / "b.ts").write_text("2")
    assert len({first, renamed, bootstrap.digest_of([source])}) == 3


def test_a_tool_that_is_no_node_has_version_zero() -> None:
    assert bootstrap.node_version("true") == 0
