"""Lists in pages that stay right while rows are added: cursors, never offsets."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class NewestFirst(CursorPagination):
    """`?limit=` up to 200 rows and `?cursor=` from the answer before."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering: tuple[str, ...] = ("-created_at", "-id")

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
