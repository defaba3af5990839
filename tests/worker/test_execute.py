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
