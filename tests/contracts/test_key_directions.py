"""Foreign keys run one way: from what happened to what it happened to."""

from typing import Any

from django.apps import apps
from django.db.models import Field

ORDER = ["accounts", "workspaces", "pipelines", "runs", "assets", "publishing"]


def test_no_key_points_to_a_room_that_comes_later():
    wrong = [
        f"{model._meta.label}.{name} → {target._meta.label}"
        for model, name, target in _keys()
        if _place(target) > _place(model)
    ]
    assert wrong == []


def test_only_six_rooms_own_tables():
    ours = {
        model._meta.app_label
        for model in apps.get_models()
        if model.__module__.startswith("studio.")
    }
    assert ours == set(ORDER)


def _keys() -> list[tuple[Any, str, Any]]:
    """(model, key, model it points to), of every table of ours."""
    return [
        (model, field.name, field.related_model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.related_model is not None
    ]


def _place(model: Any) -> int:
    label = model._meta.app_label
    return ORDER.index(label) if label in ORDER else -1
