"""Runs, their steps and attempts in JSON."""

from typing import Any

from rest_framework import serializers

from studio.api.runs.reuse import PartSerializer, ReusedFromSerializer, WhySerializer
from studio.api.serializers import PersonSerializer, StrictSerializer
from studio.runs.models import STATES, Experiment, Run

Shape = serializers.Serializer[Any]


class ReasonSerializer(Shape):
    """Why something did not complete: a code of the closed list, and what makes it concrete."""

    code = serializers.CharField()
    detail = serializers.DictField()


class NamedSerializer(Shape):
    id = serializers.UUIDField()
    name = serializers.CharField()


class DraftSubmittedSerializer(NamedSerializer):
    """The draft a run came from, as it was then."""

    revision = serializers.IntegerField(allow_null=True)


class RunRowSerializer(Shape):
    """A run in a list."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    name = serializers.CharField()
    experiment = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    reason = ReasonSerializer(allow_null=True)
    source = serializers.ChoiceField(choices=Run.Source.choices)  # type: ignore[assignment]  # a field named source
    draft = DraftSubmittedSerializer(allow_null=True)
    published = NamedSerializer(allow_null=True)
    created_by = PersonSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    cancel_requested_at = serializers.DateTimeField(allow_null=True)
    duration_s = serializers.FloatField(allow_null=True)
    step_counts = serializers.DictField(child=serializers.IntegerField())
    seq = serializers.IntegerField(help_text="Number of the newest event.")
    can = serializers.ListField(child=serializers.CharField())


class AttemptSerializer(Shape):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    node = serializers.CharField(allow_null=True)
    log_size = serializers.IntegerField(help_text="Bytes, as far as known here.")
    log_ended = serializers.BooleanField()
    log_removed_at = serializers.DateTimeField(
        allow_null=True, required=False, help_text="When retention removed the log."
    )
    queued_at = serializers.DateTimeField()
    claimed_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    exit_code = serializers.IntegerField(allow_null=True)
    signal = serializers.IntegerField(allow_null=True)
    timings = serializers.DictField(child=serializers.FloatField())
    max_rss_bytes = serializers.IntegerField(allow_null=True)
    reason = ReasonSerializer(allow_null=True)
    log_tail = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Last lines; failed attempts only."
    )


class StepInputSerializer(Shape):
    name = serializers.CharField()
    datastore = serializers.CharField()
    path = serializers.CharField(help_text="Empty until the step before has completed.")
    from_node = serializers.CharField(allow_null=True)


class StepOutputSerializer(Shape):
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=["file", "folder"])
    size = serializers.IntegerField()
    file_count = serializers.IntegerField()
    datastore = serializers.CharField()
    path = serializers.CharField()
    removed_at = serializers.DateTimeField(
        allow_null=True, required=False, help_text="When retention removed the bytes."
    )


class SourceFileSerializer(Shape):
    sha256 = serializers.CharField()
    size = serializers.IntegerField()


class StepRunSerializer(Shape):
    """One node of the document in this run."""

    id = serializers.UUIDField()
    node_id = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    reason = ReasonSerializer(allow_null=True)
    waits_for = serializers.ListField(child=serializers.CharField(), help_text="Node ids.")
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    duration_s = serializers.FloatField(allow_null=True)
    attempt_count = serializers.IntegerField()
    attempts = AttemptSerializer(many=True)
    arguments = serializers.ListField(child=serializers.CharField())
    files = serializers.DictField(
        child=SourceFileSerializer(), help_text="The step's frozen source, by path; see blobs."
    )
    inputs = StepInputSerializer(many=True)
    outputs = StepOutputSerializer(many=True)
    can = serializers.ListField(child=serializers.CharField())
    why = WhySerializer(allow_null=True, help_text="Null in runs older than reasons.")
    fingerprint = serializers.CharField(
        allow_null=True, help_text="Null until all inputs are known."
    )
    reused_from = ReusedFromSerializer(allow_null=True)


class RerunOfSerializer(Shape):
    id = serializers.UUIDField()
    number = serializers.IntegerField()


class RunSerializer(RunRowSerializer):
    """A run with its frozen document and its steps."""

    document = serializers.DictField()
    parameters = serializers.DictField()
    continue_on_step_failure = serializers.BooleanField()
    description = serializers.CharField()
    tags = serializers.DictField(child=serializers.CharField())
    properties = serializers.DictField(
        child=serializers.CharField(), help_text="Where the files came from: azureml.git.*"
    )
    rerun_of = RerunOfSerializer(allow_null=True)
    part = PartSerializer(allow_null=True)
    regenerate_outputs = serializers.BooleanField()
    steps = StepRunSerializer(many=True)


class NewRunSerializer(StrictSerializer):
    """What to run: a draft as it is saved, or a document; with both, the document of that draft."""

    draft = serializers.UUIDField(required=False)
    document = serializers.DictField(required=False)
    experiment = serializers.CharField(max_length=255)
    parameters = serializers.DictField(required=False, default=dict)
    continue_on_step_failure = serializers.BooleanField(required=False, default=False)
    description = serializers.CharField(
        max_length=10_000, allow_blank=True, required=False, default=""
    )
    tags = serializers.DictField(
        child=serializers.CharField(max_length=255, allow_blank=True), required=False, default=dict
    )
    part = PartSerializer(required=False)
    regenerate_outputs = serializers.BooleanField(required=False)
    base_run = serializers.UUIDField(
        required=False,
        help_text="Whose results stand outside of the part; else the draft's newest run.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "draft" not in attrs and "document" not in attrs:
            raise serializers.ValidationError(
                {"document": "Give a draft or a document."}, "required"
            )
        return attrs


class ResubmitSerializer(StrictSerializer):
    """Parameters that are not named keep the values of the earlier run."""

    parameters = serializers.DictField(required=False, default=dict)
    document = serializers.DictField(required=False)
    part = PartSerializer(required=False)
    regenerate_outputs = serializers.BooleanField(required=False)


class EventSerializer(Shape):
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    step_run = serializers.UUIDField(allow_null=True, source="step_run_id")
    data = serializers.DictField()  # type: ignore[assignment]  # a field named data


class MetricValueSerializer(Shape):
    value = serializers.JSONField()
    step = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField()


class MetricSerializer(Shape):
    """All values a script logged under one name, in order."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=["scalar", "list", "row", "table", "image"])
    values = MetricValueSerializer(many=True)


class StepMetricSerializer(MetricSerializer):
    """The same, of one step of a run."""

    step_id = serializers.UUIDField()
    node_id = serializers.CharField()
    step_name = serializers.CharField()


class ArtifactSerializer(Shape):
    path = serializers.CharField()
    size = serializers.IntegerField()
    content_type = serializers.CharField()


class LogMatchSerializer(Shape):
    offset = serializers.IntegerField(help_text="Where the line begins, in bytes.")
    line = serializers.IntegerField(help_text="Its number, from 1.")


class LogMatchesSerializer(Shape):
    """Unless `complete`, ask again with `after_offset` = `next_offset`."""

    matches = LogMatchSerializer(many=True)
    complete = serializers.BooleanField()
    next_offset = serializers.IntegerField()


class LogTimesSerializer(Shape):
    """Pairs of a byte offset and the epoch milliseconds by which the bytes before it were there."""

    times = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    )


class ExperimentSerializer(serializers.ModelSerializer[Experiment]):
    run_count = serializers.IntegerField()

    class Meta:
        model = Experiment
        fields = ("name", "run_count")
        read_only_fields = fields
