"""The files a step ran with: browsed, downloaded as they were, compared with another run's."""

import io
import stat
import zipfile
from typing import Any

import pytest
from rest_framework.test import APIClient

from studio.runs.models import Run
from studio.runs.services import Submission, submit
from studio.snapshots.diff import LARGEST_TEXT
from studio.workspaces import blobs
from studio.workspaces.models import Workspace
from tests.api.runs.test_bytes import content
from tests.drawing import Drawing
from tests.people import new_workspace, owner_of, signed_in

pytestmark = pytest.mark.django_db
BEFORE = {"main.py": b"import os\nprint('1')\n", "data.bin": b"\0\1", "old.txt": b"x\n"}
AFTER = {
    "main.py": b"import os\nprint('2')\nprint('3')\n",
    "data.bin": b"\0\2",
    "lib/new.py": b"y\nz",
}


class Lab:
    """A workspace whose runs have one step each."""

    def __init__(self, name: str = "lab") -> None:
        self.workspace: Workspace = new_workspace(name, f"{name}-olga")
        self.client: APIClient = signed_in(owner_of(self.workspace))

    def run(self, files: dict[str, bytes], **node: Any) -> Run:
        drawing = Drawing().script("train", "")
        source = {}
        for path, body in files.items():
            sha256, size = blobs.put(self.workspace, io.BytesIO(body))
            source[path] = {"sha256": sha256, "size": size}
        drawing.nodes[0] |= {"source": source, **node}
        asked = Submission(self.workspace, owner_of(self.workspace), drawing.document, "e")
        return submit(asked).run

    def get(self, run: Run, address: str = "", **query: Any) -> Any:
        step = run.steps.get()
        base = f"/api/workspaces/{self.workspace.pk}/runs/{run.pk}/steps/{step.pk}/snapshot/"
        return self.client.get(base + address, query)


@pytest.fixture
def lab(db: None) -> Lab:
    return Lab()


def test_a_run_keeps_the_files_it_ran_with(lab: Lab):
    shown = lab.get(lab.run(BEFORE)).json()
    assert [(file["path"], file["size"]) for file in shown["files"]] == [
        ("data.bin", 2),
        ("main.py", 21),
        ("old.txt", 2),
    ]
    assert (shown["file_count"], shown["size"], shown["git"]) == (3, 25, None)


def test_equal_folders_have_equal_ids_and_others_have_others(lab: Lab):
    first, second, other = lab.run(BEFORE), lab.run(dict(reversed(BEFORE.items()))), lab.run(AFTER)
    ids = [lab.get(run).json()["id"] for run in (first, second, other)]
    assert ids[0] == ids[1] != ids[2]


def test_the_files_of_a_component_are_a_snapshot_too(lab: Lab):
    drawing = Drawing().node("data", "Data", path="x.csv").node("sum", "summarize_data")
    drawing.edges.append(
        {"id": "e", "kind": "data", "source": {"node": "data", "port": "data"},
         "target": {"node": "sum", "port": "table"}}
    )  # fmt: skip
    run = submit(Submission(lab.workspace, owner_of(lab.workspace), drawing.document, "e")).run
    counts = {
        step.node_id: lab.client.get(
            f"/api/workspaces/{lab.workspace.pk}/runs/{run.pk}/steps/{step.pk}/snapshot/"
        ).json()["file_count"]
        for step in run.steps.all()
    }
    assert counts["data"] == 0
    assert counts["sum"] > 0


def test_one_file_is_shown_by_its_path_and_never_run(lab: Lab):
    answer = lab.get(lab.run(BEFORE), "content/", path="main.py", inline="1")
    assert content(answer) == BEFORE["main.py"]
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("path", ["", "nothing.py", "../main.py", "/etc/passwd", "lib"])
def test_a_path_that_is_not_in_the_snapshot_is_not_there(lab: Lab, path: str):
    answer = lab.get(lab.run(BEFORE), "content/", path=path)
    assert answer.status_code == 404


def test_all_files_come_as_a_zip_with_nothing_added(lab: Lab):
    answer = lab.get(lab.run(AFTER), "archive/")
    with zipfile.ZipFile(io.BytesIO(content(answer))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == AFTER
        modes = {entry.external_attr >> 16 for entry in archive.infolist()}
    assert all(stat.S_IFMT(mode) in (0, stat.S_IFREG) for mode in modes)


def test_the_difference_of_two_runs_is_told_by_file_and_line(lab: Lab):
    before, after = lab.run(BEFORE), lab.run(AFTER)
    rows = lab.get(after, "diff/", **{"with": before.steps.get().pk}).json()["files"]
    told = {
        row["path"]: (row["change"], row["added"], row["removed"], row["binary"]) for row in rows
    }
    assert told == {
        "main.py": ("changed", 2, 1, False),
        "data.bin": ("changed", None, None, True),
        "old.txt": ("removed", 0, 1, False),
        "lib/new.py": ("added", 2, 0, False),
    }


def test_equal_runs_differ_in_nothing(lab: Lab):
    one, other = lab.run(BEFORE), lab.run(BEFORE)
    rows = lab.get(one, "diff/", **{"with": other.steps.get().pk}).json()["files"]
    assert {row["change"] for row in rows} == {"same"}


@pytest.mark.parametrize(
    ("path", "before", "after", "binary"),
    [
        ("main.py", "import os\nprint('1')\n", "import os\nprint('2')\nprint('3')\n", False),
        ("old.txt", "x\n", None, False),
        ("lib/new.py", None, "y\nz", False),
        ("data.bin", None, None, True),
    ],
)
def test_both_texts_of_a_file_are_given(lab: Lab, path, before, after, binary):
    one, other = lab.run(BEFORE), lab.run(AFTER)
    shown = lab.get(other, "diff/file/", **{"with": one.steps.get().pk, "path": path}).json()
    assert shown == {
        "path": path, "before": before, "after": after, "binary": binary, "truncated": False
    }  # fmt: skip


def test_a_text_too_long_to_show_says_so(lab: Lab):
    one, other = lab.run({"main.py": b"x"}), lab.run({"main.py": b"x" * (LARGEST_TEXT + 1)})
    query = {"with": one.steps.get().pk, "path": "main.py"}
    shown = lab.get(other, "diff/file/", **query).json()
    assert (shown["before"], shown["after"], shown["truncated"]) == ("x", None, True)
    (row,) = lab.get(other, "diff/", **query).json()["files"]
    assert (row["change"], row["added"]) == ("changed", None)


@pytest.mark.parametrize("named", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_step_that_is_not_there_cannot_be_compared_with(lab: Lab, named: str):
    run = lab.run(BEFORE)
    for address in ("diff/", "diff/file/"):
        answer = lab.get(run, address, **{"with": named, "path": "main.py"})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == "with"


def test_a_step_of_another_workspace_cannot_be_compared_with(lab: Lab):
    theirs = Lab("elsewhere").run(BEFORE)
    answer = lab.get(lab.run(AFTER), "diff/", **{"with": theirs.steps.get().pk})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "unknown_step"


def test_a_file_neither_has_is_404(lab: Lab):
    run = lab.run(BEFORE)
    answer = lab.get(run, "diff/file/", **{"with": run.steps.get().pk, "path": "nothing"})
    assert answer.status_code == 404
