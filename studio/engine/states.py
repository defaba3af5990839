"""Which state follows which event: the one table that services, sweeper and tests read."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a step run or one of its attempts stands."""

    NOT_STARTED = "NotStarted"
    QUEUED = "Queued"
    STARTING = "Starting"
    RUNNING = "Running"
    NOT_RESPONDING = "NotResponding"
    FINALIZING = "Finalizing"
    COMPLETED = "Completed"
    FAILED = "Failed"
    CANCELED = "Canceled"
    REUSED = "Reused"
    SKIPPED = "Skipped"


class Event(StrEnum):
    """What can happen to a step run or an attempt."""

    RESOLVE = "resolve"  # a step that needs no worker (Data) is done when planned
    REUSE = "reuse"
    SKIP = "skip"
    QUEUE = "queue"
    CLAIM = "claim"  # a node took it and prepares
    CLAIM_READY = "claim_ready"  # a node took it and the child already waits at its start gate
    RETURN = "return"  # given back before the gate opened
    DECLINE = "decline"  # its node says of what it was handed: the gate stayed shut
    START = "start"
    SILENCE = "silence"
    HEARTBEAT = "heartbeat"
    FINALIZE = "finalize"
    COMPLETE = "complete"
    FAIL = "fail"
    CANCEL = "cancel"


class Reason(StrEnum):
    """Why something did not complete: a closed list, words are made at the doors."""

    EXIT_CODE = "ExitCode"
    SIGNAL = "Signal"
    OUT_OF_MEMORY = "OutOfMemory"
    TIMED_OUT = "TimedOut"
    WORKER_LOST = "WorkerLost"
    START_FAILED = "StartFailed"
    STORAGE_FULL = "StorageFull"
    DATASTORE_UNAVAILABLE = "DatastoreUnavailable"
    SNAPSHOT_INVALID = "SnapshotInvalid"
    OUTPUT_MISSING = "OutputMissing"
    UPSTREAM_FAILED = "UpstreamFailed"
    USER_CANCELED = "UserCanceled"
    LEFT_OUT = "LeftOut"  # of a part of the pipeline that was not asked for
    INTERNAL = "Internal"


REASONS = frozenset(Reason)
TERMINAL = frozenset({State.COMPLETED, State.FAILED, State.CANCELED, State.REUSED, State.SKIPPED})
SUCCEEDED = frozenset({State.COMPLETED, State.REUSED})
"""What a dependant may build on."""
CLAIMED = frozenset({State.STARTING, State.RUNNING, State.NOT_RESPONDING, State.FINALIZING})
"""A node owns it: it has a lease, and it takes a slot."""
STARTED = CLAIMED - {State.STARTING}
"""The script may have run: nobody may start it again."""

_S, _E = State, Event
TABLE: Mapping[State, Mapping[Event, State]] = MappingProxyType(
    {
        _S.NOT_STARTED: {
            _E.RESOLVE: _S.COMPLETED,
            _E.REUSE: _S.REUSED,
            _E.SKIP: _S.SKIPPED,
            _E.QUEUE: _S.QUEUED,
            _E.CANCEL: _S.CANCELED,
            _E.FAIL: _S.FAILED,
        },
        _S.QUEUED: {
            _E.CLAIM: _S.STARTING,
            _E.CLAIM_READY: _S.RUNNING,
            _E.CANCEL: _S.CANCELED,
            _E.FAIL: _S.FAILED,
        },
        _S.STARTING: {
            _E.RETURN: _S.QUEUED,
            _E.START: _S.RUNNING,
            _E.CANCEL: _S.CANCELED,
            _E.FAIL: _S.FAILED,
        },
        _S.RUNNING: {
            _E.DECLINE: _S.QUEUED,
            _E.SILENCE: _S.NOT_RESPONDING,
            _E.FINALIZE: _S.FINALIZING,
            _E.COMPLETE: _S.COMPLETED,
            _E.CANCEL: _S.CANCELED,
            _E.FAIL: _S.FAILED,
        },
        _S.NOT_RESPONDING: {
            _E.HEARTBEAT: _S.RUNNING,
            _E.FINALIZE: _S.FINALIZING,
            _E.COMPLETE: _S.COMPLETED,
            _E.CANCEL: _S.CANCELED,
            _E.FAIL: _S.FAILED,
        },
        _S.FINALIZING: {
            _E.SILENCE: _S.NOT_RESPONDING,
            _E.COMPLETE: _S.COMPLETED,
            _E.CANCEL: _S.CANCELED,
            _E.FAIL: _S.FAILED,
        },
    }
)
"""Terminal states have no row: whatever arrives for them changes nothing."""


def next_state(state: State, event: Event) -> State | None:
    """The state after `event`, or None when the event means nothing in `state`."""
    return TABLE.get(state, {}).get(event)


def sources(event: Event) -> frozenset[State]:
    """The states in which `event` is allowed: the `state IN (…)` of a guarded update."""
    return frozenset(state for state, row in TABLE.items() if event in row)


class Action(StrEnum):
    """What a person may ask of a run or a step."""

    CANCEL = "cancel"
    RESUBMIT = "resubmit"
    PUBLISH = "publish"
    READ_LOG = "read_log"
    READ_OUTPUTS = "read_outputs"


_RUN_ACTIONS: Mapping[Action, frozenset[State]] = MappingProxyType(
    {
        Action.CANCEL: frozenset(State) - TERMINAL,
        Action.RESUBMIT: frozenset(State),
        Action.PUBLISH: frozenset({State.COMPLETED}),
    }
)
_STEP_ACTIONS: Mapping[Action, frozenset[State]] = MappingProxyType(
    {
        Action.READ_LOG: STARTED | {State.COMPLETED, State.FAILED, State.CANCELED},
        Action.READ_OUTPUTS: SUCCEEDED,
    }
)


def can(state: State) -> list[str]:
    """What may be asked of a run in `state`; the browser draws its buttons from it."""
    return [action for action, states in _RUN_ACTIONS.items() if state in states]


def step_can(state: State) -> list[str]:
    """What may be asked of a step run in `state`."""
    return [action for action, states in _STEP_ACTIONS.items() if state in states]
