"""What can go wrong inside a workspace."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.workspaces.users import DatastoreUser


class NameTaken(Exception):
    """Another one has this name already."""


class AlreadyMember(Exception):
    """This user is a member already."""


class LastOwner(Exception):
    """A workspace keeps at least one owner. Make somebody else owner first."""


class TokenRefused(Exception):
    """The token is unknown, expired or revoked."""


class BlobTooLarge(Exception):
    """The file is larger than a pipeline may carry."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"A file in a pipeline may have at most {limit} bytes. Put larger data on a datastore."
        )
        self.limit = limit


class BlobNotFound(Exception):
    """No file with this digest was uploaded to the workspace."""


class SecretUnreadable(Exception):
    """A stored secret does not open with any encryption key of this installation."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or "The stored credentials do not open with this studio's encryption key."
        )


class DatastoreNotFound(Exception):
    """The workspace has no datastore of this name."""


class FileMissing(Exception):
    """There is no such file in this place."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is no file {path!r} here." if path else "There is no file here.")


class StoreUnavailable(Exception):
    """The datastore that holds these bytes cannot be used at the moment."""


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field of a datastore: its place in the request, a code, a sentence."""

    attr: str
    code: str
    message: str


class InvalidDatastore(Exception):
    """The datastore cannot be registered with these settings and credentials."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(problems[0].message)
        self.problems = list(problems)


class DatastoreBuiltIn(Exception):
    """This datastore came with the workspace, which keeps its own files there: it stays as it is."""


class DatastoreIsDefault(Exception):
    """This is the default datastore. Make another one the default first."""


class DatastoreInUse(Exception):
    """Something still needs the datastore."""

    def __init__(self, users: Sequence[DatastoreUser]) -> None:
        super().__init__("This datastore is still needed.")
        self.users = list(users)


class FileExists(Exception):
    """Something is stored there already. Say so if it is to be overwritten."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is a file {path!r} already.")


class StorageFull(Exception):
    """The datastore has no room left."""


class UnusablePath(Exception):
    """This path cannot be used on a datastore."""


class UploadTooLarge(Exception):
    """The file is larger than may be uploaded."""

    def __init__(self, largest: int) -> None:
        super().__init__(f"A file may have at most {largest} bytes.")


class WrongOffset(Exception):
    """The part does not begin where the upload stands."""

    def __init__(self, expected: int) -> None:
        super().__init__(f"The upload stands at byte {expected}. Go on from there.")
        self.expected = expected


class UploadBusy(Exception):
    """Another part of this upload is being written. Ask again in a moment."""
