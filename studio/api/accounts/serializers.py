"""The signed-in person in JSON."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from studio.accounts.models import User
from studio.api.serializers import StrictSerializer
from studio.workspaces.models import Role


class MeSerializer(serializers.ModelSerializer[User]):
    has_password = serializers.BooleanField(source="has_usable_password")

    class Meta:
        model = User
        fields = ("id", "username", "display_name", "has_password")
        read_only_fields = fields


class SessionWorkspaceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)


class SessionSerializer(serializers.Serializer[Any]):
    """Who is signed in, and where they may go."""

    user = MeSerializer()
    workspaces = SessionWorkspaceSerializer(many=True)
    version = serializers.CharField(default=settings.STUDIO_VERSION)


class PasswordSerializer(StrictSerializer):
    """`current` may be left out by somebody who has no password yet."""

    current = serializers.CharField(
        max_length=1000, required=False, default="", trim_whitespace=False
    )
    new = serializers.CharField(max_length=1000, trim_whitespace=False)
