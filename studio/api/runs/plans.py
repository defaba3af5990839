"""What would happen if this were submitted now, over HTTP."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.pipelines.views import DraftView
from studio.api.runs.asking import base_of, part_in
from studio.api.runs.reuse import PlanRequestSerializer, PlanSerializer, RunPlanRequestSerializer
from studio.api.runs.views import RunView
from studio.runs.forecast import Fate, Forecast, forecast
from studio.runs.foresight import Asked
from studio.runs.history import Past
from studio.runs.models import Run
from studio.workspaces.models import Role, TokenScope


class DraftPlan(DraftView):
    """Asks without changing anything: whoever may read may ask."""

    write_role = Role.READER
    write_scope = TokenScope.READ

    @extend_schema(
        operation_id="drafts_plan", request=PlanRequestSerializer, responses=PlanSerializer
    )
    def post(self, request: Request, workspace: UUID, draft: UUID) -> Response:
        """The forecast of a draft, or of a document that is not saved yet."""
        found = self.draft()
        body = PlanRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        base = base_of(self.workspace, asked, found.pk)
        past = Past(draft=found.pk, base=base.pk if base else None)
        document = asked.get("document", found.document)
        return _answer(
            forecast(self.workspace, document, asked["parameters"], _asked(asked, past, base))
        )


class RunPlan(RunView):
    """The same for running an earlier run again."""

    write_role = Role.READER
    write_scope = TokenScope.READ

    @extend_schema(
        operation_id="runs_plan", request=RunPlanRequestSerializer, responses=PlanSerializer
    )
    def post(self, request: Request, workspace: UUID, run: UUID) -> Response:
        """The forecast of resubmitting a run, whose results stand outside of the part."""
        base = self.run()
        body = RunPlanRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        past = Past(base.draft_id, base.experiment.name, base.pk)
        return _answer(
            forecast(
                self.workspace,
                asked.get("document", base.document),
                {**base.parameters, **asked["parameters"]},
                _asked(asked, past, base),
            )
        )


def _asked(asked: Mapping[str, Any], past: Past, base: Run | None) -> Asked:
    return Asked(past, part_in(asked), base, asked.get("regenerate_outputs", False))


def _answer(made: Forecast) -> Response:
    counts = {fate.value: made.count(fate) for fate in (Fate.RUN, Fate.REUSE, Fate.WAIT)}
    summary = {
        "total": sum(counts.values()) + made.count(Fate.LEFT_OUT),
        **counts,
        "expected_s": made.expected_s,
        "unmeasured": made.unmeasured,
    }
    steps = [{**vars(step), "why": step.why.to_json()} for step in made.steps]
    return Response(PlanSerializer({"steps": steps, "summary": summary}).data)
