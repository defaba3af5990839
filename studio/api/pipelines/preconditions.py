"""`If-Match`: the revision a change was made from."""

import re

from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

_TAG = re.compile(r'(?:W/)?("?)([0-9]{1,9})\1\Z')


class RevisionNeeded(APIException):
    status_code = 428
    default_code = "revision_needed"
    default_detail = (
        "Saving a document needs the header If-Match with the revision it was made from."
    )


def expected_revision(request: Request) -> int:
    """Raises RevisionNeeded without the header, ValidationError for one that is no revision."""
    tag = request.headers.get("If-Match")
    if tag is None:
        raise RevisionNeeded
    match = _TAG.match(tag.strip())
    if not match:
        raise ValidationError({"If-Match": ["This is not a revision."]}, "bad_revision")
    return int(match.group(2))
