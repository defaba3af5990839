"""The table of states: what may follow what."""

import pytest

from studio.engine.states import (
    CLAIMED,
    STARTED,
    TABLE,
    TERMINAL,
    Event,
    State,
    can,
    next_state,
    sources,
    step_can,
)


@pytest.mark.parametrize("state", sorted(TERMINAL))
@pytest.mark.parametrize("event", list(Event))
def test_terminal_states_are_final(state: State, event: Event) -> None:
    assert next_state(state, event) is None


@pytest.mark.parametrize("state", sorted(set(State) - TERMINAL))
def test_whatever_is_not_over_can_be_canceled_and_can_fail(state: State) -> None:
    assert next_state(state, Event.CANCEL) == State.CANCELED
    assert next_state(state, Event.FAIL) == State.FAILED


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("queue claim start complete", State.COMPLETED),
        ("queue claim_ready finalize complete", State.COMPLETED),
        ("queue claim return", State.QUEUED),
        ("queue claim_ready silence heartbeat", State.RUNNING),
        ("queue claim_ready silence complete", State.COMPLETED),
        ("queue claim start finalize silence fail", State.FAILED),
        ("resolve", State.COMPLETED),
        ("reuse", State.REUSED),
        ("skip", State.SKIPPED),
    ],
)
def test_a_step_goes_its_way(path: str, end: State) -> None:
    state = State.NOT_STARTED
    for word in path.split():
        after = next_state(state, Event(word))
        assert after is not None, f"{word} in {state}"
        state = after
    assert state == end


def test_a_started_script_is_queued_again_only_when_its_own_node_says_that_it_did_not_start() -> (
    None
):
    ways_back = {
        (state, event)
        for state in STARTED
        for event, after in TABLE[state].items()
        if after == State.QUEUED
    }
    assert ways_back == {(State.RUNNING, Event.DECLINE)}


def test_a_claim_is_possible_only_while_queued() -> None:
    assert sources(Event.CLAIM) == sources(Event.CLAIM_READY) == {State.QUEUED}


def test_every_state_can_be_reached_and_left() -> None:
    reached = {after for row in TABLE.values() for after in row.values()} | {State.NOT_STARTED}
    assert reached == set(State)
    assert set(TABLE) == set(State) - TERMINAL


def test_a_claimed_state_is_one_a_node_answers_for() -> None:
    assert {State.STARTING} | STARTED == CLAIMED


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (State.RUNNING, ["cancel", "resubmit"]),
        (State.COMPLETED, ["resubmit", "publish"]),
        (State.FAILED, ["resubmit"]),
    ],
)
def test_a_run_says_what_may_be_asked_of_it(state: State, actions: list[str]) -> None:
    assert can(state) == actions


def test_a_step_shows_outputs_only_when_they_are_committed() -> None:
    assert {state for state in State if "read_outputs" in step_can(state)} == {
        State.COMPLETED,
        State.REUSED,
    }
