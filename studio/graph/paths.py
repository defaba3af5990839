"""Which file paths, alone and together, can be laid out as a folder on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_ENCODED = re.compile(r"%(2e|2f|5c|00|25)", re.IGNORECASE)
_FORBIDDEN = set('\\:*?"<>|')


@dataclass(frozen=True)
class PathProblem:
    """`code` is bad_path, case_collision or file_and_folder; `other` is what it collides with."""

    code: str
    path: str
    other: str = ""


def is_file_path(text: str) -> bool:
    """Whether `text` is a relative POSIX path that means the same on every system.

    Refused: absolute paths, `.` and `..` parts and what looks or decodes like them, empty parts,
    control characters, names a Windows node could not write, text that is not in Unicode's
    composed form.
    """
    if not text or len(text.encode()) > 1024 or unicodedata.normalize("NFC", text) != text:
        return False
    parts = text.split("/")
    return len(parts) <= 64 and not _ENCODED.search(text) and all(map(_is_part, parts))


def is_data_path(text: str) -> bool:
    """Whether `text` may name a file or folder of a datastore; "" is all of it.

    Datastores hold what others wrote, so odd names are let through; climbing ones are not.
    """
    parts = text.removesuffix("/").split("/")
    return text == "" or (all(part.strip(". ") for part in parts) and not set("\\:") & set(text))


def _is_part(part: str) -> bool:
    plain = unicodedata.normalize("NFKC", part)
    return (
        plain.strip(". ") != ""
        and not set("/\\") & set(plain)
        and len(part.encode()) <= 255
        and part[-1] not in ". "
        and not part.startswith(("~", " "))
        and not _RESERVED.match(part)
        and not any(char in _FORBIDDEN or not char.isprintable() for char in part)
    )


def path_problems(paths: Iterable[str]) -> list[PathProblem]:
    """What keeps these paths from becoming one folder, [] when nothing does.

    Collisions are looked for the way case-insensitive file systems compare names.
    """
    problems: list[PathProblem] = []
    seen: dict[str, tuple[str, str]] = {}
    for path in sorted(paths):
        if not is_file_path(path):
            problems.append(PathProblem("bad_path", path))
            continue
        problems.extend(_collisions(path, seen))
    return problems


def _collisions(path: str, seen: dict[str, tuple[str, str]]) -> Iterable[PathProblem]:
    """Compares the path and each folder on its way with what was there before, and adds them."""
    parts = path.split("/")
    for depth in range(1, len(parts) + 1):
        name = "/".join(parts[:depth])
        kind = "file" if depth == len(parts) else "folder"
        other, other_kind = seen.setdefault(_folded(name), (name, kind))
        if other_kind != kind:
            yield PathProblem("file_and_folder", path, other)
            return
        if other != name:
            yield PathProblem("case_collision", path, other)
            return


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
