"""What can go wrong inside a workspace."""


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


class FolderUnreadable(Exception):
    """This path of the datastore cannot be listed."""
