"""By what the list of runs can be narrowed."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError

from studio.api.paging import NewestFirst
from studio.publishing.queries import run_ids_of
from studio.runs.models import STATES, Run

Runs = QuerySet[Run]
PAGING = {"limit", "cursor"}
KNOWN_STATES = {state for state, _ in STATES}


class NewestRunsFirst(NewestFirst):
    """By number, which grows with every run of a workspace."""

    ordering = ("-number",)


class RunFilter(filters.FilterSet):
    """All given conditions hold together."""

    experiment = filters.CharFilter(field_name="experiment__name", max_length=255)
    draft = filters.UUIDFilter(field_name="draft_id")
    published = filters.UUIDFilter(method="of_published")
    state = filters.CharFilter(method="in_states", label="States, separated by commas.")
    created_by = filters.UUIDFilter(field_name="created_by_id")
    created_after = filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_before = filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="lt")
    search = filters.CharFilter(method="with_words", max_length=200)

    class Meta:
        model = Run
        fields: list[str] = []

    def is_valid(self) -> bool:
        """A condition we do not know is refused: dropped, it would show runs nobody asked for."""
        unknown = sorted(set(self.data) - set(self.filters) - PAGING)
        if unknown:
            raise ValidationError({unknown[0][:40]: ["There is no such filter."]}, "unknown_filter")
        return bool(super().is_valid())

    def of_published(self, runs: Runs, name: str, value: UUID) -> Runs:
        return runs.filter(pk__in=run_ids_of(value))

    def in_states(self, runs: Runs, name: str, value: str) -> Runs:
        states = [state.strip() for state in value.split(",") if state.strip()]
        unknown = sorted(set(states) - KNOWN_STATES)
        if unknown:
            raise ValidationError({"state": [f"There is no state {unknown[0][:40]}."]}, "bad_state")
        return runs.filter(state__in=states)

    def with_words(self, runs: Runs, name: str, value: str) -> Runs:
        """Every word is somewhere in the name, experiment or description, or is the number."""
        for word in value.split():
            found = Q(name__icontains=word) | Q(experiment__name__icontains=word)
            found |= Q(description__icontains=word)
            number = word.removeprefix("#")
            if number.isascii() and number.isdecimal() and len(number) < 10:
                found |= Q(number=int(number))
            runs = runs.filter(found)
        return runs
