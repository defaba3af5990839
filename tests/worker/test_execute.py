"""Orders in, reports out: a real node on a real broker."""

import hashlib
import json
import struct
from dataclasses import replace
from typing import Any

import pytest

from studio.data.local import LocalDatastore
from tests.waiting import wait_until
from tests.worker.control import Control, NodeProcess, Workspace


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_script_runs_and_its_log_is_kept(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = workspace.order("import sys\nprint('hello', sys.argv[1:])\n", arguments=("--lr", "0.1"))
    control.order(order)
    ended = control.finished(order)
    assert (ended["state"], ended["reason"], ended["detail"]) == (
        "Completed",
        None,
        {"exit_code": 0},
    )
    assert workspace.log(order) == b"hello ['--lr', '0.1']\n"
    assert ended["log_size"] == len(workspace.log(order))
    assert ended["arguments"] == ["--lr", "0.1"]


SDK = """
from azureml.core import Run
run = Run.get_context()
run.log("loss", 0.5, step=1)
run.log("loss", float("nan"))
run.log_list("sizes", [1, 2])
run.log_row("table", a=1, b="x")
run.log_table("whole", {"x": [1, 2], "y": [3, 4]})
import matplotlib.pyplot as plt
plt.plot([1, 2]); run.log_image("curve", plot=plt)
print(run.id, run.parent.id, run.parent.number, run.experiment.name, run.experiment.workspace.name)
run.upload_file("kept/notes.txt", "main.py")
run.complete()
"""


def test_what_the_sdk_logs_arrives_as_metrics(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = workspace.order(SDK)
    control.order(order)
    ended = control.finished(order, 40)
    assert ended["state"] == "Completed", workspace.log(order)
    assert workspace.log(order).decode().split() == [
        order.step_run,
        order.run,
        "7",
        "trial",
        "team",
    ]
    rows = control.metrics(order)
    assert [(row.name, row.kind, row.value, row.step) for row in rows[:5]] == [
        ("loss", "scalar", 0.5, 1),
        ("loss", "scalar", "NaN", None),
        ("sizes", "list", [1, 2], None),
        ("table", "row", {"a": 1, "b": "x"}, None),
        ("whole", "table", {"x": [1, 2], "y": [3, 4]}, None),
    ]
    assert isinstance(rows[5].value, dict)
    picture_path = str(rows[5].value["path"])
    picture = workspace.artifact(order, picture_path)
    assert picture.read_bytes().startswith(b"\x89PNG")
    kept = {item["path"]: item for item in ended["artifacts"]}
    assert set(kept) == {picture_path, "kept/notes.txt"}
    assert workspace.artifact(order, "kept/notes.txt").read_text() == SDK


def test_inputs_are_read_in_place_and_outputs_become_manifests(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    workspace.write("raw/data.csv", "a,b\n1,2\n")
    script = (
        "i, o, folder = sys.argv[1:]\n"
        "assert os.environ['AZUREML_DATAREFERENCE_raw'] == i\n"
        "assert os.path.isdir(os.path.dirname(o)) and not os.path.exists(o) and not os.path.exists(folder)\n"
        "open(o, 'w').write(open(i).read().upper())\n"
        "os.makedirs(folder + '/deep'); open(folder + '/deep/empty', 'w').close()\n"
        "open('outputs/model.txt', 'w').write('m'); open('logs/own.txt', 'w').write('l')\n"
    )
    order = workspace.order(
        script,
        arguments=({"$input": "raw"}, {"$output": "clean"}, {"$output": "parts"}),
        inputs={"raw": "raw/data.csv"},
        outputs=("clean", "parts"),
    )
    control.order(order)
    ended = control.finished(order)
    assert ended["state"] == "Completed", workspace.log(order)
    clean = workspace.output(order, "clean").read_bytes()
    assert clean == b"A,B\n1,2\n"
    made = [f"{order.outputs[0].path}", f"{order.outputs[1].path}/deep/empty"]
    marks = [LocalDatastore(workspace.root).stat(path).etag for path in made]
    assert ended["manifest"] == [
        {
            "output": "clean",
            "kind": "file",
            "files": [{"path": "", "size": 8, "sha256": sha256(clean), "etag": marks[0]}],
        },
        {
            "output": "parts",
            "kind": "folder",
            "files": [{"path": "deep/empty", "size": 0, "sha256": sha256(b""), "etag": marks[1]}],
        },
    ]
    assert [(item["path"], item["size"]) for item in ended["artifacts"]] == [
        ("outputs/model.txt", 1),
        ("logs/own.txt", 1),
    ]
    assert workspace.artifact(order, "outputs/model.txt").read_text() == "m"
    assert ended["arguments"][0] == str(workspace.root / "raw/data.csv")
    assert set(ended["timings"]) == {"prepare_s", "run_s", "finalize_s"}


def test_a_downloaded_input_is_a_copy(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    workspace.write("raw/x/1.txt", "one")
    workspace.write("raw/2.txt", "two")
    script = (
        "raw = sys.argv[1]\nprint(open(raw + '/x/1.txt').read(), sorted(os.listdir(raw)))\n"
        "open(raw + '/2.txt', 'w').write('changed')"
    )
    order = workspace.order(
        script, arguments=({"$input": "raw"},), inputs={"raw": "raw"}, mode="download"
    )
    control.order(order)
    assert control.finished(order)["state"] == "Completed"
    assert workspace.log(order) == b"one ['2.txt', 'x']\n"
    assert (workspace.root / "raw/2.txt").read_text() == "two"
    assert [report.body["ready"] for report in control.of("claim", order.attempt)] == [False]
    assert control.of("start", order.attempt)[0].body["pid"]


def test_parameters_and_identity_reach_the_script_but_no_secret_does(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = workspace.order(
        "print(json.dumps(dict(os.environ)))", parameters={"lr": 0.1, "a b": True}
    )
    control.order(order)
    control.finished(order)
    env = json.loads(workspace.log(order))
    assert (env["AML_PARAMETER_lr"], env["AML_PARAMETER_a_b"]) == ("0.1", "True")
    assert env["AZUREML_RUN_ID"] == order.step_run
    assert not {"BROKER_SECRET", "BROKER_URL", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} & set(
        env
    )
    assert "canary" not in workspace.log(order).decode()


FAILING = "from azureml.core import Run; Run.get_context().fail('no data')"


@pytest.mark.parametrize(
    ("script", "outputs", "state", "reason", "detail"),
    [
        ("sys.exit(3)", (), "Failed", "ExitCode", {"exit_code": 3}),
        ("os.kill(os.getpid(), 9)", (), "Failed", "Signal", {"signal": 9, "signal_name": "SIGKILL"}),
        ("pass", ("made",), "Failed", "OutputMissing", {"output": "made"}),
        ("os.mkfifo(sys.argv[1])", ("made",), "Failed", "OutputMissing", {"output": "made"}),
        ("os.symlink('/etc/passwd', sys.argv[1])", ("made",), "Failed", "OutputMissing", {"output": "made"}),
        ("os.mkdir(sys.argv[1]); os.symlink('/etc', sys.argv[1] + '/e')", ("made",), "Failed", "OutputMissing", {}),
        ("open('f', 'w'); os.link('f', sys.argv[1])", ("made",), "Failed", "OutputMissing", {"output": "made"}),
        ("os.mkdir(sys.argv[1])", ("made",), "Completed", None, {"exit_code": 0}),
        (FAILING, (), "Failed", "ExitCode", {"message": "no data"}),
        ("import shutil; os.chmod('.', 0); shutil.rmtree(os.getcwd(), ignore_errors=True)", (), "Completed", None, {}),
        ("time.sleep(60)", (), "Failed", "TimedOut", {}),
    ],
)  # fmt: skip
def test_the_reason_is_from_the_closed_list(
    control: Control, node: NodeProcess, workspace: Workspace,
    script: str, outputs: tuple[str, ...], state: str, reason: str | None, detail: dict[str, Any],
) -> None:  # fmt: skip
    arguments = tuple({"$output": name} for name in outputs)
    order = workspace.order(
        script, outputs=outputs, arguments=arguments, timeout_s=1.0 if reason == "TimedOut" else 20
    )
    control.order(order)
    ended = control.finished(order)
    assert (ended["state"], ended["reason"]) == (state, reason), workspace.log(order)
    assert detail.items() <= ended["detail"].items()


def test_a_damaged_or_missing_snapshot_is_named(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    damaged, missing = workspace.order("print(1)  # a"), workspace.order("print(1)  # b")
    for order, data in ((damaged, b"other"), (missing, None)):
        (file,) = order.files.values()
        blob = workspace.root / "azureml/blobs" / file.sha256[:2] / file.sha256
        blob.write_bytes(data) if data is not None else blob.unlink()
        control.order(order)
        ended = control.finished(order)
        assert (ended["state"], ended["reason"]) == ("Failed", "SnapshotInvalid")


@pytest.mark.parametrize("script", ["../main.py", "/etc/passwd", "nope.py", "-c"])
def test_a_script_outside_the_snapshot_does_not_start(
    control: Control, node: NodeProcess, workspace: Workspace, script: str
) -> None:
    order = workspace.order("pass")
    order = replace(order, script=script)
    control.order(order)
    assert control.finished(order)["reason"] == "StartFailed"


def test_an_input_that_is_not_there_is_named(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = workspace.order("pass", inputs={"raw": "no/such.csv"})
    control.order(order)
    ended = control.finished(order)
    assert (ended["reason"], ended["detail"]["input"]) == ("DatastoreUnavailable", "raw")


def test_a_command_runs_with_the_sdk_at_hand(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    script = "from azureml.core import Run\nRun.get_context().log('n', 1)\nprint('done')\n"
    order = workspace.order(script, kind="command", arguments=("python", "main.py"))
    order = replace(order, script="")
    control.order(order)
    ended = control.finished(order)
    assert (ended["state"], workspace.log(order)) == ("Completed", b"done\n")
    rows = control.metrics(order)
    assert [(row.name, row.value) for row in rows] == [("n", 1)]


def test_two_hundred_thousand_lines_are_all_there(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = workspace.order("for i in range(200_000): print(f'{i:07d} ' + 'x' * 91)")
    control.order(order)
    ended = control.finished(order, 60)
    expected = b"".join(b"%07d " % i + b"x" * 91 + b"\n" for i in range(200_000))
    assert workspace.log(order) == expected
    assert ended["log_size"] == len(expected)
    times = (workspace.root / order.log.path).with_suffix(".times").read_bytes()
    offsets = [struct.unpack_from(">Q", times, at)[0] for at in range(0, len(times), 16)]
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(expected)


def test_how_far_a_log_reaches_is_told_while_the_script_goes_on(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    workspace.write("signal/here", "")
    script = "print('one')\nwhile not os.path.exists(sys.argv[1] + '/go'): time.sleep(0.01)"
    order = workspace.order(script, arguments=({"$input": "d"},), inputs={"d": "signal"})
    control.order(order)
    wait_until(lambda: control.log_reaches(order) == 4, what="the first line")
    assert workspace.log(order) == b"one\n"
    workspace.write("signal/go", "")
    assert control.finished(order)["state"] == "Completed"
