"""`Idempotency-Key`: the same request sent twice makes one run."""

import re

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same request with the same key makes one run, however often it is sent.",
)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def idempotency_key(request: Request) -> str | None:
    """Raises ValidationError for a key that is too long or not plain ASCII."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        problem = "At most 255 visible ASCII characters."
        raise ValidationError({"Idempotency-Key": [problem]}, "bad_key")
    return key
