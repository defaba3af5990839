"""Which files of a source folder stay out of its snapshot.

The rules of `.amlignore`, else those of `.gitignore`, both looked for at the root of the folder
only and never merged: what Azure ML SDK v1 does. The syntax and its meaning are git's, matched by
pathspec on RE2, so that no pattern of a stranger can take more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from studio.snapshots.errors import SnapshotRefused

AMLIGNORE, GITIGNORE = ".amlignore", ".gitignore"
NEVER = (".git",)
"""Left out whatever the rules say: a checkout's config may hold passwords, its objects everything."""
USUAL = (
    "__pycache__/", "*.py[cod]", ".ipynb_checkpoints/", ".azureml/", ".venv/", "venv/", "node_modules/",
    ".mypy_cache/", ".pytest_cache/", ".ruff_cache/", ".hg/", ".svn/", ".DS_Store",
)  # fmt: skip
"""Left out of a folder that has no ignore file of its own."""
LARGEST_IGNORE_FILE = 64 * 1024


class _Matcher(Protocol):
    def match_file(self, file: str) -> bool: ...


class IgnoreRules:
    """`source` is the ignore file the rules come from, None for the usual ones."""

    def __init__(self, source: str | None, lines: Iterable[str]) -> None:
        self.source = source
        self._matcher = _compiled(lines, source)
        self._folders: dict[str, bool] = {"": False}

    def ignores(self, path: str) -> bool:
        """Whether the file at `path` stays out. A folder that is ignored takes all below it along,
        also what a later rule wants back: git does not look into it either."""
        folder, _, name = path.rpartition("/")
        return self.ignores_folder(folder) or name in NEVER or self._matcher.match_file(path)

    def ignores_folder(self, path: str) -> bool:
        """Whether nothing below this folder is looked at."""
        known = self._folders.get(path)
        if known is None:
            above, _, name = path.rpartition("/")
            known = (
                self.ignores_folder(above) or name in NEVER or self._matcher.match_file(path + "/")
            )
            self._folders[path] = known
        return known


def rules_of(amlignore: str | None, gitignore: str | None) -> IgnoreRules:
    """The rules of a folder with these ignore files at its root, None where there is none.

    Raises SnapshotRefused for an ignore file that cannot be read as one.
    """
    if amlignore is not None:
        return IgnoreRules(AMLIGNORE, amlignore.splitlines())
    if gitignore is not None:
        return IgnoreRules(GITIGNORE, gitignore.splitlines())
    return IgnoreRules(None, USUAL)


def _compiled(lines: Iterable[str], source: str | None) -> _Matcher:
    # Loaded by the first folder that is looked at: importing the room costs nothing.
    import re2
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    patterns = []
    size = 0
    for line in lines:
        size += len(line) + 1
        try:
            patterns.append(GitIgnoreSpecPattern(line))
        except (ValueError, re.error):
            continue  # git passes over a line that is no pattern, too
    try:
        if size > LARGEST_IGNORE_FILE:
            raise re2.error("too long")
        return GitIgnoreSpec(patterns, backend="re2")
    except re2.error as problem:
        raise SnapshotRefused(
            "bad_ignore_file",
            f"The patterns of {source} cannot be used: they are too many, too long or no patterns.",
            entry=source or "",
        ) from problem
