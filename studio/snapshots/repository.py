"""The git checkout a folder on this machine is in, read by dulwich; no program is started."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from studio.snapshots.checkout import Checkout, FileIdentity, Tracked, is_dirty, remote_of
from studio.snapshots.ignore import IgnoreRules

if TYPE_CHECKING:
    from dulwich.repo import Repo

_GITLINK = 0o160000


def checkout_of(
    root: Path, files: Mapping[str, FileIdentity], rules: IgnoreRules
) -> Checkout | None:
    """The checkout `root` is in, also when it is one of its folders; None when it is in none.

    `files` is what is kept of the folder: it is dirty when that is not what the commit holds.
    dulwich starts git's filters only when asked to convert a file, which nothing here does.
    """
    from dulwich.errors import NotGitRepository  # at first use: importing the room costs nothing
    from dulwich.refs import HEADREF
    from dulwich.repo import Repo

    try:
        repo = Repo.discover(root)
    except NotGitRepository:
        return None
    with repo:
        names, commit = repo.refs.follow(HEADREF)
        branch = _branch(names[-1])
        config = repo.get_config()
        uri = remote_of({s: dict(config.items(s)) for s in config.sections()}, branch)
        if commit is None:
            return Checkout(uri, branch, "", dirty=True)
        inside = os.path.relpath(os.path.realpath(root), os.path.realpath(repo.path))
        tracked = _tracked(repo, commit, "" if inside == "." else inside)
        dirty = None if tracked is None else _differs(root, files, tracked, rules)
        return Checkout(uri, branch, commit.decode(), dirty)


def _branch(ref: bytes) -> str:
    name = ref.decode("utf-8", "replace")
    return name[len("refs/heads/") :] if name.startswith("refs/heads/") else ""


def _tracked(repo: Repo, commit: bytes, inside: str) -> Tracked | None:
    """What the commit holds below `inside`; None when its objects are not all here."""
    from dulwich.object_store import iter_tree_contents
    from dulwich.objects import Tree

    try:
        tree = repo[commit].tree  # type: ignore[attr-defined]  # HEAD is a commit
        for name in filter(None, inside.split(os.sep)):
            above = repo[tree]
            if not isinstance(above, Tree) or name.encode() not in above:
                return Tracked({})
            tree = above[name.encode()][1]
        entries = list(iter_tree_contents(repo.object_store, tree))
    except KeyError:
        return None
    paths = {entry.path.decode("utf-8", "surrogateescape"): entry for entry in entries}
    return Tracked(
        {path: entry.sha.decode() for path, entry in paths.items() if entry.mode != _GITLINK},
        frozenset(path for path, entry in paths.items() if entry.mode == _GITLINK),
    )


def _differs(
    root: Path, files: Mapping[str, FileIdentity], tracked: Tracked, rules: IgnoreRules
) -> bool | None:
    """As `is_dirty`, but a file whose line ends git converted at checkout counts as unchanged."""
    if any(len(blob) != 40 for blob in tracked.blobs.values()):
        return None  # a repository of SHA-256 names
    seen = {
        path: file
        if tracked.blobs.get(path) in (file.git_blob, None)
        else _with_git_line_ends(root, path, file)
        for path, file in files.items()
    }
    return is_dirty(seen, tracked, rules.ignores)


def _with_git_line_ends(root: Path, path: str, file: FileIdentity) -> FileIdentity:
    from dulwich.objects import Blob

    content = (root / path).read_bytes()
    if b"\r\n" not in content or b"\0" in content:
        return file
    blob = Blob.from_string(content.replace(b"\r\n", b"\n"))
    return FileIdentity(file.sha256, file.size, blob.id.decode())
