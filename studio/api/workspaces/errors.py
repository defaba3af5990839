"""Errors of workspaces as answers."""

from studio.api.domain import Answer, ErrorTable
from studio.workspaces.errors import (
    AlreadyMember,
    BlobNotFound,
    BlobTooLarge,
    LastOwner,
    NameTaken,
)

ERRORS: ErrorTable = {
    NameTaken: Answer(409, "name_taken", attr="name"),
    AlreadyMember: Answer(409, "already_member", attr="username"),
    LastOwner: Answer(409, "last_owner"),
    BlobTooLarge: Answer(413, "blob_too_large"),
    BlobNotFound: Answer(404, "blob_not_found"),
}
