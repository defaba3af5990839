"""Lists in pages that stay right while rows are added: cursors, never offsets."""

import re
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

_LIMIT = re.compile(r"[1-9][0-9]*")


class NewestFirst(CursorPagination):
    """`?limit=` up to 200 rows and `?cursor=` from the answer before."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering: tuple[str, ...] = ("-created_at", "-id")

    def get_page_size(self, request: Request) -> int:
        """More than a page may hold is cut to it; what is no number of rows is refused."""
        asked = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if not _LIMIT.fullmatch(asked):
            raise ValidationError({"limit": ["A whole number from 1."]}, "bad_limit")
        return min(int(asked[:9]), self.max_page_size)

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, DjangoValidationError, ValueError, OverflowError):
            raise ValidationError(
                {"cursor": ["This cursor is not one of ours."]}, "bad_cursor"
            ) from None


class LastChangedFirst(NewestFirst):
    ordering = ("-updated_at", "-id")
