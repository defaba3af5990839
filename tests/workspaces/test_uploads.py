"""Uploads that are left alone, torn or raced."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from studio.data.store import Datastore
from studio.workspaces import uploads
from studio.workspaces.errors import StoreUnavailable, UploadBusy, WrongOffset
from studio.workspaces.models import Upload, Workspace
from studio.workspaces.queries import default_store
from tests.people import new_workspace, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(db: None) -> Workspace:
    return new_workspace()


@pytest.fixture
def store(workspace: Workspace) -> Datastore:
    return default_store(workspace)


@pytest.fixture
def upload(workspace: Workspace) -> Upload:
    """Of ten bytes, to a.bin; five have arrived."""
    record = workspace.datastores.get(is_default=True)
    begun = uploads.begin(record, owner_of(workspace), "a.bin", 10, overwrite=False)
    uploads.take(begun, 0, io.BytesIO(b"01234"))
    return begun


def fresh(upload: Upload) -> Upload:
    return Upload.objects.select_related("datastore").get(pk=upload.pk)


class Gone(Exception):
    """Whoever sent is not there any more."""


class Torn(io.RawIOBase):
    """A connection that breaks after a few bytes."""

    def __init__(self, start: bytes) -> None:
        self.start = start

    def read(self, size: int = -1) -> bytes:
        if not self.start:
            raise Gone
        piece, self.start = self.start[:size], self.start[size:]
        return piece


def test_what_came_before_a_connection_broke_is_kept(upload: Upload, store: Datastore) -> None:
    with pytest.raises(Gone):
        uploads.take(upload, 5, Torn(b"56"))  # type: ignore[arg-type]
    assert uploads.arrived(fresh(upload)) == 7
    uploads.take(fresh(upload), 7, io.BytesIO(b"789"))
    assert store.open("a.bin").read() == b"0123456789"


def test_a_part_sent_twice_is_taken_once(upload: Upload) -> None:
    uploads.take(upload, 5, io.BytesIO(b"56"))
    with pytest.raises(WrongOffset) as refused:
        uploads.take(upload, 5, io.BytesIO(b"56"))
    assert refused.value.expected == 7


class Nested(io.RawIOBase):
    """While the first part is read, the second is sent."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.refused: list[type[Exception]] = []

    def read(self, size: int = -1) -> bytes:
        if self.refused:
            return b""
        try:
            uploads.take(fresh(self.upload), 5, io.BytesIO(b"56789"))
        except UploadBusy as problem:
            self.refused.append(type(problem))
        return b"56789"


def test_a_part_sent_again_while_the_first_try_is_written_waits(
    upload: Upload, store: Datastore
) -> None:
    slow = Nested(upload)
    assert uploads.take(upload, 5, slow) == 10  # type: ignore[arg-type]
    assert slow.refused == [UploadBusy]
    assert store.open("a.bin").read() == b"0123456789"


@pytest.mark.parametrize("placed", [True, False])
def test_a_crash_while_the_file_is_put_in_place_is_made_good(
    upload: Upload, store: Datastore, monkeypatch: pytest.MonkeyPatch, placed: bool
) -> None:
    """The process dies just before, or just after, the datastore has the whole file."""
    finish = uploads._finish

    def die(dying: Upload) -> None:
        if placed:
            uploads._staged(dying).commit()
        raise SystemExit

    monkeypatch.setattr(uploads, "_finish", die)
    with pytest.raises(SystemExit):
        uploads.take(upload, 5, io.BytesIO(b"56789"))
    monkeypatch.setattr(uploads, "_finish", finish)
    with pytest.raises(UploadBusy):
        uploads.arrived(fresh(upload))
    Upload.objects.update(received_at=timezone.now() - timedelta(minutes=2))
    assert uploads.arrived(fresh(upload)) == 10
    assert store.open("a.bin").read() == b"0123456789"
    assert fresh(upload).completed_at is not None


def test_an_abandoned_upload_is_forgotten_with_what_came_of_it(
    upload: Upload, store: Datastore
) -> None:
    now = timezone.now()
    assert uploads.sweep(now + uploads.LIFETIME / 2) == 0
    assert uploads.sweep(now + uploads.LIFETIME + timedelta(minutes=1)) == 1
    assert not Upload.objects.exists()
    assert uploads._staged(upload).size() == 0


def test_a_finished_upload_is_known_for_a_while_and_its_file_for_good(
    upload: Upload, store: Datastore
) -> None:
    uploads.take(upload, 5, io.BytesIO(b"56789"))
    assert uploads.sweep(timezone.now()) == 0
    assert uploads.sweep(timezone.now() + uploads.REMEMBERED + timedelta(minutes=1)) == 1
    assert store.stat("a.bin").size == 10


def test_an_abandoned_upload_to_a_place_that_is_gone_is_forgotten_too(
    upload: Upload, tmp_path: Any
) -> None:
    upload.datastore.settings = {"root": str(tmp_path / "unmounted")}
    upload.datastore.save()
    assert uploads.sweep(timezone.now() + uploads.LIFETIME + timedelta(minutes=1)) == 1


def test_a_place_that_is_away_is_said_and_the_upload_waits(upload: Upload, tmp_path: Any) -> None:
    root = upload.datastore.settings["root"]
    upload.datastore.settings = {"root": str(tmp_path / "unmounted")}
    with pytest.raises(StoreUnavailable):
        uploads.take(upload, 5, io.BytesIO(b"56789"))
    upload.datastore.settings = {"root": root}
    assert uploads.take(upload, 5, io.BytesIO(b"56789")) == 10
