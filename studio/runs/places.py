"""Where the bytes of a step run live in the workspace's default datastore."""

import re
from uuid import UUID

_OWN = re.compile(
    r"azureml/(?:ExperimentRun/dcid\.)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/"
)


def output_path(step_run: UUID, fence: int, output: str) -> str:
    """Each claim writes under its own fence, so a loser's bytes never mix with the winner's."""
    return f"{outputs_prefix(step_run)}{fence}/{output}"


def outputs_prefix(step_run: UUID) -> str:
    """The folder of all claims' outputs, also of those that lost; with a slash at its end."""
    return f"azureml/{step_run}/"


def log_path(step_run: UUID, attempt: int) -> str:
    return f"{_folder(step_run)}logs/attempt-{attempt}.log"


def artifacts_prefix(step_run: UUID, attempt: int) -> str:
    """The folder of an attempt's `./outputs`, with a slash at its end."""
    return _folder(step_run) if attempt == 1 else f"{_folder(step_run)}attempt-{attempt}/"


def _folder(step_run: UUID) -> str:
    return f"azureml/ExperimentRun/dcid.{step_run}/"


def maker_of(path: str) -> UUID | None:
    """The step run below whose folder a path lies, by the layout above; None for users' own data."""
    found = _OWN.match(path)
    return UUID(found.group(1)) if found else None


def is_artifact(path: str) -> bool:
    """Whether a path lies among the files of an attempt, where its outputs do not."""
    return path.startswith("azureml/ExperimentRun/")
