"""What can go wrong inside a workspace."""

from collections.abc import Sequence

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
    """A stored secret does not open with the encryption key of this installation."""


class DatastoreNotFound(Exception):
    """The workspace has no datastore of this name."""


class FileMissing(Exception):
    """There is no such file in this place."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is no file {path!r} here." if path else "There is no file here.")


class StoreUnavailable(Exception):
    """The datastore that holds these bytes cannot be used at the moment."""


class DatastoreInUse(Exception):
    """Something still needs the datastore."""

    def __init__(self, users: Sequence[DatastoreUser]) -> None:
        super().__init__("This datastore is still needed.")
        self.users = list(users)


class FolderUnreadable(Exception):
    """This path of the datastore cannot be listed."""
