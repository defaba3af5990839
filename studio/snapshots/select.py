"""From everything in a folder to what its snapshot carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.graph.model import Json
from studio.graph.paths import PathProblem, path_problems
from studio.snapshots.errors import SnapshotRefused
from studio.snapshots.ignore import AMLIGNORE, IgnoreRules

MIB = 1024 * 1024
_WORDS = {
    "bad_path": "cannot be a file name on every system",
    "case_collision": "differs only in case or spelling from {other!r}",
    "file_and_folder": "is a file here and a folder there: {other!r}",
}


@dataclass(frozen=True)
class Limits:
    """What a snapshot may hold; Azure ML's own by default."""

    bytes: int = 300 * MIB
    files: int = 2_000


@dataclass(frozen=True)
class Selection:
    """`kept` with their sizes in bytes; `ignored` as short as can be said: a folder of which
    nothing is kept is one line, with a slash at its end."""

    kept: Mapping[str, int]
    ignored: list[str]


def select(sizes: Mapping[str, int], rules: IgnoreRules, limits: Limits, folder: str) -> Selection:
    """What is kept of `sizes` (bytes by path in the folder called `folder`).

    Raises SnapshotRefused for a name that cannot be laid out everywhere, and for too much.
    """
    kept: dict[str, int] = {}
    left_out: list[str] = []
    for path, size in sizes.items():
        if rules.ignores(path):
            left_out.append(path)
        else:
            kept[path] = size
    for problem in path_problems(kept):
        raise _refused_name(problem)
    refuse_too_much(kept, limits, folder)
    return Selection(kept, _summarised(left_out, kept))


def _refused_name(problem: PathProblem) -> SnapshotRefused:
    why = _WORDS[problem.code].format(other=problem.other)
    return SnapshotRefused(problem.code, f"{problem.path!r} {why}.", entry=problem.path)


def refuse_too_much(kept: Mapping[str, int], limits: Limits, folder: str) -> None:
    """Raises SnapshotRefused, which says how to get below the limits or around them."""
    size, count = sum(kept.values()), len(kept)
    if size <= limits.bytes and count <= limits.files:
        return
    heavy = _heaviest(kept)
    detail: dict[str, Json] = {
        "folder": folder, "bytes": size, "files": count, "limit_bytes": limits.bytes,
        "limit_files": limits.files, "largest": heavy,
    }  # fmt: skip
    raise SnapshotRefused(
        "too_large" if size > limits.bytes else "too_many_files",
        f"The folder {folder or '.'!r} would carry {_mib(size)} in {count:,} files, most of it in "
        f"{', '.join(str(name) for name in heavy)}. A snapshot holds at most {_mib(limits.bytes)} and "
        f"{limits.files:,} files. Leave out what the step does not need with a {AMLIGNORE} file and "
        "put data on a datastore; or whoever runs the studio raises STUDIO_SNAPSHOT_BYTES and "
        "STUDIO_SNAPSHOT_FILES.",
        detail=detail,
    )


def _heaviest(kept: Mapping[str, int], shown: int = 3) -> list[Json]:
    """The folders and files at the top with the most bytes."""
    totals: dict[str, int] = {}
    for path, size in kept.items():
        name, slash, _ = path.partition("/")
        totals[name + slash] = totals.get(name + slash, 0) + size
    return list(sorted(totals, key=lambda name: -totals[name])[:shown])


def _mib(size: int) -> str:
    return f"{size / MIB:,.1f} MB".replace(".0 MB", " MB")


def _summarised(left_out: Iterable[str], kept: Iterable[str]) -> list[str]:
    alive = {""}
    for path in kept:
        alive.update(_folders_of(path))
    lines = set()
    for path in left_out:
        dead = next((folder for folder in _folders_of(path) if folder not in alive), None)
        lines.add(path if dead is None else dead + "/")
    return sorted(lines)


def _folders_of(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
