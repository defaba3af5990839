"""Drafts in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.api.serializers import PersonSerializer, ProblemSerializer, StrictSerializer
from studio.graph.document import DocumentError
from studio.graph.model import Problem
from studio.pipelines.models import Draft
from studio.pipelines.queries import problems_of

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 10_000


class LastRunSerializer(serializers.Serializer[Any]):
    """The newest run of a draft or of a published pipeline."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.CharField()
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class DraftSerializer(serializers.ModelSerializer[Draft]):
    """A draft with its document and the problems that stand between it and a run."""

    document = serializers.DictField()
    created_by = PersonSerializer()
    updated_by = PersonSerializer()
    problems = ProblemSerializer(many=True)

    class Meta:
        model = Draft
        fields = (
            "id",
            "name",
            "description",
            "revision",
            "document",
            "problems",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by",
            "deleted_at",
        )
        read_only_fields = fields


class DraftRowSerializer(serializers.ModelSerializer[Draft]):
    """A draft in a list: without its document, with its last run."""

    created_by = PersonSerializer()
    updated_by = PersonSerializer()
    last_run = serializers.SerializerMethodField()

    class Meta:
        model = Draft
        fields = (
            "id",
            "name",
            "description",
            "revision",
            "step_count",
            "last_run",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by",
            "deleted_at",
        )
        read_only_fields = fields

    @extend_schema_field(LastRunSerializer(allow_null=True))
    def get_last_run(self, draft: Draft) -> Any:
        run = self.context["last_runs"].get(draft.pk)
        return LastRunSerializer(run).data if run else None


class NewDraftSerializer(StrictSerializer):
    """At most one of the three says where the drawing comes from; without any it begins empty."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False, default="")
    description = serializers.CharField(
        max_length=LONGEST_DESCRIPTION, allow_blank=True, required=False, default=""
    )
    document = serializers.DictField(required=False)
    example = serializers.CharField(max_length=100, required=False)
    duplicate_of = serializers.UUIDField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        origins = [name for name in ("document", "example", "duplicate_of") if name in attrs]
        if len(origins) > 1:
            raise serializers.ValidationError(
                {origins[1]: f"Give either {origins[0]} or {origins[1]}."}
            )
        if not attrs["name"] and origins in ([], ["document"]):
            raise serializers.ValidationError({"name": "A draft needs a name."}, "required")
        return attrs


class DraftChangeSerializer(StrictSerializer):
    """What PATCH takes; a document needs `If-Match` with the revision it was made from."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    description = serializers.CharField(
        max_length=LONGEST_DESCRIPTION, allow_blank=True, required=False
    )
    document = serializers.DictField(required=False)


class CheckSerializer(StrictSerializer):
    document = serializers.DictField()


class ProblemsSerializer(serializers.Serializer[Any]):
    problems = ProblemSerializer(many=True)


def draft_with_problems(draft: Draft) -> Draft:
    """The draft as DraftSerializer wants it."""
    draft.problems = stored_problems(draft)  # type: ignore[attr-defined]  # read by the serializer only
    return draft


def stored_problems(draft: Draft) -> list[Problem]:
    """A stored document has the right shape, unless its schema is newer than this studio."""
    try:
        return problems_of(draft.workspace, draft.document)
    except DocumentError as error:
        return [Problem("invalid_document", detail={"code": error.code, "path": error.path})]
