"""Reuse while a run goes on: what its waiting steps may be reused from, and letting it happen.

What is known when a run is submitted, `foresight` has looked up; here are the steps whose inputs
had to be made first.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self, cast
from uuid import UUID

from studio.engine.fingerprint import Ingredients, fingerprint
from studio.engine.parts import Mode
from studio.engine.plan import Feed, Known, Plan, StepPlan
from studio.engine.reasons import Because, Case, Earlier, why
from studio.engine.states import State
from studio.graph.model import Json
from studio.runs.history import described, results_of
from studio.runs.models import Input, Output, Run, StepRun
from studio.runs.orders import InputWork, Work, identity

Made = Mapping[tuple[str, str], Output]
"""Outputs of a run's steps, by node and name."""


@dataclass(frozen=True)
class Looked:
    """Step runs whose results were looked at: those that are there, and those that are gone."""

    there: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def and_now(self, there: Collection[str], gone: Collection[str]) -> Self:
        return replace(self, there=self.there.union(there), gone=self.gone.union(gone))


NOT_LOOKED = Looked()


def known_of(run: Run, nodes: Collection[str], looked: Looked) -> Known:
    """What the steps of these nodes may be reused from."""
    steps = list(run.steps.filter(node_id__in=nodes).only("node_id", "own_hash", "work"))
    own = {step.node_id: step.own_hash for step in steps}
    inputs = {step.node_id: cast(Work, step.work)["inputs"] for step in steps}
    return Known(
        own=own,
        feeds={
            node: [Feed(g["name"], g["from_node"], g["from_port"], g["mode"]) for g in given]
            for node, given in inputs.items()
        },
        made=_identities(run, [g for given in inputs.values() for g in given]),
        candidates=results_of(run.workspace, own.values(), but=run.pk).candidates,
        reusable=nodes,
        gone=looked.gone,
        verified=looked.there,
    )


def _identities(run: Run, inputs: Iterable[InputWork]) -> dict[tuple[str, str], Json]:
    inputs = list(inputs)
    nodes = {given["from_node"] for given in inputs if not given["datastore"]}
    rows = Output.objects.filter(step_run__run=run, step_run__node_id__in=nodes)
    digests = {
        (node, name): digest
        for node, name, digest in rows.values_list("step_run__node_id", "name", "digest")
    }
    known = {
        (given["from_node"], given["from_port"]): (given, given["digest"])
        if given["datastore"]
        else (given, digests.get((given["from_node"], given["from_port"]), ""))
        for given in inputs
    }
    return {place: identity(given, digest) for place, (given, digest) in known.items() if digest}


def fingerprint_of(step: StepRun, made: Made) -> str:
    """Of a step that is ready; "" when an input cannot be identified."""
    if step.fingerprint or not step.own_hash:
        return step.fingerprint
    inputs: dict[str, Json] = {}
    for given in cast(Work, step.work)["inputs"]:
        digest = _digest(given, made)
        if not digest:
            return ""
        inputs[given["name"]] = {"mode": given["mode"], "of": identity(given, digest)}
    return fingerprint(step.own_hash, inputs)


def inputs_of(step: StepRun, made: Made) -> list[Input]:
    """What the step reads, place by place, as rows to be stored."""
    rows = []
    for given in cast(Work, step.work)["inputs"]:
        output = None if given["datastore"] else made.get((given["from_node"], given["from_port"]))
        places = given.get("places") or [
            {
                "datastore": given["datastore"] or (output.datastore if output else ""),
                "path": given["path"] or (output.path if output else ""),
            }
        ]
        rows += [
            Input(
                step_run=step, name=given["name"], position=position, output=output,
                datastore=place["datastore"], path=place["path"], digest=_digest(given, made),
            )
            for position, place in enumerate(places)
        ]  # fmt: skip
    return rows


def _digest(given: InputWork, made: Made) -> str:
    if given["datastore"]:
        return given["digest"]
    output = made.get((given["from_node"], given["from_port"]))
    return output.digest if output else ""


def take_over(
    steps: Collection[StepRun], plan: Plan, now: datetime
) -> tuple[list[StepRun], set[str]]:
    """Lets earlier results stand for the steps; call it in the transaction that decided so.

    Returns the steps that are Reused now, and the step runs whose results were removed meanwhile:
    plan again without those.
    """
    sources = {step.pk: _source(plan.steps[step.node_id]) for step in steps}
    outputs: dict[str, list[Output]] = {}
    locked = Output.objects.select_for_update().filter(step_run__in=set(sources.values()))
    for output in locked:
        outputs.setdefault(str(output.step_run_id), []).append(output)
    gone = {source for source, made in outputs.items() if any(o.removed_at for o in made)}
    taken = [step for step in steps if sources[step.pk] not in gone]
    Output.objects.bulk_create(
        _copy(output, step) for step in taken for output in outputs.get(sources[step.pk], ())
    )
    # what was known when the run was submitted is in its rows already
    later = [step for step in taken if str(step.reused_from_id) != sources[step.pk]]
    for step in later:
        step.reused_from_id = UUID(sources[step.pk])
        step.fingerprint = plan.steps[step.node_id].fingerprint
    StepRun.objects.bulk_update(later, ["reused_from", "fingerprint"])
    lost = [step for step in steps if sources[step.pk] in gone]
    for step in lost:
        step.reused_from, step.why = None, {**step.why, "code": Because.OUTPUT_GONE.value}
    StepRun.objects.bulk_update(lost, ["reused_from", "why"])
    StepRun.objects.filter(pk__in=[step.pk for step in taken]).update(
        state=State.REUSED, ended_at=now
    )
    return taken, gone


def _source(step: StepPlan) -> str:
    assert step.source, "a reused step has a source"
    return step.source.step_run


def _copy(output: Output, step: StepRun) -> Output:
    return Output(
        step_run=step, name=output.name, kind=output.kind, datastore=output.datastore,
        path=output.path, size=output.size, file_count=output.file_count,
        manifest=output.manifest, digest=output.digest,
    )  # fmt: skip


def explain(steps: Iterable[StepRun], plan: Plan) -> None:
    """Gives steps that had to wait for their inputs the reason for what becomes of them now, and
    those whose result was removed since it was looked at."""
    waited = [step for step in steps if step.may_reuse or plan.steps[step.node_id].gone]
    if not waited:
        return
    compared = {step.pk: _stands(plan.steps[step.node_id]) or _before(step) for step in waited}
    earlier = described({pk for pk in compared.values() if pk})
    for step in waited:
        pk = compared[step.pk]
        case = _case(step, plan.steps[step.node_id], earlier.get(pk) if pk else None)
        step.why = why(case, _no_lines).to_json()
        step.reused_from = None
    StepRun.objects.bulk_update(waited, ["why", "reused_from"])


def _stands(step: StepPlan) -> UUID | None:
    standing = step.source or step.gone
    return UUID(standing.step_run) if standing else None


def _before(step: StepRun) -> UUID | None:
    source = step.why.get("source")
    return UUID(source["step_run_id"]) if source else None


def _case(step: StepRun, planned: StepPlan, compared: Earlier | None) -> Case:
    now = Ingredients.from_json(step.ingredients)
    work = cast(Work, step.work)
    return Case(
        step=planned,
        mode=Mode.NORMAL,
        executes=True,
        allowed=True,
        may_be_reused=True,
        now=replace(now, inputs=planned.inputs),
        files={path: str(file["sha256"]) for path, file in work["files"].items()},
        from_data={given["name"] for given in work["inputs"] if given["datastore"]},
        compared=compared,
    )


def _no_lines(before: str, after: str) -> None:
    """Steps that waited agree in their own files with what they are compared with."""
    return
