"""What stops an attempt, in the words of the closed list of reasons."""

from studio.engine.states import Reason


class StepFailed(Exception):
    """Ends the attempt as Failed with this reason; `message` is for people, the rest for programs."""

    def __init__(self, reason: Reason, message: str, **detail: object) -> None:
        super().__init__(message)
        self.reason = reason
        self.detail: dict[str, object] = {"message": message, **detail}
