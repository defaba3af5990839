"""Datastores, their kinds and their files in JSON."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.api.serializers import StrictSerializer
from studio.workspaces.datastores import health_of
from studio.workspaces.models import DatastoreRecord, datastore_name_rule

Shape = serializers.Serializer[Any]
LONGEST_VALUE = 10_000


class DatastoreFieldSerializer(Shape):
    """`group`: fields of one group belong together, and at most one group is filled in."""

    name = serializers.CharField()
    title = serializers.CharField()
    help = serializers.CharField()
    secret = serializers.BooleanField()
    required = serializers.BooleanField()  # type: ignore[assignment]  # a field named required
    group = serializers.CharField(help_text="Empty for a setting; else it is a credential.")


class DatastoreKindSerializer(Shape):
    kind = serializers.CharField(source="name")
    title = serializers.CharField()
    description = serializers.CharField()
    needs_credentials = serializers.BooleanField()
    fields = DatastoreFieldSerializer(many=True)  # type: ignore[assignment]  # a field named fields


class HealthSerializer(Shape):
    """What trying the connection told. `code` is empty when all is well."""

    state = serializers.ChoiceField(choices=["ok", "failing"])
    code = serializers.ChoiceField(
        choices=["", "auth", "address", "missing", "timeout", "full", "settings", "failing"]
    )
    message = serializers.CharField()
    checked_at = serializers.DateTimeField()


class DatastoreSerializer(serializers.ModelSerializer[DatastoreRecord]):
    """Never a credential: only whether there are any."""

    settings = serializers.SerializerMethodField()
    is_builtin = serializers.BooleanField()
    has_credentials = serializers.SerializerMethodField()
    health = serializers.SerializerMethodField()

    class Meta:
        model = DatastoreRecord
        fields = (
            "name",
            "kind",
            "is_default",
            "is_builtin",
            "settings",
            "has_credentials",
            "health",
            "created_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_settings(self, record: DatastoreRecord) -> Mapping[str, str]:
        """Where the built-in ones lie is no one's business but the machine's."""
        return {} if record.is_builtin else record.settings

    def get_has_credentials(self, record: DatastoreRecord) -> bool:
        return bool(record.secret)

    @extend_schema_field(HealthSerializer(allow_null=True))
    def get_health(self, record: DatastoreRecord) -> Any:
        health = health_of(record)
        return HealthSerializer(health).data if health else None


def _words(**given: Any) -> serializers.DictField:
    return serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_VALUE, allow_blank=True), **given
    )


class ConnectionSerializer(StrictSerializer):
    """Settings and credentials by the names of the kind's fields."""

    kind = serializers.CharField(max_length=20)
    settings = _words(required=False, default=dict)
    credentials = _words(required=False, default=dict, write_only=True)


class NewDatastoreSerializer(ConnectionSerializer):
    name = serializers.CharField(max_length=60, validators=[datastore_name_rule])
    is_default = serializers.BooleanField(required=False, default=False)


class DatastoreChangeSerializer(StrictSerializer):
    """What is left out is kept, the credentials too; given, each replaces all of what was."""

    settings = _words(required=False)
    credentials = _words(required=False, write_only=True)
    is_default = serializers.BooleanField(required=False)

    def validate_is_default(self, wanted: bool) -> bool:
        if not wanted:
            raise serializers.ValidationError("Make another datastore the default instead.")
        return wanted


class StoredFileSerializer(Shape):
    path = serializers.CharField()
    size = serializers.IntegerField()
    modified = serializers.DateTimeField()
    is_folder = serializers.BooleanField()


class StoredFilesSerializer(Shape):
    """A page of a folder; `next` is what `after` takes, null at the end."""

    results = StoredFileSerializer(many=True, source="entries")
    next = serializers.CharField(allow_null=True)


class DeletedSerializer(Shape):
    deleted = serializers.IntegerField(help_text="How many files went.")


class UploadSerializer(Shape):
    """How an upload stands: `offset` bytes of `length` are safe."""

    id = serializers.UUIDField()
    path = serializers.CharField()
    offset = serializers.IntegerField()
    length = serializers.IntegerField()
    expires_at = serializers.DateTimeField()
