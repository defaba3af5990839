"""Serializers that refuse what they do not know, so that nothing a client sends is dropped in silence."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from studio.accounts.models import User
from studio.graph.model import Problem


class StrictSerializer(serializers.Serializer[Any]):
    """An unknown field is an error of its own, which names it."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = [name for name in data if name not in self._writable_names]
            if unknown:
                raise serializers.ValidationError(
                    {
                        str(name): [ErrorDetail("There is no such field.", "unknown_field")]
                        for name in unknown
                    }
                )
        return super().to_internal_value(data)

    @property
    def _writable_names(self) -> set[str]:
        return {name for name, field in self.fields.items() if not field.read_only}


class PersonSerializer(serializers.ModelSerializer[User]):
    """Whom a row belongs to."""

    class Meta:
        model = User
        fields = ("id", "display_name")
        read_only_fields = fields


class ProblemSerializer(serializers.Serializer[Problem]):
    """One thing that is wrong with a document; clients turn the code into words."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "warning"])
    node = serializers.CharField(allow_null=True)
    port = serializers.CharField(allow_null=True)
    field = serializers.CharField(allow_null=True)
    detail = serializers.DictField()


class ErrorItemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class ErrorSerializer(serializers.Serializer[Any]):
    """The one shape of every error."""

    type = serializers.ChoiceField(choices=["validation_error", "client_error", "server_error"])
    errors = ErrorItemSerializer(many=True)  # type: ignore[assignment]  # DRF has an attribute of this name
    extra = serializers.DictField(required=False)
