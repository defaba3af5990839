"""What earlier runs of a workspace left: results that may stand in, and what to compare with."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from studio.engine.fingerprint import Ingredients
from studio.engine.plan import Candidate
from studio.engine.reasons import Earlier
from studio.engine.states import SUCCEEDED, State
from studio.graph.model import Json
from studio.runs.models import Input, Output, Run, StepRun
from studio.runs.orders import InputWork, identity
from studio.workspaces.models import Workspace

PER_FINGERPRINT = 3
"""Results of one node kept in mind for one fingerprint: should the newest be gone, the next may be there."""
RUNS_REMEMBERED = 20
"""Of one pipeline: what to compare with and how long steps take is read from these."""
COMPARED = 3
"""Earlier step runs among which the nearest is looked for."""


@dataclass(frozen=True)
class Past:
    """Which runs are the past of a pipeline: those of its draft, else of its experiment; and the
    one this run builds on."""

    draft: UUID | None = None
    experiment: str = ""
    base: UUID | None = None

    @property
    def condition(self) -> Q:
        if self.draft is not None:
            mine = Q(draft_id=self.draft)
        else:
            mine = Q(experiment__name=self.experiment) if self.experiment else Q(pk__in=[])
        return mine | Q(pk=self.base) if self.base else mine


@dataclass(frozen=True)
class Result:
    """A completed step run; `seconds` is how long it ran."""

    step_run: UUID
    run: UUID
    node: str
    own: str
    seconds: float | None = None


@dataclass(frozen=True)
class Results:
    """What may stand in: candidates by fingerprint and the newest of each own hash."""

    candidates: Mapping[str, list[Candidate]] = field(default_factory=dict)
    newest: Mapping[str, Result] = field(default_factory=dict)


def results_of(workspace: Workspace, own: Iterable[str], *, but: UUID | None = None) -> Results:
    """Of steps with these own hashes, newest first; results of the run `but` do not count."""
    rows = _completed(workspace, own)
    if but:
        rows = rows.exclude(run=but)
    newest_first = Window(
        RowNumber(), partition_by=[F("fingerprint"), F("node_id")], order_by=F("ended_at").desc()
    )
    found = [
        (key, Result(pk, run, node, own_hash, _seconds(started, ended)))
        for pk, run, node, own_hash, key, started, ended in rows.annotate(place=newest_first)
        .filter(place__lte=PER_FINGERPRINT)
        .order_by("-ended_at")
        .values_list(
            "pk", "run", "node_id", "own_hash", "fingerprint", "started_at", "ended_at"
        )
    ]  # fmt: skip
    outputs = _identities([result.step_run for _, result in found])
    candidates: dict[str, list[Candidate]] = {}
    newest: dict[str, Result] = {}
    for key, result in found:
        made = outputs.get(result.step_run, {})
        if made is not None:
            newest.setdefault(result.own, result)
            one = Candidate(str(result.step_run), str(result.run), made, result.node)
            candidates.setdefault(key, []).append(one)
    return Results(candidates, newest)


def _completed(workspace: Workspace, own: Iterable[str]) -> QuerySet[StepRun]:
    hashes = sorted(set(own) - {""})
    done = StepRun.objects.filter(own_hash__in=hashes, state=State.COMPLETED.value)
    return done.filter(run__workspace=workspace).exclude(fingerprint="").order_by()


def _identities(step_runs: Collection[UUID]) -> dict[UUID, dict[str, Json] | None]:
    """Of what each left, by output; None for one whose bytes were removed or never hashed."""
    made: dict[UUID, dict[str, Json] | None] = {}
    rows = Output.objects.filter(step_run__in=step_runs)
    for step, name, digest, removed in rows.values_list(
        "step_run", "name", "digest", "removed_at"
    ):  # fmt: skip
        known = made.setdefault(step, {})
        if removed or not digest:
            made[step] = None
        elif known is not None:
            known[name] = {"digest": digest}
    return made


def results_in(run: Run) -> dict[str, tuple[Candidate, str]]:
    """What each step of a run left, by node, with its own hash: made by itself or reused."""
    steps = list(
        run.steps.filter(state__in=SUCCEEDED)
        .exclude(own_hash="")
        .values_list("pk", "node_id", "reused_from", "own_hash")
    )
    outputs = _identities([pk for pk, *_ in steps])
    found = {}
    for pk, node, source, own in steps:
        made = outputs.get(pk, {})
        if made is not None:
            found[node] = (Candidate(str(source or pk), str(run.pk), made), own)
    return found


def earlier_of(workspace: Workspace, past: Past, nodes: Collection[str]) -> dict[str, list[Result]]:
    """What each node's step left in the pipeline's past, newest first; reused results count as
    what they were made from."""
    runs = Run.objects.filter(past.condition, workspace=workspace).order_by("-number")
    recent = list(runs.values_list("pk", flat=True)[:RUNS_REMEMBERED])
    steps = StepRun.objects.filter(run__in=recent, node_id__in=nodes).order_by("-run__number")
    found: dict[str, list[Result]] = {}
    for result in _results(steps):
        found.setdefault(result.node, []).append(result)
    rest = [node for node in nodes if node not in found]
    if rest and len(recent) == RUNS_REMEMBERED:
        older = StepRun.objects.filter(run__in=runs[RUNS_REMEMBERED:], node_id__in=rest)
        for result in _results(older.order_by("-run__number")[: COMPARED * len(rest)]):
            found.setdefault(result.node, []).append(result)
    return found


def _results(steps: QuerySet[StepRun]) -> list[Result]:
    done = steps.filter(state__in=SUCCEEDED) if not steps.query.is_sliced else steps
    rows = done.values_list(
        "pk", "run", "node_id", "own_hash", "started_at", "ended_at",
        "reused_from", "reused_from__run", "reused_from__started_at", "reused_from__ended_at",
    )  # fmt: skip
    return [
        Result(source, source_run, node, own, _seconds(source_start, source_end))
        if source
        else Result(pk, run, node, own, _seconds(start, end))
        for pk, run, node, own, start, end, source, source_run, source_start, source_end in rows
        if own
    ]


def _seconds(started: object, ended: object) -> float | None:
    return (ended - started).total_seconds() if started and ended else None  # type: ignore[operator]


def usual_seconds(results: Iterable[Result]) -> float | None:
    """How long such a step takes: the median; None when it never ran."""
    known = [result.seconds for result in results if result.seconds is not None]
    return median(known) if known else None


def described(step_runs: Collection[UUID]) -> dict[UUID, Earlier]:
    """Each with all that it depended on."""
    digests: dict[UUID, dict[str, str]] = {}
    read = Input.objects.filter(step_run__in=step_runs, position=0)
    for step, name, digest in read.values_list("step_run", "name", "digest"):
        digests.setdefault(step, {})[name] = digest
    steps = StepRun.objects.filter(pk__in=step_runs).values_list(
        "pk", "run", "run__number", "ended_at", "ingredients", "work"
    )
    return {
        pk: Earlier(
            str(pk), str(run), number, ended.isoformat() if ended else "",
            Ingredients.from_json({**ingredients, "inputs": _inputs(work, digests.get(pk, {}))}),
            {path: file["sha256"] for path, file in work.get("files", {}).items()},
        )
        for pk, run, number, ended, ingredients, work in steps
    }  # fmt: skip


def _inputs(work: Mapping[str, list[InputWork]], digests: Mapping[str, str]) -> dict[str, Json]:
    return {
        given["name"]: {"mode": given["mode"], "of": identity(given, digests[given["name"]])}
        for given in work.get("inputs", [])
        if given["name"] in digests
    }
