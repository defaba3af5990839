"""The next order comes with the answer to the last one: it runs without a claim, once, or goes back."""

from studio.worker.handover import Handover
from tests.waiting import wait_until
from tests.worker.control import Control, NodeProcess, Workspace


def test_a_slot_goes_on_with_what_it_is_handed(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    first, second, third = (workspace.order(f"print({number})") for number in range(3))
    control.hands_over = {first.attempt: second, second.attempt: third}
    control.order(first)
    assert control.finished(third)["state"] == "Completed"
    assert [report.attempt for report in control.of("claim")] == [first.attempt]
    assert workspace.log(third) == b"2\n"


def test_an_end_says_for_which_queue_the_slot_is_free(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    orders = [workspace.order("pass"), workspace.order("pass")]
    for order in orders:
        control.order(order)
    takes = [control.finished(order)["takes"] for order in orders]
    assert {taken["queue"] for taken in takes} == {"target.local"}
    assert len({taken["token"] for taken in takes}) == 2


def test_an_order_that_the_queue_brings_too_is_run_once(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    first, second, last = workspace.order("pass"), workspace.order("pass"), workspace.order("pass")
    control.hands_over = {first.attempt: second}
    control.order(first)
    control.finished(second)
    control.order(second)
    control.order(last)
    control.finished(last)
    assert control.of("claim", second.attempt) == []
    assert len(control.of("finished", second.attempt)) == 1


def test_what_is_handed_over_too_late_goes_back(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    first, second = workspace.order("pass"), workspace.order("pass")
    control.acknowledges = False
    control.order(first)
    wait_until(lambda: len(control.of("finished", first.attempt)) > 1, 20, "it to be told again")
    control.acknowledges = True
    control.hands_over = {first.attempt: second}
    control.acknowledge(control.of("finished", first.attempt)[0])
    control.heard("returned", second.attempt)
    assert control.of("finished", second.attempt) == []
    wait_until(
        lambda: len(control.of("returned", second.attempt)) > 1,
        20,
        "it to be said again, in case it was lost",
    )


def test_what_takes_long_to_prepare_goes_back_to_be_claimed(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    workspace.write("far/data", "x")
    first = workspace.order("pass")
    second = workspace.order("pass", inputs={"d": "far"}, mode="download")
    control.hands_over = {first.attempt: second}
    control.order(first)
    control.heard("returned", second.attempt)
    control.order(second)
    assert control.finished(second)["state"] == "Completed"


def test_an_answer_at_the_last_moment_is_not_lost() -> None:
    handover = Handover()
    answers = handover.expect("a")
    assert handover.answer("a", None)
    assert handover.next_after("a", answers, 0.0) is None
    assert not handover.answer("a", None)


def test_nobody_waits_for_ever() -> None:
    handover = Handover()
    answers = handover.expect("a")
    assert handover.next_after("a", answers, 0.0) is None
    assert not handover.answer("a", None)
