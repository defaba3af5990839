from django.apps import AppConfig


class PipelinesConfig(AppConfig):
    name = "studio.pipelines"

    def ready(self) -> None:
        from studio.pipelines.datastore_users import drafts_naming  # models are loaded now
        from studio.workspaces.users import register_datastore_users

        register_datastore_users(drafts_naming)
