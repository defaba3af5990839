"""The room of assets, as Django sees it."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "studio.assets"
    label = "assets"
    default_auto_field = "django.db.models.BigAutoField"
