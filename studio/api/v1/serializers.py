"""The v1 bodies: PascalCase, as SDK v1 clients and the scripts in the wild send them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.api.serializers import StrictSerializer


@extend_schema_field({"type": ["string", "number", "boolean"]})
class Scalar(serializers.Field[Any, Any, Any, Any]):
    """A text, number or boolean; the SDK sends text, scripts send either."""

    def to_internal_value(self, data: Any) -> str | int | float | bool:
        if not isinstance(data, (str, int, float, bool)):
            raise serializers.ValidationError("A text, a number or a boolean.", "wrong_type")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class Nothing(serializers.DictField):
    """Assignments of a kind no pipeline here has: an empty object passes, a name is refused."""

    def to_internal_value(self, data: Any) -> dict[Any, Any]:
        names = super().to_internal_value(data)
        if names:
            raise serializers.ValidationError(
                f"The pipeline has no such parameters: {', '.join(map(str, names))}.",
                "unknown_parameter",
            )
        return names


class SubmissionSerializer(StrictSerializer):
    """PipelineSubmissionInfo. Fields without a meaning here are taken and left alone."""

    ExperimentName = serializers.CharField(max_length=255)
    ParameterAssignments = serializers.DictField(child=Scalar(), required=False, allow_null=True)
    DataPathAssignments = Nothing(required=False, allow_null=True)
    DataSetDefinitionValueAssignments = Nothing(required=False, allow_null=True)
    Description = serializers.CharField(
        max_length=10_000, required=False, allow_blank=True, allow_null=True
    )
    ContinueRunOnStepFailure = serializers.BooleanField(required=False, allow_null=True)
    Tags = serializers.DictField(
        child=serializers.CharField(max_length=1000, allow_blank=True),
        required=False,
        allow_null=True,
    )
    tags = serializers.DictField(
        child=serializers.CharField(max_length=1000, allow_blank=True),
        required=False,
        allow_null=True,
    )
    Properties = serializers.DictField(required=False, allow_null=True)
    RunSource = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    RunType = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    EnableNotification = serializers.BooleanField(required=False, allow_null=True)
    ScheduleId = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    ParentRunId = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    StepTags = serializers.DictField(required=False, allow_null=True)
