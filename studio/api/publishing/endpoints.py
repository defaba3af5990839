"""The address of a published pipeline, and a call of it ready to paste."""

import json
import shlex

from django.http import HttpRequest
from django.urls import reverse
from rest_framework.request import Request

from studio.publishing.models import PublishedPipeline

# SDK v1 addresses name a subscription and a resource group. We have neither; clients use the URL as it is.
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
RESOURCE_GROUP = "studio"


def endpoint_url(
    request: Request | HttpRequest, published: PublishedPipeline, workspace_name: str
) -> str:
    """Absolute, with the host the caller used."""
    path = reverse(
        "v1-pipeline-submit", args=[SUBSCRIPTION, RESOURCE_GROUP, workspace_name, published.pk]
    )
    return request.build_absolute_uri(path)


def curl_text(url: str, published: PublishedPipeline) -> str:
    """Sends the defaults; the token comes from the environment, so it does not end in a shell's history."""
    defaults = {
        parameter["name"]: parameter["default"] for parameter in published.document["parameters"]
    }
    body = json.dumps(
        {"ExperimentName": published.name, "ParameterAssignments": defaults}, ensure_ascii=False
    )
    return "\n".join(
        [
            f"curl -X POST {shlex.quote(url)} \\",
            '  -H "Authorization: Bearer $STUDIO_TOKEN" \\',
            "  -H 'Content-Type: application/json' \\",
            f"  -d {shlex.quote(body)}",
        ]
    )
