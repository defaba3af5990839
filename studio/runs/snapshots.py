"""The files a step ran with, and what changed between those of two steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from studio.graph.model import SourceFile
from studio.runs.models import StepRun
from studio.runs.origins import git_of
from studio.snapshots import tree_digest
from studio.snapshots.diff import LARGEST_TEXT, LineCounts, line_counts, text_of
from studio.workspaces import blobs
from studio.workspaces.errors import FileMissing
from studio.workspaces.files import StoredBytes
from studio.workspaces.models import Workspace

Change = Literal["added", "removed", "changed", "same"]
MOST_COUNTED = 100
"""Changed files whose lines are counted; of the others it is only said that they changed."""


@dataclass(frozen=True)
class Snapshot:
    """`id` is equal for equal folders; `git` is where the files came from, as the document has it."""

    id: str
    files: Mapping[str, SourceFile]
    git: Mapping[str, object] | None

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files.values())


@dataclass(frozen=True)
class FileChange:
    """`lines` is None for equal, binary and large files, and beyond MOST_COUNTED."""

    path: str
    change: Change
    lines: LineCounts | None = None
    binary: bool = False


@dataclass(frozen=True)
class FileVersions:
    """Both texts of a file; None where it is not there, not text, or longer than LARGEST_TEXT."""

    path: str
    before: str | None
    after: str | None
    binary: bool
    truncated: bool


def snapshot_of(step: StepRun) -> Snapshot:
    files = files_of(step)
    return Snapshot(tree_digest(files), files, git_of(step.run.document, step.node_id))


def files_of(step: StepRun) -> dict[str, SourceFile]:
    """Empty for a step that carries none."""
    return {
        path: SourceFile(file["sha256"], file["size"])
        for path, file in sorted(step.work.get("files", {}).items())
    }


def step_in(workspace: Workspace, step: UUID) -> StepRun | None:
    """Of whichever run of the workspace."""
    return StepRun.objects.filter(pk=step, run__workspace=workspace).first()


def file_of(workspace: Workspace, step: StepRun, path: str) -> StoredBytes:
    """Raises FileMissing."""
    file = files_of(step).get(path)
    if file is None:
        raise FileMissing(path)
    return blobs.stored(workspace, [file.sha256])[file.sha256]


def all_files(workspace: Workspace, step: StepRun) -> list[tuple[str, int, StoredBytes]]:
    """Path, size in bytes and bytes of every file."""
    files = files_of(step)
    kept = blobs.stored(workspace, {file.sha256 for file in files.values()})
    return [(path, file.size, kept[file.sha256]) for path, file in files.items()]


def changes_between(workspace: Workspace, before: StepRun, after: StepRun) -> list[FileChange]:
    """Every file of either, by path."""
    old, new = files_of(before), files_of(after)
    told = [(path, _change(old.get(path), new.get(path))) for path in sorted({*old, *new})]
    counted = [path for path, change in told if change != "same"][:MOST_COUNTED]
    texts = _Texts(workspace, [*old.values(), *new.values()])
    changes = []
    for path, change in told:
        if path not in counted:
            changes.append(FileChange(path, change))
            continue
        was, is_now = texts.of(old.get(path)), texts.of(new.get(path))
        known = was.text is not None and is_now.text is not None
        lines = line_counts(was.text or "", is_now.text or "") if known else None
        changes.append(FileChange(path, change, lines, was.binary or is_now.binary))
    return changes


def versions_of(workspace: Workspace, before: StepRun, after: StepRun, path: str) -> FileVersions:
    """One file in both. Raises FileMissing when neither has it."""
    old, new = files_of(before).get(path), files_of(after).get(path)
    if old is None and new is None:
        raise FileMissing(path)
    texts = _Texts(workspace, [file for file in (old, new) if file])
    was, is_now = texts.of(old), texts.of(new)
    return FileVersions(
        path,
        was.text if old else None,
        is_now.text if new else None,
        binary=was.binary or is_now.binary,
        truncated=was.too_large or is_now.too_large,
    )


def _change(old: SourceFile | None, new: SourceFile | None) -> Change:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "same" if old.sha256 == new.sha256 else "changed"


@dataclass(frozen=True)
class _Text:
    text: str | None = None
    binary: bool = False
    too_large: bool = False


class _Texts:
    """The texts of some files, read when asked for: together they may be too much to hold."""

    def __init__(self, workspace: Workspace, files: Iterable[SourceFile]) -> None:
        self._stored = blobs.stored(workspace, {file.sha256 for file in files})

    def of(self, file: SourceFile | None) -> _Text:
        """An absent file is an empty text."""
        if file is None:
            return _Text("")
        if file.size > LARGEST_TEXT:
            return _Text(too_large=True)
        text = text_of(self._stored[file.sha256].read(0, LARGEST_TEXT))
        return _Text(text, binary=text is None)
