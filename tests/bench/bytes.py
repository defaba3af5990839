"""Bytes in and out of datastores, beside the plainest way to move them.

Each transfer is a process of its own, so that its memory can be told:
`python -m tests.bench.bytes ours_upload '{…}'` prints seconds and peak memory as JSON.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from azure.storage.blob import BlobClient

from studio.data import Credentials, DatastoreSpec, open_store
from tests.azurite.server import KEY, Azurite, shared
from tests.harness import ROOT

SIZE = 1_000_000_000
COUNT = 100_000
PAGE = 1_000
TIMES = 3
_BLOCK = 1024 * 1024


def measure(folder: Path, size: int = SIZE) -> dict[str, Any]:
    """Transfers of `size` bytes to a folder and to Azurite, and the first page of a long listing."""
    source = folder / "source.bin"
    with source.open("wb") as file:
        for _ in range(size // _BLOCK):
            file.write(os.urandom(_BLOCK))
    (folder / "azurite").mkdir()
    with shared(folder / "azurite") as azurite:
        near = {"kind": "local", "settings": {"root": str(_folder(folder, "near"))}}
        far = {
            "kind": "azure_blob",
            "settings": {"endpoint": azurite.endpoint, "container": azurite.new_container()},
            "host": azurite.host,
        }
        common = {"source": str(source), "target": str(folder / "target.bin")}
        figures = {
            f"{way}_{place}": _pair(way, {**common, "store": store})
            for place, store in (("local", near), ("azurite", far))
            for way in ("upload", "download")
        }
        source.unlink()
        return figures | {"list_local": _list_local(folder), "list_azurite": _list_azurite(azurite)}


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Of the table in the docs."""
    names = {"local": "a folder", "azurite": "Azurite"}
    moved = [
        (
            f"{way} of 1 GB, {shown}",
            f"{figure['ours_s']:.2f} s ({figure['ratio']:.2f} ×), {figure['peak_mb']} MB",
            f"{figure['floor_s']:.2f} s, {figure['floor_peak_mb']} MB",
            "≤ 1.1 ×, flat memory",
        )
        for place, shown in names.items()
        for way in ("upload", "download")
        if (figure := figures[f"{way}_{place}"])
    ]
    return [
        *moved,
        (
            f"first {PAGE} of {COUNT:,} files, a folder",
            f"{figures['list_local']:.3f} s",
            "",
            "≤ 0.3 s",
        ),
        (
            f"first {PAGE} of {COUNT // 10:,} blobs, Azurite",
            f"{figures['list_azurite']['ours_s']:.3f} s",
            f"{figures['list_azurite']['floor_s']:.3f} s (the SDK alone)",
            "≤ 0.3 s",
        ),
    ]


def _pair(way: str, given: dict[str, Any]) -> dict[str, float]:
    ours: list[dict[str, float]] = []
    plain: list[dict[str, float]] = []
    for _ in range(TIMES):  # in turns: what else the machine does meets both
        for who, taken in (("ours", ours), ("plain", plain)):
            Path(given["target"]).unlink(missing_ok=True)
            taken.append(_apart(f"{who}_{way}", given))
    ours_s, plain_s = median(o["seconds"] for o in ours), median(p["seconds"] for p in plain)
    return {
        "ours_s": round(ours_s, 3),
        "floor_s": round(plain_s, 3),
        "ratio": round(ours_s / plain_s, 2),
        "peak_mb": round(max(o["peak_mb"] for o in ours)),
        "floor_peak_mb": round(max(p["peak_mb"] for p in plain)),
    }


def _apart(what: str, given: dict[str, Any]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.bytes", what, json.dumps(given)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _list_local(folder: Path) -> float:
    root = _folder(folder, "many")
    (root / "many").mkdir()
    for number in range(COUNT):
        os.close(os.open(root / "many" / f"part-{number:06}.csv", os.O_CREAT | os.O_WRONLY))
    spec = DatastoreSpec("many", "local", {"root": str(root)})
    return _first_page(spec)


def _list_azurite(azurite: Azurite) -> dict[str, float]:
    """Of a tenth as many: to make all of them takes Azurite minutes, and a page costs the same."""
    container = azurite.new_container()
    spec = azurite.spec(container)
    client = azurite.service.get_container_client(container)
    for number in range(COUNT // 10):
        client.upload_blob(f"many/part-{number:06}.csv", b"")

    def plain() -> int:
        blobs = client.walk_blobs("many/", delimiter="/", results_per_page=PAGE)
        return len(list(next(blobs.by_page())))

    return {"ours_s": _first_page(spec), "floor_s": _median_of(plain)}


def _first_page(spec: DatastoreSpec) -> float:
    store = open_store(spec)
    return _median_of(lambda: len(store.list("many", limit=PAGE, recursive=False)))


def _median_of(list_a_page: Callable[[], int]) -> float:
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        assert list_a_page() == PAGE
        taken.append(time.perf_counter() - began)
    return round(median(taken), 3)


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


# In a process of its own


def _spec(store: dict[str, Any]) -> DatastoreSpec:
    keys = Credentials({"account_key": KEY} if "host" in store else {})
    hosts = frozenset({store["host"]} if "host" in store else set())
    return DatastoreSpec("bench", store["kind"], store["settings"], keys, hosts)


def _blob(store: dict[str, Any]) -> BlobClient:
    settings = store["settings"]
    return BlobClient(settings["endpoint"], settings["container"], "plain.bin", credential=KEY)


def ours_upload(given: dict[str, Any]) -> None:
    with Path(given["source"]).open("rb") as source:
        open_store(_spec(given["store"])).write("ours.bin", source, overwrite=True)


def ours_download(given: dict[str, Any]) -> None:
    with (
        open_store(_spec(given["store"])).open("ours.bin") as source,
        Path(given["target"]).open("wb") as target,
    ):
        shutil.copyfileobj(source, target, _BLOCK)


def plain_upload(given: dict[str, Any]) -> None:
    with Path(given["source"]).open("rb") as source:
        if given["store"]["kind"] == "azure_blob":
            _blob(given["store"]).upload_blob(source, overwrite=True)
        else:
            with Path(given["store"]["settings"]["root"], "plain.bin").open("wb") as target:
                shutil.copyfileobj(source, target, _BLOCK)


def plain_download(given: dict[str, Any]) -> None:
    with Path(given["target"]).open("wb") as target:
        if given["store"]["kind"] == "azure_blob":
            _blob(given["store"]).download_blob().readinto(target)
        else:
            with Path(given["store"]["settings"]["root"], "plain.bin").open("rb") as source:
                shutil.copyfileobj(source, target, _BLOCK)


DOINGS: dict[str, Callable[[dict[str, Any]], None]] = {
    doing.__name__: doing for doing in (ours_upload, ours_download, plain_upload, plain_download)
}

if __name__ == "__main__":
    began = time.perf_counter()
    DOINGS[sys.argv[1]](json.loads(sys.argv[2]))
    seconds = time.perf_counter() - began
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak_mb": peak_kb / 1024}))
