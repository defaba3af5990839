"""Why a step runs or is reused, as data: the code, what it is compared with and what differs."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from studio.engine.fingerprint import WHOLE_FOLDER, Ingredients, uncounted
from studio.engine.parts import Mode
from studio.engine.plan import Decision, StepPlan
from studio.graph.model import Json


class Because(StrEnum):
    """Why a step runs, or why not: a closed list, words are made at the doors."""

    FIRST_TIME = "first_time"
    CHANGED = "changed"
    UPSTREAM_CHANGED = "upstream_changed"
    UPSTREAM_RUNS = "upstream_runs"  # known only once the steps before it have run
    FORCED = "forced"
    DISABLED = "disabled"
    REUSED = "reused"
    OUTPUT_GONE = "output_gone"
    PINNED = "pinned"
    LEFT_OUT = "left_out"
    NO_WORK = "no_work"  # its kind needs no worker
    INCOMPLETE = "incomplete"  # it has problems; in forecasts only


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was. Of files `before` and `after` are digests, `added` and
    `removed` lines; None where there was or is nothing."""

    component: str
    name: str
    before: Json
    after: Json
    added: int | None = None
    removed: int | None = None

    def to_json(self) -> dict[str, Json]:
        counts = {"added": self.added, "removed": self.removed}
        known = {name: count for name, count in counts.items() if count is not None}
        what = {"component": self.component, "name": self.name}
        return {**what, "before": self.before, "after": self.after, **known}


@dataclass(frozen=True)
class Earlier:
    """A completed step run to compare with. `files` are digests by path; `ended_at` ISO 8601."""

    step_run: str
    run: str
    run_number: int
    ended_at: str
    ingredients: Ingredients
    files: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """As the source of a reason."""
        return {
            "run_id": self.run,
            "run_number": self.run_number,
            "step_run_id": self.step_run,
            "ended_at": self.ended_at or None,
        }


@dataclass(frozen=True)
class Why:
    """`unseen` are files that changed but do not count."""

    code: Because
    source: Earlier | None = None
    differences: tuple[Difference, ...] = ()
    unseen: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Json]:
        warnings: list[Json] = []
        if self.unseen:
            warnings.append({"code": "unhashed_files_changed", "files": list(self.unseen)})
        return {
            "code": self.code,
            "source": self.source.to_json() if self.source else None,
            "differences": [difference.to_json() for difference in self.differences],
            "warnings": warnings,
        }


CountLines = Callable[[str, str], tuple[int, int] | None]
"""Lines added and removed between two files by digest; None when they cannot be compared."""


@dataclass(frozen=True)
class Case:
    """One step and everything its reason depends on. `compared` is the earlier step run that is
    nearest, or the one that stands for it; `from_data` are the inputs that no step makes."""

    step: StepPlan
    mode: Mode
    executes: bool
    allowed: bool
    may_be_reused: bool
    now: Ingredients | None
    files: Mapping[str, str]
    from_data: Collection[str]
    compared: Earlier | None


def why(case: Case, count_lines: CountLines) -> Why:
    """The reason of a planned step."""
    code = _given(case)
    if code in (Because.REUSED, Because.PINNED):
        return _standing(case, code, count_lines)
    if code:
        return Why(code)
    if case.step.gone:
        return Why(Because.OUTPUT_GONE, case.compared)
    if case.compared is None or case.now is None:
        return Why(Because.FIRST_TIME)
    found = tuple(differences(case.compared, case.now, case.files, count_lines))
    if not found:
        waits = case.step.decision == Decision.WAITING and case.may_be_reused
        return Why(Because.UPSTREAM_RUNS if waits else Because.OUTPUT_GONE, case.compared)
    own = [d for d in found if d.component != "input" or d.name in case.from_data]
    return Why(Because.CHANGED if own else Because.UPSTREAM_CHANGED, case.compared, found)


def _given(case: Case) -> Because | None:
    """The codes that need no comparing."""
    if case.mode == Mode.LEFT_OUT:
        return Because.LEFT_OUT
    if not case.executes:
        return Because.NO_WORK
    if case.step.decision in (Decision.REUSED, Decision.UNVERIFIED):
        return Because.PINNED if case.mode == Mode.PINNED else Because.REUSED
    if case.mode == Mode.FORCED:
        return Because.FORCED
    return None if case.allowed else Because.DISABLED


def _standing(case: Case, code: Because, count_lines: CountLines) -> Why:
    """Of a step that does not run: a pinned result may differ in anything, and says in what; a
    reused one in files that do not count."""
    earlier, now = case.compared, case.now
    if earlier is None or now is None:
        return Why(code, earlier)
    found: tuple[Difference, ...] = ()
    if code == Because.PINNED:
        found = tuple(differences(earlier, now, case.files, count_lines))
    before = uncounted(earlier.files, earlier.ingredients)
    after = uncounted(case.files, now)
    return Why(code, earlier, found, tuple(_changed_names(before, after)))


def differences(
    earlier: Earlier, now: Ingredients, files: Mapping[str, str], count_lines: CountLines
) -> Iterator[Difference]:
    """What is not as it was, in the order of the components; `files` are the step's files now."""
    before = earlier.ingredients
    yield from _table("kind", before.kind, now.kind)
    yield from _script(earlier, now, files, count_lines)
    yield from _files("hash_paths", before.hash_paths, now.hash_paths, count_lines)
    values = list(_table("parameter", before.parameters, now.parameters))
    yield from _arguments(before.arguments, now.arguments, values)
    yield from values
    yield from _table("setting", before.settings, now.settings)
    if before.environment != now.environment:
        yield Difference("environment", "", before.environment, now.environment)
    yield from _table("outputs", before.outputs, now.outputs)
    if before.inputs is not None and now.inputs is not None:
        yield from _table("input", _said(before.inputs), _said(now.inputs))


def _script(
    earlier: Earlier, now: Ingredients, files: Mapping[str, str], count_lines: CountLines
) -> Iterator[Difference]:
    before = earlier.ingredients
    if before.script == now.script:
        return
    if before.scope != now.scope:
        yield Difference("scope", "", before.scope, now.scope)
    whole = WHOLE_FOLDER in before.script or WHOLE_FOLDER in now.script
    old, new = (earlier.files, files) if whole else (before.script, now.script)
    yield from _files("script", old, new, count_lines)


def _files(
    component: str, before: Mapping[str, Json], after: Mapping[str, Json], count_lines: CountLines
) -> Iterator[Difference]:
    for name in _changed_names(before, after):
        old, new = before.get(name), after.get(name)
        counts = count_lines(str(old), str(new)) if old and new else None
        added, removed = counts or (None, None)
        yield Difference(component, name, old, new, added, removed)


def _table(
    component: str, before: Mapping[str, Json], after: Mapping[str, Json]
) -> Iterator[Difference]:
    for name in _changed_names(before, after):
        yield Difference(component, name, before.get(name), after.get(name))


def _arguments(
    before: Sequence[Json], after: Sequence[Json], values: Sequence[Difference]
) -> Iterator[Difference]:
    """By the flag in front of a value. What only follows from a parameter is told once, there."""
    told = {(str(value.before), str(value.after)) for value in values}
    old, new = _named(before), _named(after)
    found = [
        Difference("argument", name, old.get(name), new.get(name))
        for name in _changed_names(old, new)
    ]
    if not found and list(before) != list(after):
        yield Difference("argument", "", " ".join(map(_text, before)), " ".join(map(_text, after)))
    for difference in found:
        if (str(difference.before), str(difference.after)) not in told:
            yield difference


def _named(arguments: Sequence[Json]) -> dict[str, Json]:
    """Values by their flag (`--lr 0.1`, `--lr=0.1`), others by their place."""
    named: dict[str, Json] = {}
    flag = ""
    for place, item in enumerate(map(_text, arguments)):
        if item.startswith("-") and not _is_number(item):
            name, equals, value = item.partition("=")
            named[name] = value if equals else ""
            flag = "" if equals else name
        elif flag:
            named[flag], flag = item, ""
        else:
            named[f"#{place + 1}"] = item
    return named


def _text(argument: Json) -> str:
    """An argument as people read it; one that becomes a path by the name of its port."""
    if isinstance(argument, Mapping):
        return f"<{next(iter(argument.values()))}>"
    return str(argument)


def _said(inputs: Mapping[str, Json]) -> dict[str, Json]:
    """What each input was, for people: where it lies, and the beginning of its digest."""
    return {name: _identity(given) for name, given in inputs.items()}


def _identity(given: Json) -> str:
    """Of an input `{mode, of: {digest, …}}`; equal texts mean equal inputs."""
    assert isinstance(given, Mapping)
    of = given["of"]
    assert isinstance(of, Mapping)
    where = [str(value) for name, value in of.items() if name != "digest"]
    return " ".join([*where, str(of["digest"])[:12], str(given["mode"])])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _changed_names(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[str]:
    names = dict.fromkeys([*before, *after])
    return [
        name
        for name in names
        if (name in before) != (name in after) or before.get(name) != after.get(name)
    ]
