"""Messages cross the wire unchanged, and what is not ours is named."""

import json

import pytest

from studio.engine.bodies import Beat, Finished, Metrics, log_sizes
from studio.engine.messages import (
    Answer,
    FileRef,
    InputOrder,
    MessageError,
    OutputOrder,
    Place,
    Prefix,
    Report,
    StoreSpec,
    WorkOrder,
)
from studio.engine.states import Reason, State

ORDER = WorkOrder(
    attempt="a1", fence=1, run="r1", run_number=7, step_run="s1", node="n1", step_name="Train",
    experiment="e", workspace="w", kind="script", script="train.py",
    arguments=("--in", {"$input": "raw"}, "--out", {"$output": "model"}),
    files={"train.py": FileRef("ab" * 32, 10)},
    inputs=(InputOrder("raw", "store", "data/x.csv", "mount"),),
    outputs=(OutputOrder("model", "store", "azureml/s1/1/model"),),
    parameters={"lr": 0.1}, timeout_s=None, datastores={"store": StoreSpec("local", {"root": "/x"})},
    log=Place("store", "log"), artifacts=Prefix("store", "a/"), blobs=Prefix("store", "b/"),
    cancel_grace_s=10.0,
)  # fmt: skip
REPORT = Report("finished", "a1", 2, "node-1", 12.5, {"state": "Completed", "log_size": 3})
ANSWER = Answer("grant", "a1", 2)


@pytest.mark.parametrize("message", [ORDER, REPORT, ANSWER], ids=lambda m: type(m).__name__)
def test_a_message_survives_the_wire(message: WorkOrder | Report | Answer) -> None:
    sent = json.loads(json.dumps(message.to_json()))
    assert type(message).from_json(sent) == message


@pytest.mark.parametrize(
    "raw",
    [None, [], "claim", {}, REPORT.to_json() | {"v": 2}, REPORT.to_json() | {"kind": "shutdown"},
     REPORT.to_json() | {"fence": "1"}, REPORT.to_json() | {"fence": True},
     REPORT.to_json() | {"body": 3}],
)  # fmt: skip
def test_what_is_not_a_report_is_refused(raw: object) -> None:
    with pytest.raises(MessageError):
        Report.from_json(raw)


@pytest.mark.parametrize("argument", [{"$parameter": "x"}, {"$input": 3}, {"a": "b"}, 5])
def test_an_order_holds_only_arguments_a_node_can_resolve(argument: object) -> None:
    with pytest.raises(MessageError):
        WorkOrder.from_json(ORDER.to_json() | {"arguments": [argument]})


def test_a_finish_says_how_and_what_is_left() -> None:
    finished = Finished.from_body(
        {
            "state": "Failed", "reason": "ExitCode", "detail": {"exit_code": 3}, "log_size": 9,
            "manifest": [{"output": "o", "kind": "file",
                          "files": [{"path": "", "size": 1, "sha256": "00"}]}],
        }
    )  # fmt: skip
    assert (finished.state, finished.reason) == (State.FAILED, Reason.EXIT_CODE)
    assert finished.manifest[0].files[0].size == 1


@pytest.mark.parametrize(
    "body",
    [
        {"state": "Running", "log_size": 0},
        {"state": "Failed", "reason": "Bored", "log_size": 0},
        {"state": "Failed", "log_size": 0},
        {"state": "Completed"},
    ],
)
def test_a_finish_that_makes_no_sense_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(MessageError):
        Finished.from_body(body)


def test_a_node_may_speak_for_many_logs_at_once() -> None:
    assert log_sizes("", {"sizes": {"a": 1, "b": 2}}) == {"a": 1, "b": 2}
    assert log_sizes("a", {"size": 5}) == {"a": 5}


def test_a_beat_names_what_the_node_believes_to_own() -> None:
    beat = Beat.from_body({"attempts": {"a": 1}, "slots": 4, "target": "local"})
    assert beat.attempts == {"a": 1}


def test_a_metric_of_an_unknown_kind_is_refused() -> None:
    row = {"name": "auc", "kind": "video", "value": 1, "at": 0.0}
    with pytest.raises(MessageError):
        Metrics.from_body({"first": 0, "rows": [row]})
