"""Several places as one folder: real folders, in which every file is a link to where it lies."""

import os
from pathlib import Path


def link_into(folder: Path, found: Path) -> None:
    """A file under its own name, a folder under its own name with all below it; a name that is
    taken gets a number. Folders are made, not linked, so that every way of walking sees inside."""
    target = _free(folder / found.name)
    if not found.is_dir():
        target.symlink_to(found)
        return
    for parent, _, files in os.walk(found):
        inside = target / os.path.relpath(parent, found)
        inside.mkdir(parents=True, exist_ok=True)
        for name in files:
            (inside / name).symlink_to(os.path.join(parent, name))


def _free(path: Path) -> Path:
    number, free = 2, path
    while os.path.lexists(free):
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free
