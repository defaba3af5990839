"""Errors of datastores, their files and uploads as answers."""

from typing import Any

from studio.api.domain import Answer, ErrorTable, Item
from studio.workspaces.errors import (
    DatastoreBuiltIn,
    DatastoreInUse,
    DatastoreIsDefault,
    DatastoreNotFound,
    FileExists,
    FileMissing,
    InvalidDatastore,
    SecretUnreadable,
    StorageFull,
    StoreUnavailable,
    UnusablePath,
    UploadBusy,
    UploadTooLarge,
    WrongOffset,
)


def _field_items(error: InvalidDatastore) -> list[Item]:
    return [Item(problem.code, problem.message, problem.attr) for problem in error.problems]


def _users(error: DatastoreInUse) -> dict[str, Any]:
    return {"users": [{"type": u.type, "id": u.id, "name": u.name} for u in error.users]}


ERRORS: ErrorTable = {
    DatastoreNotFound: Answer(404, "datastore_not_found"),
    InvalidDatastore: Answer(400, "invalid_datastore", items=_field_items),
    DatastoreBuiltIn: Answer(409, "datastore_builtin"),
    DatastoreIsDefault: Answer(409, "datastore_is_default"),
    DatastoreInUse: Answer(409, "datastore_in_use", extra=_users),
    SecretUnreadable: Answer(503, "secret_unreadable"),
    StoreUnavailable: Answer(503, "store_unavailable", wait=lambda _: 5),
    FileMissing: Answer(404, "file_missing"),
    FileExists: Answer(409, "object_exists"),
    UnusablePath: Answer(400, "invalid_path", attr="path"),
    StorageFull: Answer(507, "storage_full"),
    UploadTooLarge: Answer(413, "upload_too_large"),
    UploadBusy: Answer(423, "upload_busy", wait=lambda _: 1),
    WrongOffset: Answer(409, "wrong_offset", extra=lambda error: {"offset": error.expected}),
}
