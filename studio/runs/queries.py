"""Questions about runs; every one is answered for a workspace, so nothing leaks across."""

from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count, Max, Prefetch, QuerySet

from studio.engine import states
from studio.engine.plan import Plan, Wishes, plan
from studio.engine.states import State
from studio.runs.graphs import graph_of
from studio.runs.models import Artifact, Attempt, Event, Experiment, Metric, Output, Run, StepRun
from studio.workspaces.models import Workspace


def runs_of(workspace: Workspace) -> QuerySet[Run]:
    """Newest first, without their documents."""
    runs = Run.objects.filter(workspace=workspace).select_related("experiment", "created_by")
    return runs.defer("document").order_by("-number")


def runs_by_id(workspace: Workspace, ids: Collection[UUID]) -> QuerySet[Run]:
    return runs_of(workspace).filter(pk__in=ids)


def run_of(workspace: Workspace, run: UUID) -> Run | None:
    """With its document."""
    runs = Run.objects.filter(workspace=workspace, pk=run)
    return runs.select_related("experiment", "created_by", "workspace").first()


def step_counts(runs: Collection[UUID]) -> dict[UUID, Counter[str]]:
    """How many steps of each run are in each state, in one query for all."""
    counts: dict[UUID, Counter[str]] = {run: Counter() for run in runs}
    rows = StepRun.objects.filter(run__in=runs).values_list("run", "state").annotate(Count("pk"))
    for run, state, count in rows:
        counts[run][state] = count
    return counts


def last_runs_of_drafts(drafts: Iterable[UUID]) -> dict[UUID, Run]:
    """The newest run of each draft that has one."""
    newest = (
        Run.objects.filter(draft_id__in=list(drafts))
        .values("workspace", "draft_id")
        .annotate(last=Max("number"))
        .values_list("workspace", "last")
    )
    by_workspace: dict[UUID, list[int]] = {}
    for workspace, number in newest:
        by_workspace.setdefault(workspace, []).append(number)
    return {
        run.draft_id: run
        for workspace, numbers in by_workspace.items()
        for run in Run.objects.filter(workspace=workspace, number__in=numbers).defer("document")
        if run.draft_id
    }


def experiments_of(workspace: Workspace) -> QuerySet[Experiment]:
    """By name, each with how many runs it groups as `run_count`."""
    experiments = Experiment.objects.filter(workspace=workspace)
    return experiments.annotate(run_count=Count("runs")).order_by("name")


def steps_of(run: Run) -> QuerySet[StepRun]:
    """In the order of the document, with attempts and outputs (manifests left out)."""
    outputs = Output.objects.defer("manifest").order_by("pk")
    return (
        run.steps.defer("ingredients")
        .order_by("position")
        .prefetch_related("attempts", Prefetch("outputs", queryset=outputs))
    )


def step_of(workspace: Workspace, run: UUID, step: UUID) -> StepRun | None:
    steps = StepRun.objects.filter(pk=step, run=run, run__workspace=workspace)
    return steps.select_related("run__workspace").defer("run__document").first()


def attempt_of(workspace: Workspace, attempt: UUID) -> Attempt | None:
    attempts = Attempt.objects.filter(pk=attempt, step_run__run__workspace=workspace)
    return attempts.first()


def output_of(step: StepRun, name: str) -> Output | None:
    return step.outputs.filter(name=name).first()


def plan_of(run: Run, steps: Iterable[StepRun]) -> Plan:
    """What the engine thinks of the run as it stands."""
    wishes = Wishes(run.continue_on_step_failure, canceled=run.cancel_requested_at is not None)
    return plan(graph_of(run.pk), {step.node_id: State(step.state) for step in steps}, wishes)


def events_of(run: UUID, after_seq: int = 0) -> QuerySet[Event]:
    return Event.objects.filter(run=run, seq__gt=after_seq).order_by("seq")


def last_attempt(step: StepRun) -> Attempt | None:
    """The newest; of a reused step that of the step it was reused from."""
    made_by = step.reused_from_id or step.pk
    return Attempt.objects.filter(step_run=made_by).order_by("-number").first()


def sources_of(steps: Iterable[StepRun]) -> dict[UUID, tuple[UUID, int]]:
    """Of the step runs that steps were reused from, the run and its number."""
    reused = [step.reused_from_id for step in steps if step.reused_from_id]
    if not reused:
        return {}
    rows = StepRun.objects.filter(pk__in=reused).values_list("pk", "run", "run__number")
    return {pk: (run, number) for pk, run, number in rows}


def metrics_of_run(run: Run) -> list[tuple[StepRun, list[Metric]]]:
    """What the steps of a run logged, or those they were reused from, in the order of the
    document; steps that logged nothing are left out."""
    steps = list(run.steps.only("node_id", "name", "reused_from").order_by("position"))
    attempts = Attempt.objects.filter(
        step_run__in=[step.reused_from_id or step.pk for step in steps]
    )
    newest = dict(attempts.order_by("number").values_list("step_run", "pk"))
    logged: dict[UUID, list[Metric]] = {}
    for metric in Metric.objects.filter(attempt__in=newest.values()).order_by("index"):
        logged.setdefault(metric.attempt_id, []).append(metric)
    by_step = [(step, newest.get(step.reused_from_id or step.pk)) for step in steps]
    return [(step, logged[attempt]) for step, attempt in by_step if attempt in logged]


def metrics_of(step: StepRun) -> QuerySet[Metric]:
    """Of the newest attempt, in the order the script logged them."""
    return Metric.objects.filter(attempt=last_attempt(step)).order_by("index")


def artifacts_of(step: StepRun) -> QuerySet[Artifact]:
    """Of the newest attempt, by path, less those that retention removed."""
    kept = Artifact.objects.filter(attempt=last_attempt(step), removed_at=None)
    return kept.order_by("path")


def run_can(run: Run) -> list[str]:
    """What may be asked of the run now; a cancel is asked once."""
    asked = [states.Action.CANCEL] if run.cancel_requested_at else []
    return [action for action in states.can(State(run.state)) if action not in asked]


def step_can(step: StepRun) -> list[str]:
    return states.step_can(State(step.state))
