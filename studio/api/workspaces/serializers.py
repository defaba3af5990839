"""Workspaces, members, tokens and places in JSON."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from studio.accounts.models import User, username_rule
from studio.api.serializers import PersonSerializer, StrictSerializer
from studio.catalog import REUSE_SCOPES
from studio.workspaces.models import (
    ApiToken,
    ComputeTarget,
    Membership,
    Role,
    TokenScope,
    Workspace,
    name_rule,
)


class WorkspaceSerializer(serializers.ModelSerializer[Workspace]):
    role = serializers.ChoiceField(choices=Role.choices)

    class Meta:
        model = Workspace
        fields = ("id", "name", "role", "created_at", "reuse_scope")
        read_only_fields = fields


class WorkspaceChangeSerializer(StrictSerializer):
    """How much of a step's source folder decides over reuse, where the step does not say."""

    reuse_scope = serializers.ChoiceField(choices=REUSE_SCOPES)


class NewWorkspaceSerializer(StrictSerializer):
    name = serializers.CharField(max_length=60, validators=[name_rule])


class MemberUserSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ("id", "username", "display_name", "is_active")
        read_only_fields = fields


class MemberSerializer(serializers.ModelSerializer[Membership]):
    user = MemberUserSerializer()

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ("id", "user", "role", "created_at")
        read_only_fields = fields


class NewMemberSerializer(StrictSerializer):
    """A user name nobody has makes a new user, who gets a sign-in link."""

    username = serializers.CharField(max_length=150, validators=[username_rule])
    display_name = serializers.CharField(max_length=150, required=False, default="")
    role = serializers.ChoiceField(choices=Role.choices)


class InvitedMemberSerializer(MemberSerializer):
    """`sign_in_link` is set once, for a user this call has made."""

    sign_in_link = serializers.CharField(allow_null=True)

    class Meta(MemberSerializer.Meta):
        fields = (*MemberSerializer.Meta.fields, "sign_in_link")
        read_only_fields = fields


class RoleSerializer(StrictSerializer):
    role = serializers.ChoiceField(choices=Role.choices)


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A token without the token: its first letters only."""

    user = PersonSerializer()
    published_id = serializers.UUIDField(source="published", allow_null=True)

    class Meta:
        model = ApiToken
        fields: tuple[str, ...] = (
            "id",
            "name",
            "prefix",
            "scope",
            "published_id",
            "user",
            "created_at",
            "expires_at",
            "last_used_at",
        )
        read_only_fields = fields


class CreatedTokenSerializer(TokenSerializer):
    """The one answer that carries the token itself."""

    token = serializers.CharField()

    class Meta(TokenSerializer.Meta):
        fields = (*TokenSerializer.Meta.fields, "token")
        read_only_fields = fields


class NewTokenSerializer(StrictSerializer):
    name = serializers.CharField(max_length=100)
    scope = serializers.ChoiceField(choices=TokenScope.choices)
    published_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    expires_in_days = serializers.IntegerField(
        min_value=1, max_value=3650, required=False, allow_null=True
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needs_one = attrs["scope"] == TokenScope.ENDPOINT
        if needs_one and attrs["published_id"] is None:
            raise serializers.ValidationError(
                {"published_id": "An endpoint token names the published pipeline it may call."},
                "required",
            )
        if not needs_one and attrs["published_id"] is not None:
            raise serializers.ValidationError(
                {"published_id": "Only an endpoint token names a published pipeline."}
            )
        days = attrs.pop("expires_in_days", None)
        attrs["expires_at"] = timezone.now() + timedelta(days=days) if days else None
        return attrs


class BlobSerializer(serializers.Serializer[Any]):
    sha256 = serializers.CharField()
    size = serializers.IntegerField()


class ComputeTargetSerializer(serializers.ModelSerializer[ComputeTarget]):
    class Meta:
        model = ComputeTarget
        fields = ("name", "kind", "is_default")
        read_only_fields = fields
