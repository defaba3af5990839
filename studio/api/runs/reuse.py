"""Reasons, forecasts and parts of pipelines in JSON."""

from typing import Any

from rest_framework import serializers

from studio.api.serializers import StrictSerializer

Shape = serializers.Serializer[Any]

REASONS = (
    "first_time", "changed", "upstream_changed", "upstream_runs", "forced", "disabled", "reused",
    "output_gone", "pinned", "left_out", "no_work", "incomplete",
)  # fmt: skip
COMPONENTS = (
    "kind", "scope", "script", "hash_paths", "argument", "parameter", "setting", "environment",
    "outputs", "input",
)  # fmt: skip
FATES = ("reuse", "run", "wait", "left_out", "none")


class DifferenceSerializer(Shape):
    """One thing that is not as it was. Of `script` and `hash_paths` the name is a path and the
    values are SHA-256 digests; null where there was or is nothing."""

    component = serializers.ChoiceField(choices=COMPONENTS)
    name = serializers.CharField(allow_blank=True)
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    added = serializers.IntegerField(required=False, help_text="Lines; absent for what is no text.")
    removed = serializers.IntegerField(required=False)


class ReasonSourceSerializer(Shape):
    """The earlier step run a step is compared with, or that stands for it."""

    run_id = serializers.UUIDField()
    run_number = serializers.IntegerField()
    step_run_id = serializers.UUIDField()
    ended_at = serializers.DateTimeField(allow_null=True)


class ReuseWarningSerializer(Shape):
    code = serializers.ChoiceField(choices=["unhashed_files_changed"])
    files = serializers.ListField(child=serializers.CharField())


class WhySerializer(Shape):
    """Why a step runs or is reused: see docs/reuse.md for the codes."""

    code = serializers.ChoiceField(choices=REASONS)
    source = ReasonSourceSerializer(allow_null=True)  # type: ignore[assignment]  # a field named source
    differences = DifferenceSerializer(many=True)
    warnings = ReuseWarningSerializer(many=True)


class ReusedFromSerializer(Shape):
    run_id = serializers.UUIDField()
    run_number = serializers.IntegerField()
    step_run_id = serializers.UUIDField()


class PartSerializer(StrictSerializer):
    """A part of a pipeline: from a step on, a step alone, up to a step, or what failed."""

    kind = serializers.ChoiceField(choices=["from", "only", "up_to", "failed"])
    node_id = serializers.CharField(
        max_length=200, allow_blank=True, required=False, help_text="Not for failed."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] != "failed" and not attrs.get("node_id"):
            raise serializers.ValidationError({"node_id": "Name a step."}, "required")
        return attrs


class RunPlanRequestSerializer(StrictSerializer):
    """What would be submitted; what is not given stays as it is saved."""

    document = serializers.DictField(required=False)
    parameters = serializers.DictField(required=False, default=dict)
    regenerate_outputs = serializers.BooleanField(required=False)
    part = PartSerializer(required=False)


class PlanRequestSerializer(RunPlanRequestSerializer):
    base_run = serializers.UUIDField(
        required=False,
        help_text="Whose results stand outside of the part; else the draft's newest run.",
    )


class StepForecastSerializer(Shape):
    """`wait`: whether it runs shows once the steps before it have run; `none`: nothing to do."""

    node_id = serializers.CharField()
    decision = serializers.ChoiceField(choices=FATES)
    why = WhySerializer()
    expected_s = serializers.FloatField(
        allow_null=True, help_text="Median of earlier runs; null when it will not run or never did."
    )


class PlanSummarySerializer(Shape):
    """Steps that need a worker, by what would happen to them; `expected_s` is the longest way
    through those that run, of which `unmeasured` never ran before."""

    total = serializers.IntegerField()
    run = serializers.IntegerField()
    reuse = serializers.IntegerField()
    wait = serializers.IntegerField()
    expected_s = serializers.FloatField(allow_null=True)
    unmeasured = serializers.IntegerField()


class PlanSerializer(Shape):
    """What would happen if this were submitted now."""

    steps = StepForecastSerializer(many=True)
    summary = PlanSummarySerializer()
