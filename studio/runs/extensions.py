"""What rooms to the right do for runs, which does not know them: each signs up when Django starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from studio.graph.model import Node
from studio.runs.models import Attempt, StepRun
from studio.workspaces.models import Workspace

Facts = Mapping[str, object]


@dataclass(frozen=True)
class Place:
    """A file or folder of a datastore."""

    datastore: str
    path: str


@dataclass(frozen=True)
class Named:
    """What a node without work stands for: its places, at least one, and what was named (JSON)."""

    places: tuple[Place, ...]
    dataset: Mapping[str, str | int] = field(default_factory=dict)


Resolve = Callable[[Workspace, Node], Named]
"""Of a node with bound settings. Raises InvalidPipeline."""
Stored = Callable[[Sequence[StepRun]], None]
"""Called with the steps of a new run, in the transaction that stores them."""
Register = Callable[[Attempt, Facts], None]
"""Called with what a step asked to be registered, in the transaction that completes its attempt.
Raises RegistrationRefused."""

Answer = Callable[[Attempt, Facts], "Answered"]
"""What a running step is told when it asks for something by name. Raises QuestionRefused."""

resolvers: dict[str, Resolve] = {}
"""By the kind of a node that does not execute."""
on_stored: list[Stored] = []
registrars: dict[str, Register] = {}
"""By what is registered."""
answerers: dict[str, Answer] = {}
"""By what is asked for."""


@dataclass(frozen=True)
class Answered:
    """Facts as JSON for the script, and places for the node to put within its reach."""

    facts: Facts
    places: tuple[Place, ...] = ()


class QuestionRefused(Exception):
    """There is no answer; the script is told why."""


class RegistrationRefused(Exception):
    """What a step asked to be registered cannot be; the step itself is none the worse."""


def register(attempt: Attempt, asked: Facts) -> None:
    """Raises RegistrationRefused."""
    registrar = registrars.get(str(asked.get("kind")))
    if registrar is None:
        raise RegistrationRefused(f"nobody registers a {asked.get('kind')!r} here")
    registrar(attempt, asked)


def answer(attempt: Attempt, asked: Facts) -> Answered:
    """Raises QuestionRefused."""
    answerer = answerers.get(str(asked.get("what")))
    if answerer is None:
        raise QuestionRefused(f"nobody answers for {asked.get('what')!r} here")
    return answerer(attempt, asked)
