"""Published pipelines in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.api.pipelines.serializers import LastRunSerializer
from studio.api.serializers import PersonSerializer, StrictSerializer
from studio.publishing.models import PublishedPipeline


@extend_schema_field({"type": ["string", "number", "boolean"]})
class ScalarField(serializers.JSONField):
    """A value of a parameter."""


class ParameterSerializer(serializers.Serializer[Any]):
    """A value a caller may set."""

    name = serializers.CharField()
    type = serializers.ChoiceField(choices=["int", "float", "bool", "string"])
    default = ScalarField()
    description = serializers.CharField(allow_blank=True)


class PublishedRowSerializer(serializers.ModelSerializer[PublishedPipeline]):
    """A published pipeline in the list; wants `endpoints`, `last_runs`, `call_counts`, `refused_counts`."""

    created_by = PersonSerializer()
    endpoint = serializers.SerializerMethodField()
    last_run = serializers.SerializerMethodField()
    call_counts = serializers.SerializerMethodField()
    refused_count = serializers.SerializerMethodField()

    class Meta:
        model = PublishedPipeline
        fields: tuple[str, ...] = (
            "id",
            "name",
            "description",
            "version",
            "status",
            "endpoint",
            "last_run",
            "call_counts",
            "refused_count",
            "created_by",
            "created_at",
        )
        read_only_fields = fields

    def get_endpoint(self, published: PublishedPipeline) -> str:
        return str(self.context["endpoints"][published.pk])

    @extend_schema_field(LastRunSerializer(allow_null=True))
    def get_last_run(self, published: PublishedPipeline) -> Any:
        run = self.context["last_runs"].get(published.pk)
        return LastRunSerializer(run).data if run else None

    def get_call_counts(self, published: PublishedPipeline) -> list[int]:
        """Calls a day over the last 30 days, oldest first."""
        return list(self.context["call_counts"][published.pk])

    def get_refused_count(self, published: PublishedPipeline) -> int:
        """Calls refused since it was disabled."""
        return int(self.context["refused_counts"].get(published.pk, 0))


class PublishedSerializer(PublishedRowSerializer):
    """One published pipeline with its graph, its parameters and a call to paste."""

    document = serializers.DictField()
    parameters = serializers.SerializerMethodField()
    curl = serializers.SerializerMethodField()

    class Meta(PublishedRowSerializer.Meta):
        fields = (
            *PublishedRowSerializer.Meta.fields,
            "document",
            "parameters",
            "curl",
            "continue_on_step_failure",
            "source_draft",
            "source_revision",
            "source_run",
        )
        read_only_fields = fields

    @extend_schema_field(ParameterSerializer(many=True))
    def get_parameters(self, published: PublishedPipeline) -> Any:
        return ParameterSerializer(published.document["parameters"], many=True).data

    def get_curl(self, published: PublishedPipeline) -> str:
        return str(self.context["curls"][published.pk])


class NewPublishedSerializer(StrictSerializer):
    """Publishes the draft as it is now, or the document of a run."""

    draft = serializers.UUIDField(required=False)
    run = serializers.UUIDField(required=False)
    name = serializers.CharField(max_length=200)
    description = serializers.CharField(
        max_length=10_000, required=False, allow_blank=True, default=""
    )
    version = serializers.CharField(max_length=50, required=False, default="1.0")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("draft" in attrs) == ("run" in attrs):
            raise serializers.ValidationError({"draft": "Give either draft or run."}, "required")
        return attrs
