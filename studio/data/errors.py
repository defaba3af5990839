"""What can go wrong with bytes, in words of the domain."""

from typing import Literal

Problem = Literal["auth", "address", "missing", "timeout", "full", "settings", "failing"]
"""Keys refused · address not allowed or unreachable · no such container, share or folder ·
no answer in time · no room · settings that make no sense · anything else the place says."""


class DataError(Exception):
    """Root of everything this room raises."""


class InvalidPath(DataError):
    """The text is not a relative POSIX name that can safely live in a datastore."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path!r} is not a usable path: {why}")
        self.path = path
        self.why = why


class ObjectNotFound(DataError):
    """There is no regular object under that path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"nothing is stored at {path!r}")
        self.path = path


class ObjectExists(DataError):
    """Something is stored there already and overwriting was not asked for."""

    def __init__(self, path: str) -> None:
        super().__init__(f"something is already stored at {path!r}")
        self.path = path


class SizeMismatch(DataError):
    """An append expected another size; `actual` says from where to go on."""

    def __init__(self, path: str, expected: int, actual: int) -> None:
        super().__init__(f"{path!r} holds {actual} bytes, not {expected}")
        self.path = path
        self.expected = expected
        self.actual = actual


class StagedBusy(DataError):
    """Another part of this staged object is being written just now."""

    def __init__(self, path: str) -> None:
        super().__init__(f"another part of {path!r} is being written")
        self.path = path


class DatastoreUnavailable(DataError):
    """The place itself cannot be reached or refuses to work; `code` says what to look at.

    The message never holds a credential, nor words of whoever answered at the address.
    """

    def __init__(self, message: str, code: Problem = "failing") -> None:
        super().__init__(message)
        self.code: Problem = code


class CredentialsUnreadable(DatastoreUnavailable):
    """What was sealed for a node cannot be opened there."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "auth")


class StorageFull(DatastoreUnavailable):
    """No room, or a quota is used up."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "full")


class UnknownDatastoreKind(DataError):
    """No code here speaks to this kind of datastore."""
