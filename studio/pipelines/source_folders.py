"""A folder on its way into a step: what of it is kept, what is stored already, where it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from studio.graph.model import Git, SourceFile
from studio.snapshots.checkout import (
    Checkout,
    FileIdentity,
    GitFolder,
    is_dirty,
    read_checkout,
    read_index,
)
from studio.snapshots.ignore import IgnoreRules, rules_of
from studio.snapshots.secret_like import is_secret_like
from studio.snapshots.select import select
from studio.snapshots.tree import tree_digest
from studio.workspaces import blobs
from studio.workspaces.models import Workspace


@dataclass(frozen=True)
class Listing:
    """What a caller says of a folder. The digest of a file is "" while nobody has read it: a first
    call with names and sizes alone tells which files are worth reading."""

    name: str
    files: Mapping[str, FileIdentity]
    amlignore: str | None = None
    gitignore: str | None = None
    git: GitFolder | None = None


@dataclass(frozen=True)
class SourceFolder:
    """`missing` are the digests whose bytes are still to be uploaded; `git` is None for no checkout
    and while a digest is not known."""

    kept: Mapping[str, SourceFile]
    missing: Sequence[str]
    ignored: Sequence[str]
    ignored_by: str | None
    git: Git | None
    secret_like: Sequence[str]


def look_at(workspace: Workspace, listing: Listing) -> SourceFolder:
    """Stores nothing. Raises SnapshotRefused, which names the entry at fault."""
    rules = rules_of(listing.amlignore, listing.gitignore)
    sizes = {path: file.size for path, file in listing.files.items()}
    chosen = select(sizes, rules, settings.SNAPSHOT_LIMITS, listing.name)
    files = {path: listing.files[path] for path in chosen.kept}
    kept = {path: SourceFile(file.sha256, file.size) for path, file in files.items()}
    return SourceFolder(
        kept=kept,
        missing=sorted(blobs.missing(workspace, {file.sha256 for file in kept.values()} - {""})),
        ignored=chosen.ignored,
        ignored_by=rules.source,
        git=_git(listing.git, files, kept, rules),
        secret_like=[path for path in kept if is_secret_like(path)],
    )


def _git(
    git: GitFolder | None,
    files: Mapping[str, FileIdentity],
    kept: Mapping[str, SourceFile],
    rules: IgnoreRules,
) -> Git | None:
    found = read_checkout(git) if git else None
    if git is None or found is None or not all(file.sha256 for file in kept.values()):
        return None
    return git_of(found, _dirty(git, found, files, rules), kept)


def git_of(found: Checkout, dirty: bool | None, kept: Mapping[str, SourceFile]) -> Git:
    """What a document keeps of a checkout whose files are these."""
    return Git(found.repository_uri, found.branch, found.commit, dirty, tree_digest(kept))


def _dirty(
    git: GitFolder, found: Checkout, files: Mapping[str, FileIdentity], rules: IgnoreRules
) -> bool | None:
    """Told by git's index: a folder that was sent has no commits to look into."""
    if not found.commit:
        return True
    tracked = read_index(git.index) if git.index is not None else None
    return is_dirty(files, tracked, rules.ignores) if tracked else None
