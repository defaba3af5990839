"""One digest for the files a step carries, so that equal folders are known to be equal.

A digest is a Merkle tree: every file and folder is hashed with a word for what it is in front,
so a file can never be mistaken for a folder, nor a name for a piece of content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from studio.graph.model import SourceFile


def tree_digest(files: Mapping[str, SourceFile]) -> str:
    """SHA-256 in hex over paths and contents; `files` must be free of path problems."""
    return _folder(files)


def _folder(files: Mapping[str, SourceFile]) -> str:
    folders: dict[str, dict[str, SourceFile]] = {}
    entries: list[tuple[str, str, str]] = []
    for path, file in files.items():
        name, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(name, {})[rest] = file
        else:
            entries.append((name, "file", _tagged("file", f"{file.size} {file.sha256}")))
    entries.extend((name, "folder", _folder(inside)) for name, inside in folders.items())
    # A name ends at NUL, which no name may hold: two listings never read the same.
    listing = "".join(f"{kind} {digest} {name}\0" for name, kind, digest in sorted(entries))
    return _tagged("folder", listing)


def _tagged(kind: str, content: str) -> str:
    return hashlib.sha256(f"{kind}\0{content}".encode()).hexdigest()
