"""The room of runs, as Django sees it."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "studio.runs"
    label = "runs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from studio.runs.datastore_users import running_on  # models are loaded now
        from studio.workspaces.users import register_datastore_users

        register_datastore_users(running_on)
