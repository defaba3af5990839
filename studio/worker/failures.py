"""What stops an attempt, in the words of the closed list of reasons."""

from studio.data import DataError
from studio.engine.states import Reason


class StepFailed(Exception):
    """Ends the attempt as Failed with this reason; `message` is for people, the rest for programs."""

    def __init__(self, reason: Reason, message: str, **detail: object) -> None:
        super().__init__(message)
        self.reason = reason
        self.detail: dict[str, object] = {"message": message, **detail}


def unavailable(error: DataError, **detail: object) -> StepFailed:
    """A datastore does not do its part; `code` says what to look at, as its health does."""
    code = getattr(error, "code", "failing")
    return StepFailed(Reason.DATASTORE_UNAVAILABLE, str(error), code=code, **detail)
