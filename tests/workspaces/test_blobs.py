"""The content store of a workspace."""

import hashlib
import io
from pathlib import Path

import pytest

from studio.data.local import LocalDatastore
from studio.workspaces import blobs
from studio.workspaces.errors import BlobNotFound, BlobTooLarge
from tests.people import new_workspace

pytestmark = pytest.mark.django_db


def test_bytes_come_back_under_their_digest():
    workspace = new_workspace()
    sha256, size = blobs.put(workspace, io.BytesIO(b"print(1)\n"))
    assert (sha256, size) == (hashlib.sha256(b"print(1)\n").hexdigest(), 9)
    assert blobs.open_blob(workspace, sha256).read() == b"print(1)\n"


def test_the_same_bytes_twice_are_stored_once():
    workspace = new_workspace()
    assert blobs.put(workspace, io.BytesIO(b"x")) == blobs.put(workspace, io.BytesIO(b"x"))


def test_nothing_is_a_file_too():
    workspace = new_workspace()
    sha256, size = blobs.put(workspace, io.BytesIO(b""))
    assert size == 0
    assert blobs.open_blob(workspace, sha256).read() == b""


def test_one_workspace_does_not_see_the_files_of_another():
    here, there = new_workspace("here"), new_workspace("there")
    sha256, _ = blobs.put(there, io.BytesIO(b"secret sauce"))
    assert blobs.missing(here, [sha256]) == {sha256}
    with pytest.raises(BlobNotFound):
        blobs.open_blob(here, sha256)


class Zeros(io.RawIOBase):
    """As many zeros as are asked for, without holding them."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        taken = min(size, self.left)
        self.left -= taken
        return bytes(taken)


def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(settings):
    workspace = new_workspace()
    settings.LARGEST_BLOB = 3 * 1024 * 1024
    with pytest.raises(BlobTooLarge):
        blobs.put(workspace, Zeros(settings.LARGEST_BLOB + 1))  # type: ignore[arg-type]
    digest = hashlib.sha256(bytes(settings.LARGEST_BLOB + 1)).hexdigest()
    assert blobs.missing(workspace, [digest]) == {digest}


def test_only_what_was_never_uploaded_is_missing():
    workspace = new_workspace()
    there, _ = blobs.put(workspace, io.BytesIO(b"there"))
    gone = "0" * 64
    assert blobs.missing(workspace, [there, gone, gone]) == {gone}


def test_a_store_far_away_is_asked_side_by_side(monkeypatch: pytest.MonkeyPatch):
    workspace = new_workspace()
    there = [blobs.put(workspace, io.BytesIO(b"%d" % n))[0] for n in range(20)]
    gone = [f"{n:064x}" for n in range(20)]
    monkeypatch.setattr(LocalDatastore, "local_path", lambda store, path: None)
    assert blobs.missing(workspace, [*there, *gone]) == set(gone)


def test_files_stay_where_they_are_when_another_datastore_becomes_the_default(tmp_path: Path):
    workspace = new_workspace()
    sha256, _ = blobs.put(workspace, io.BytesIO(b"x"))
    workspace.datastores.filter(is_default=True).update(is_default=False)
    workspace.datastores.create(
        name="other", kind="local", settings={"root": str(tmp_path)}, is_default=True
    )
    assert blobs.missing(workspace, [sha256]) == set()
    assert blobs.open_blob(workspace, sha256).read() == b"x"
    assert list(tmp_path.iterdir()) == []
