"""Where a model's files come from: an output, a run's files, or a place of a datastore."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.assets.errors import UnknownSource
from studio.assets.places import Place, checked_places, files_at
from studio.runs.files import artifact_place
from studio.runs.models import Artifact, Attempt, Output, StepRun
from studio.runs.queries import last_attempt, output_of
from studio.workspaces.models import Workspace

Manifest = list[Mapping[str, str | int]]


@dataclass(frozen=True)
class Source:
    """What a model version will name; `step_run` made it, where one did."""

    place: Place
    kind: str
    manifest: Manifest
    step_run: StepRun | None = None

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(int(file["size"]) for file in self.manifest)


def from_path(workspace: Workspace, place: Place) -> Source:
    """Files of a datastore, unread: their digests stay unknown.

    Raises UnknownDatastore, BadPath, NothingThere, TooManyFiles, StoreUnavailable.
    """
    (checked,) = checked_places(workspace, [place])
    entries = files_at(workspace, checked)
    return _source(checked, [(entry.path, entry.size, "") for entry in entries], None)


def from_output(step: StepRun, name: str) -> Source:
    """Raises UnknownSource."""
    output = output_of(step, name)
    if output is None or output.removed_at is not None:
        raise UnknownSource
    return output_source(output, step)


def output_source(output: Output, step: StepRun) -> Source:
    return Source(Place(output.datastore, output.path), output.kind, output.manifest, step)


def from_files(step: StepRun, path: str) -> Source:
    """A file or folder among the files of the step's newest attempt. Raises UnknownSource."""
    attempt = last_attempt(step)
    if attempt is None:
        raise UnknownSource
    return from_attempt(attempt, step, path)


def from_attempt(attempt: Attempt, step: StepRun, path: str) -> Source:
    """The same of one attempt. Raises UnknownSource."""
    wanted = path.strip("/")
    kept = attempt.artifacts.filter(removed_at=None)
    found = list(kept.filter(path=wanted)) or _below(kept.order_by("path"), wanted)
    if not found or not wanted:
        raise UnknownSource
    place = Place(*artifact_place(attempt, wanted))
    prefix = place.path.removesuffix(wanted)
    return _source(place, [(prefix + file.path, file.size, file.sha256) for file in found], step)


def _below(files: Iterable[Artifact], folder: str) -> list[Artifact]:
    # not startswith: in SQL its letters would match in either case, and % and _ anything
    return [file for file in files if file.path.startswith(f"{folder}/")]


def _source(place: Place, files: list[tuple[str, int, str]], step: StepRun | None) -> Source:
    is_file = [path for path, _, _ in files] == [place.path]
    manifest: Manifest = [
        {
            "path": "" if is_file else path.removeprefix(f"{place.path}/"),
            "size": size,
            "sha256": sha256,
        }
        for path, size, sha256 in files
    ]
    return Source(place, "file" if is_file else "folder", manifest, step)
