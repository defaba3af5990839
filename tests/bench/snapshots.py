"""A source folder of 2,000 files and 300 MB: to the studio and to a node, first, unchanged, changed."""

import hashlib
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from studio.graph.model import SourceFile
from studio.snapshots import Limits
from studio.snapshots.folder import read_folder
from tests.drawing import Drawing
from tests.harness import Client, checked

FILES, BYTES = 2_000, 300 * 1024 * 1024
AT_ONCE = 4
MAIN = "print('here')\n"
BINARY = {"Content-Type": "application/octet-stream"}


def measure(client: Client, folder: Path) -> dict[str, Any]:
    """Seconds of each; the floors are one after another on the same files."""
    source = make(folder / "source")
    figures: dict[str, Any] = {"floor_hash_s": timed(lambda: hash_all(source))}
    figures["floor_copy_s"] = timed(lambda: shutil.copytree(source, folder / "copy"))
    for name in ("first", "unchanged", "changed"):
        if name == "changed":
            (source / "f0001.bin").write_bytes(os.urandom(BYTES // FILES))
        began = time.perf_counter()
        kept, uploaded = send(client, source)
        figures[f"{name}_upload_s"] = round(time.perf_counter() - began, 3)
        figures[f"{name}_uploaded"] = uploaded
        figures[f"{name}_node_s"] = prepared(client, kept)
    figures["zip_upload_s"] = send_packed(client, make(folder / "other"), folder / "other.zip")
    return figures


def make(folder: Path) -> Path:
    """The folder; a script and files nobody can compress."""
    folder.mkdir(parents=True)
    for number in range(1, FILES):
        (folder / f"f{number:04}.bin").write_bytes(os.urandom(BYTES // FILES))
    (folder / "main.py").write_text(MAIN)
    return folder


def send(client: Client, folder: Path) -> tuple[dict[str, SourceFile], int]:
    """As a program does it: read, ask, upload what is missing. How many files that were, too."""
    files = read_folder(folder, Limits()).files
    listed = [{"path": p, "size": f.size, "sha256": f.sha256} for p, f in files.items()]
    missing = client.post("source-folders/", {"name": folder.name, "files": listed})["missing"]
    by_digest = {file.sha256: folder / path for path, file in files.items()}

    def upload(sha256: str) -> None:
        content = by_digest[sha256].read_bytes()
        checked(client.call("POST", "blobs/", data=content, headers=BINARY))

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(upload, missing))
    return files, len(missing)


def send_packed(client: Client, folder: Path, archive: Path) -> float:
    """Seconds for other files, none of them known, in one request."""
    began = time.perf_counter()
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(folder.iterdir()):
            target.write(path, path.name)
    kind = {"Content-Type": "application/zip"}
    with archive.open("rb") as body:
        kept = checked(client.call("POST", "source-folders/archive/", data=body, headers=kind))
    assert len(kept["kept"]) == FILES
    return round(time.perf_counter() - began, 3)


def prepared(client: Client, files: dict[str, SourceFile]) -> float:
    """Seconds the node takes from the order to a step that may start."""
    drawing = Drawing().script("train", MAIN)
    source = {path: {"sha256": f.sha256, "size": f.size} for path, f in files.items()}
    drawing.nodes[0]["source"] = source
    run = client.wait(client.submit(drawing)["id"], 120)
    assert run["state"] == "Completed", run["reason"]
    return float(run["steps"][0]["attempts"][0]["timings"]["prepare_s"])


def hash_all(folder: Path) -> None:
    """What any upload of only what is new has to do."""
    for path in folder.iterdir():
        hashlib.sha256(path.read_bytes()).digest()


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 3)


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Lines of the page: work, ours, floor, aim."""
    floors = {"first": "copy", "unchanged": "hash", "changed": "hash"}
    words = {"first": "first", "unchanged": "unchanged", "changed": "one file changed"}
    lines = []
    for name, floor in floors.items():
        bare = f"{figures[f'floor_{floor}_s']:.2f} s ({floor})"
        told = f"{figures[f'{name}_upload_s']:.2f} s, {figures[f'{name}_uploaded']:,} files sent"
        lines.append((f"snapshot of 2,000 files / 300 MB: {words[name]}", told, bare, ""))
    told = f"{figures['zip_upload_s']:.2f} s, in one request"
    bare = f"{figures['floor_copy_s']:.2f} s (copy)"
    lines.insert(1, ("snapshot of 2,000 files / 300 MB: first, as a zip", told, bare, ""))
    for name, word in words.items():
        copy = f"{figures['floor_copy_s']:.2f} s (copy)"
        lines.append(
            (f"the same at the node: {word}", f"{figures[f'{name}_node_s']:.2f} s", copy, "")
        )
    return lines
