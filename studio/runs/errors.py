"""What can go wrong with a run, in the words of the domain."""

from collections.abc import Sequence

from studio.graph.model import Problem


class RunError(Exception):
    """Root of everything this room raises for a caller."""


class InvalidPipeline(RunError):
    """The document has problems that stand between it and a run."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("The pipeline has problems that must be put right first.")
        self.problems = list(problems)


class InvalidParameters(RunError):
    """A parameter is unknown or has a value of the wrong type."""

    def __init__(self, problems: Sequence[Problem], known: Sequence[str]) -> None:
        super().__init__("The parameters do not fit the pipeline.")
        self.problems = list(problems)
        self.known = list(known)


class UnknownStep(RunError):
    """The part that was asked for begins or ends at a step the pipeline does not have."""

    def __init__(self, node: str) -> None:
        super().__init__(f"The pipeline has no step {node!r}.")
        self.node = node


class UnknownBlob(RunError):
    """The pipeline names source files whose bytes were never uploaded."""

    def __init__(self, digests: Sequence[str]) -> None:
        super().__init__(f"These source files were never uploaded: {', '.join(digests)}.")
        self.digests = list(digests)


class KeyReused(RunError):
    """This Idempotency-Key was used for another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was already used for a different request.")


class AlreadyEnded(RunError):
    """The run is over; there is nothing left to cancel."""

    def __init__(self, state: str) -> None:
        super().__init__(f"The run is over already ({state}).")
        self.state = state
