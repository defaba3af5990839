"""Files that arrive in parts: begun, taken part by part, put in place whole, swept when abandoned.

A process may die between any two lines here. What has arrived is asked of the datastore, never
remembered; `received_at` and `completed_at` say how far putting it in place has come.
"""

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from studio.accounts.models import User
from studio.data.errors import (
    DataError,
    InvalidPath,
    ObjectExists,
    ObjectNotFound,
    SizeMismatch,
    StagedBusy,
)
from studio.data.paths import safe_path
from studio.data.store import Datastore, Staged, open_store
from studio.workspaces.errors import (
    FileExists,
    SecretUnreadable,
    StoreUnavailable,
    UnusablePath,
    UploadBusy,
    UploadTooLarge,
    WrongOffset,
)
from studio.workspaces.files import refuse_own, said_plainly
from studio.workspaces.models import DatastoreRecord, Upload, Workspace
from studio.workspaces.queries import spec_of

log = logging.getLogger(__name__)

LIFETIME = timedelta(hours=24)
"""How long an upload waits for its next part."""
REMEMBERED = timedelta(hours=1)
"""How long a finished one is known, for a browser that missed the answer."""
_PUTTING_IN_PLACE = timedelta(minutes=1)
_SWEPT_AT_ONCE = 500


class AtMost:
    """The next `length` bytes of a stream; more than that is not taken."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        piece = self._stream.read(wanted) if wanted else b""
        self._left -= len(piece)
        return piece


def begin(
    record: DatastoreRecord, user: User, path: str, length: int, *, overwrite: bool
) -> Upload:
    """An empty file is in place at once. Raises UnusablePath, UploadTooLarge, FileExists, StoreUnavailable."""
    if length > settings.LARGEST_UPLOAD:
        raise UploadTooLarge(settings.LARGEST_UPLOAD)
    try:
        checked = safe_path(path)
    except InvalidPath as problem:
        raise UnusablePath(f"This path cannot be used: {problem.why}.") from problem
    refuse_own(checked)
    upload = Upload(
        datastore=record, user=user, path=checked, length=length, overwrite=overwrite,
        touched_at=timezone.now(),
    )  # fmt: skip
    _refuse_reserved(upload)
    if not overwrite:
        _refuse_existing(upload)
    upload.save(force_insert=True)
    if length == 0:
        take(upload, 0, io.BytesIO())
    return upload


def _refuse_reserved(upload: Upload) -> None:
    """A path that the datastore keeps for itself."""
    try:
        _staged(upload)
    except InvalidPath as problem:
        raise UnusablePath(f"This path cannot be used: {problem.why}.") from problem


def _refuse_existing(upload: Upload) -> None:
    with said_plainly():
        try:
            _store(upload.datastore).stat(upload.path)
        except ObjectNotFound:
            return
    raise FileExists(upload.path)


def upload_of(workspace: Workspace, user: User, upload: UUID) -> Upload | None:
    """Only whoever began an upload may go on with it."""
    found = Upload.objects.filter(pk=upload, user=user, datastore__workspace=workspace)
    return found.select_related("datastore").first()


def expires_at(upload: Upload) -> datetime:
    if upload.completed_at:
        return upload.completed_at + REMEMBERED
    return upload.touched_at + LIFETIME


def arrived(upload: Upload) -> int:
    """How many bytes are safe here. Finishes what a crash left unfinished; raises UploadBusy while
    another request puts the file in place, and what `take` raises."""
    if upload.completed_at:
        return upload.length
    if upload.received_at is None:
        with said_plainly():
            return _staged(upload).size()
    if timezone.now() - upload.received_at < _PUTTING_IN_PLACE:
        raise UploadBusy
    _finish_after_crash(upload)
    return upload.length


def take(upload: Upload, offset: int, stream: BinaryIO) -> int:
    """Adds a part; the last one puts the file in its place. Returns how much has arrived.

    Raises WrongOffset, UploadBusy, FileExists, UnusablePath, StorageFull, StoreUnavailable.
    """
    if upload.received_at:
        stands = arrived(upload)
        if offset != stands:
            raise WrongOffset(stands)
        return stands
    with said_plainly(), _in_words(upload):
        rest = AtMost(stream, max(0, upload.length - offset))
        size = _staged(upload).append(offset, cast(BinaryIO, rest))
    upload.touched_at = timezone.now()
    if size == upload.length:
        upload.received_at = upload.touched_at
    _keep(upload)
    if size == upload.length:
        _finish(upload)
    return size


def end(upload: Upload) -> None:
    """What has arrived is forgotten; a file that is in its place stays. Raises StoreUnavailable."""
    if upload.completed_at is None:
        with said_plainly():
            _staged(upload).discard()
    upload.delete()


def discard_all(uploads: Iterable[Upload]) -> None:
    """As far as their datastores can be reached."""
    for upload in uploads:
        try:
            with said_plainly():
                _staged(upload).discard()
        except StoreUnavailable as problem:
            log.warning("what arrived of upload %s stays behind: %s", upload.pk, problem)


def sweep(now: datetime) -> int:
    """Forgets abandoned uploads and finished ones; returns how many. Safe in any number of processes."""
    waiting = Upload.objects.select_related("datastore__workspace").order_by("touched_at")
    abandoned = list(
        waiting.filter(completed_at=None, touched_at__lte=now - LIFETIME)[:_SWEPT_AT_ONCE]
    )
    discard_all(abandoned)
    gone, _ = Upload.objects.filter(
        Q(pk__in=[upload.pk for upload in abandoned]) | Q(completed_at__lte=now - REMEMBERED)
    ).delete()
    return gone


def _finish(upload: Upload) -> None:
    with said_plainly(), _in_words(upload):
        _staged(upload).commit(overwrite=upload.overwrite)
    upload.completed_at = timezone.now()
    _keep(upload)


def _finish_after_crash(upload: Upload) -> None:
    """Nothing waits any more when the crash came after the file was in its place."""
    with said_plainly():
        waits = _staged(upload).size() == upload.length
    if waits:
        _finish(upload)
        return
    upload.completed_at = timezone.now()
    _keep(upload)


def _keep(upload: Upload) -> None:
    """Not `save`: the upload may have been ended meanwhile."""
    Upload.objects.filter(pk=upload.pk).update(
        touched_at=upload.touched_at,
        received_at=upload.received_at,
        completed_at=upload.completed_at,
    )


@contextmanager
def _in_words(upload: Upload) -> Iterator[None]:
    try:
        yield
    except SizeMismatch as problem:
        raise WrongOffset(problem.actual) from problem
    except StagedBusy as problem:
        raise UploadBusy from problem
    except ObjectExists as problem:
        _staged(upload).discard()
        upload.delete()
        raise FileExists(upload.path) from problem
    except ObjectNotFound as problem:
        raise UnusablePath("A file or a folder of another kind is in the way.") from problem


def _staged(upload: Upload) -> Staged:
    return _store(upload.datastore).staged(str(upload.pk), upload.path)


def _store(record: DatastoreRecord) -> Datastore:
    """Raises StoreUnavailable."""
    try:
        return open_store(spec_of(record))
    except (DataError, SecretUnreadable) as problem:
        raise StoreUnavailable(str(problem)) from problem
