"""The room of assets, as Django sees it."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "studio.assets"
    label = "assets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # models exist only from here on
        from studio.assets import steps
        from studio.assets.queries import datastore_users
        from studio.pipelines.checks import register_check
        from studio.workspaces.users import register_datastore_users

        register_datastore_users(datastore_users)
        register_check(steps.dataset_problems)
        steps.sign_up()
