"""The bytes that attempts leave behind: logs, artifacts and outputs, read from their datastore."""

from studio.data.errors import InvalidPath
from studio.data.paths import join
from studio.engine.states import TERMINAL
from studio.runs import places
from studio.runs.models import Artifact, Attempt, Output
from studio.workspaces.errors import FileMissing, StoreUnavailable
from studio.workspaces.files import StoredBytes, open_named_store
from studio.workspaces.models import Workspace

TAIL_LINES = 20
_TAIL_BYTES = 16 * 1024


def log_of(workspace: Workspace, attempt: Attempt) -> StoredBytes:
    """Raises StoreUnavailable when its datastore is no longer registered."""
    return StoredBytes(open_named_store(workspace, attempt.log_datastore), attempt.log_path)


def log_times_of(workspace: Workspace, attempt: Attempt) -> StoredBytes:
    """The time index beside a log: pairs of big-endian u64, offset and epoch milliseconds."""
    path = attempt.log_path.removesuffix(".log") + ".times"
    return StoredBytes(open_named_store(workspace, attempt.log_datastore), path)


def log_ended(attempt: Attempt) -> bool:
    """Whether no byte will be added any more."""
    return attempt.state in TERMINAL


def log_tail(workspace: Workspace, attempt: Attempt) -> list[str]:
    """The last lines of a log, for people; none when it cannot be read at the moment."""
    try:
        log = log_of(workspace, attempt)
        size = log.size()
        end = log.read(max(0, size - _TAIL_BYTES), _TAIL_BYTES)
    except StoreUnavailable:
        return []
    return end.decode(errors="replace").splitlines()[-TAIL_LINES:]


def artifact_bytes(workspace: Workspace, artifact: Artifact) -> StoredBytes:
    datastore, path = artifact_place(artifact.attempt, artifact.path)
    return StoredBytes(open_named_store(workspace, datastore), path)


def artifact_place(attempt: Attempt, path: str) -> tuple[str, str]:
    """Datastore and path of a file among those of an attempt."""
    folder = places.artifacts_prefix(attempt.step_run_id, attempt.number)
    return attempt.log_datastore, folder + path


def output_bytes(workspace: Workspace, output: Output, path: str) -> StoredBytes:
    """A file of an output, or the output itself for "". Raises FileMissing."""
    try:
        stored = StoredBytes(open_named_store(workspace, output.datastore), join(output.path, path))
    except InvalidPath:
        raise FileMissing(path) from None
    if not stored.exists():
        raise FileMissing(path)
    return stored
