"""A source folder on this machine, read for a snapshot: what the SDK does before it uploads."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from studio.graph.model import Git, SourceFile
from studio.snapshots.checkout import Checkout, FileIdentity, blob_name
from studio.snapshots.errors import SnapshotRefused
from studio.snapshots.ignore import (
    AMLIGNORE,
    GITIGNORE,
    LARGEST_IGNORE_FILE,
    IgnoreRules,
    rules_of,
)
from studio.snapshots.repository import checkout_of
from studio.snapshots.secret_like import is_secret_like
from studio.snapshots.select import Limits, select
from studio.snapshots.tree import tree_digest

_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Folder:
    """`files` as a document carries them; `ignored` and `secret_like` are for the eye."""

    files: dict[str, SourceFile]
    git: Git | None
    ignored: list[str]
    ignored_by: str | None
    secret_like: list[str]


def read_folder(root: Path, limits: Limits) -> Folder:
    """Raises SnapshotRefused, naming the entry; OSError when something cannot be read."""
    rules = rules_of(_text(root / AMLIGNORE), _text(root / GITIGNORE))
    sizes = dict(_walk(root, "", rules))
    selection = select(sizes, rules, limits, root.name)
    files = {path: _identity(root, path) for path in selection.kept}
    listed = {path: SourceFile(file.sha256, file.size) for path, file in files.items()}
    checkout = checkout_of(root, files, rules)
    return Folder(
        listed,
        git_of(checkout, listed) if checkout else None,
        selection.ignored,
        rules.source,
        [path for path in listed if is_secret_like(path)],
    )


def git_of(checkout: Checkout, files: dict[str, SourceFile]) -> Git:
    """What a document says of a checkout; `tree` tells later whether its files were edited."""
    return Git(
        checkout.repository_uri,
        checkout.branch,
        checkout.commit,
        checkout.dirty,
        tree_digest(files),
    )


def _text(path: Path) -> str | None:
    """The ignore file's rules; None when there is no such file."""
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST_IGNORE_FILE + 1).decode("utf-8", "replace")
    except FileNotFoundError:
        return None


def _walk(root: Path, below: str, rules: IgnoreRules) -> Iterator[tuple[str, int]]:
    """Sizes by path of everything that is not in an ignored folder; follows no link."""
    with os.scandir(root / below) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                if not rules.ignores_folder(path):
                    yield from _walk(root, path, rules)
            elif entry.is_file(follow_symlinks=False):
                yield path, entry.stat(follow_symlinks=False).st_size
            elif not rules.ignores(path):
                raise not_a_file(path, is_link=entry.is_symlink())


def not_a_file(path: str, *, is_link: bool) -> SnapshotRefused:
    """For whatever is neither a regular file nor a folder."""
    what = "a symbolic link" if is_link else "no regular file"
    return SnapshotRefused(
        "symlink" if is_link else "not_a_file",
        f"{path!r} is {what}. A snapshot holds regular files only: put a copy in its place, or "
        f"leave it out with a {AMLIGNORE} file.",
        entry=path,
    )


def _identity(root: Path, path: str) -> FileIdentity:
    # What stood here as a file a moment ago may be a link or a pipe by now.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(root / path, flags), "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise not_a_file(path, is_link=False)
        digest = hashlib.sha256()
        blob = blob_name(facts.st_size, lambda: _next_block(file, digest))
        return FileIdentity(digest.hexdigest(), facts.st_size, blob)


def _next_block(file: BinaryIO, digest: hashlib._Hash) -> bytes:
    block = file.read(_BLOCK)
    digest.update(block)
    return block
