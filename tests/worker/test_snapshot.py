"""A step finds the files of its snapshot where it runs, and they are its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from studio.data import InvalidPath
from studio.engine.messages import FileRef, Prefix
from studio.worker.snapshot import lay_out
from tests.worker.test_cache import PREFIX, Shelf

BLOBS = Prefix("workspaceblobstore", PREFIX)
FILES = {"main.py": b"import numpy\n", "lib/model.py": b"x = 1\n", "data/a.bin": b"\0" * 5_000}


@dataclass(frozen=True)
class Order:
    """The part of a work order that is looked at."""

    files: dict[str, FileRef]
    blobs: Prefix = BLOBS


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def laid_out(shelf: Shelf, name: str, files: dict[str, FileRef], store: Any = None) -> list[bytes]:
    order: Any = Order(files)
    return lay_out(order, shelf.folder / name, shelf.cache(), store or shelf.store)


def content(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.mark.parametrize("near", [True, False])
def test_every_file_is_in_its_place(shelf: Shelf, near: bool, monkeypatch: pytest.MonkeyPatch):
    if not near:
        monkeypatch.setattr(type(shelf.store), "local_path", lambda *_: None)
    sources = laid_out(shelf, "work", {name: shelf.put(body) for name, body in FILES.items()})
    assert content(shelf.folder / "work") == FILES
    assert sources == [FILES["main.py"], FILES["lib/model.py"]]
    assert (shelf.folder / "work" / "outputs").is_dir()
    assert (shelf.folder / "work" / "logs").is_dir()


def test_a_second_step_finds_what_was_submitted_whatever_the_first_wrote(shelf: Shelf):
    files = {name: shelf.put(body) for name, body in FILES.items()}
    laid_out(shelf, "first", files)
    for path in (shelf.folder / "first").rglob("*"):
        if path.is_file():
            path.write_bytes(b"overwritten")
    laid_out(shelf, "second", files)
    assert content(shelf.folder / "second") == FILES


@pytest.mark.parametrize("name", ["../evil.py", "/tmp/evil.py", "a/../../evil.py", "con"])
def test_a_name_that_leads_elsewhere_starts_nothing(shelf: Shelf, name: str):
    with pytest.raises(InvalidPath):
        laid_out(shelf, "work", {name: shelf.put(b"x")})
    assert not (shelf.folder / "evil.py").exists()
