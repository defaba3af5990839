"""How our views describe themselves in the OpenAPI document."""

from typing import Any, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from studio.api.serializers import ErrorSerializer


class Schema(AutoSchema):
    """Every operation may answer with an error, and all errors have one shape."""

    def get_tags(self) -> list[str]:
        """The noun after the workspace: drafts, runs, tokens …"""
        parts = [part for part in self.path.split("/") if part and not part.startswith("{")]
        nouns = [part for part in parts if part not in ("api", "workspaces")]
        return [nouns[0] if nouns else "workspaces"]

    def _get_response_bodies(
        self, direction: Literal["request", "response"] = "response"
    ) -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if direction == "response" and "default" not in bodies and self.path.startswith("/api/"):
            bodies["default"] = self._get_response_for_code(ErrorSerializer, "default")
        return bodies


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "studio.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An API token of one workspace."}
