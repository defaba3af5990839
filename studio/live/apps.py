"""The room of live updates, as Django sees it."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "studio.live"
    label = "live"
