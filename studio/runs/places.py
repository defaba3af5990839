"""Where the bytes of a step run live in the workspace's default datastore."""

from uuid import UUID

from studio.workspaces.blobs import PREFIX as BLOBS

__all__ = ["BLOBS", "artifacts_prefix", "log_path", "output_path"]


def output_path(step_run: UUID, fence: int, output: str) -> str:
    """Each claim writes under its own fence, so a loser's bytes never mix with the winner's."""
    return f"azureml/{step_run}/{fence}/{output}"


def log_path(step_run: UUID, attempt: int) -> str:
    return f"{_folder(step_run)}logs/attempt-{attempt}.log"


def artifacts_prefix(step_run: UUID, attempt: int) -> str:
    """The folder of an attempt's `./outputs`, with a slash at its end."""
    return _folder(step_run) if attempt == 1 else f"{_folder(step_run)}attempt-{attempt}/"


def _folder(step_run: UUID) -> str:
    return f"azureml/ExperimentRun/dcid.{step_run}/"
