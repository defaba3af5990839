"""Datasets and models in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.api.serializers import PersonSerializer, StrictSerializer
from studio.assets.models import DatasetKind

Shape = serializers.Serializer[Any]


class WordsField(serializers.CharField):
    """What people say about a thing; may be left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10_000, required=False, allow_blank=True, **options)


class TextsField(serializers.DictField):
    """Texts by name, at most 100."""

    child = serializers.CharField(max_length=5_000, allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        texts = super().to_internal_value(data)
        if len(texts) > 100 or any(len(name) > 255 for name in texts):
            raise serializers.ValidationError(
                "At most 100 entries, with names of at most 255 letters.", "too_many"
            )
        return texts


class PlaceSerializer(StrictSerializer):
    """A file or folder of a datastore."""

    datastore = serializers.CharField(max_length=255)
    path = serializers.CharField(max_length=1024)


class MadeBySerializer(Shape):
    """The step that registered a version, or made what it names."""

    id = serializers.UUIDField(help_text="Of the run.")
    number = serializers.IntegerField()
    step_id = serializers.UUIDField()
    step_name = serializers.CharField()


class VersionSerializer(Shape):
    version = serializers.IntegerField(source="number")
    description = serializers.CharField(allow_blank=True)
    tags = TextsField()
    created_at = serializers.DateTimeField()
    created_by = PersonSerializer(allow_null=True)
    run = serializers.SerializerMethodField()

    @extend_schema_field(MadeBySerializer(allow_null=True))
    def get_run(self, version: Any) -> Any:
        step = version.step_run
        if step is None:
            return None
        made = {"id": step.run_id, "number": step.run.number}
        return MadeBySerializer({**made, "step_id": step.pk, "step_name": step.name}).data


class DatasetVersionSerializer(VersionSerializer):
    kind = serializers.ChoiceField(choices=DatasetKind.choices, source="dataset.kind")
    paths = PlaceSerializer(many=True)


class ModelVersionSerializer(VersionSerializer):
    """`path` is a file or a folder; sizes in bytes."""

    properties = TextsField()
    path = PlaceSerializer(source="*")
    kind = serializers.ChoiceField(choices=["file", "folder"])
    size = serializers.IntegerField()
    file_count = serializers.IntegerField()


class AssetSerializer(Shape):
    """What a list shows: the name, and its newest version's words."""

    name = serializers.CharField()
    version = serializers.IntegerField(source="newest", help_text="The newest.")
    version_count = serializers.IntegerField()
    description = serializers.CharField(source="last.description", allow_blank=True)
    tags = TextsField(source="last.tags")
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField(help_text="When the newest version was registered.")
    created_by = PersonSerializer(source="last.created_by", allow_null=True)


class DatasetSerializer(AssetSerializer):
    kind = serializers.ChoiceField(choices=DatasetKind.choices)


class ModelSerializer(AssetSerializer):
    """`size` and `file_count` are the newest version's."""

    size = serializers.IntegerField(source="last.size")
    file_count = serializers.IntegerField(source="last.file_count")


class DatasetDetailSerializer(DatasetSerializer):
    versions = DatasetVersionSerializer(many=True, source="shown", help_text="Newest first.")


class ModelDetailSerializer(ModelSerializer):
    versions = ModelVersionSerializer(many=True, source="shown", help_text="Newest first.")


class NewDatasetVersionSerializer(StrictSerializer):
    paths = serializers.ListField(child=PlaceSerializer(), allow_empty=False, max_length=1000)
    description = WordsField(default="")
    tags = TextsField(required=False)


class NewDatasetSerializer(NewDatasetVersionSerializer):
    name = serializers.CharField(max_length=255)
    kind = serializers.ChoiceField(choices=DatasetKind.choices)


class OfRunSerializer(StrictSerializer):
    """One output of a step, or a file or folder among its files."""

    run_id = serializers.UUIDField()
    step_id = serializers.UUIDField()
    output = serializers.CharField(max_length=255, required=False)
    path = serializers.CharField(max_length=1024, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("output" in attrs) == ("path" in attrs):
            raise serializers.ValidationError({"output": "Give either output or path."}, "required")
        return attrs


class NewModelSerializer(StrictSerializer):
    """Registers files of a datastore (`path`) or of a step (`run`) as the next version."""

    name = serializers.CharField(max_length=255)
    path = PlaceSerializer(required=False)
    run = OfRunSerializer(required=False)
    description = WordsField(default="")
    tags = TextsField(required=False)
    properties = TextsField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("path" in attrs) == ("run" in attrs):
            raise serializers.ValidationError({"path": "Give either path or run."}, "required")
        return attrs


class ModelChangeSerializer(StrictSerializer):
    description = WordsField()
    tags = TextsField(required=False)
    properties = TextsField(required=False)


class ModelFileSerializer(Shape):
    """`sha256` is "" for files of a user's own datastore."""

    path = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField(allow_blank=True)
