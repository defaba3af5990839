"""Orders in, reports out: a real node on a real broker."""

from tests.worker.control import Control, NodeProcess, Workspace


def test_a_script_runs_and_its_log_is_kept(control: Control, node: NodeProcess, workspace: Workspace) -> None:
    order = workspace.order("import sys\nprint('hello', sys.argv[1:])\n", arguments=("--lr", "0.1"))
    control.order(order)
    ended = control.finished(order)
    assert (ended["state"], ended["reason"], ended["detail"]) == ("Completed", None, {"exit_code": 0})
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


def test_what_the_sdk_logs_arrives_as_metrics(control: Control, node: NodeProcess, workspace: Workspace) -> None:
    order = workspace.order(SDK)
    control.order(order)
    ended = control.finished(order, 40)
    assert ended["state"] == "Completed", workspace.log(order)
    assert workspace.log(order).decode().split() == [order.step_run, order.run, "7", "trial", "team"]
    rows = [row for report in control.of("metrics", order.attempt) for row in report.body["rows"]]  # type: ignore[attr-defined]
    assert [(r["name"], r["kind"], r["value"], r.get("step")) for r in rows[:5]] == [
        ("loss", "scalar", 0.5, 1),
        ("loss", "scalar", "NaN", None),
        ("sizes", "list", [1, 2], None),
        ("table", "row", {"a": 1, "b": "x"}, None),
        ("whole", "table", {"x": [1, 2], "y": [3, 4]}, None),
    ]
    picture = workspace.artifact(order, rows[5]["value"]["path"])
    assert picture.read_bytes().startswith(b"\x89PNG")
    kept = {item["path"]: item for item in ended["artifacts"]}
    assert set(kept) == {rows[5]["value"]["path"], "kept/notes.txt"}
    assert workspace.artifact(order, "kept/notes.txt").read_text() == SDK
