from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "studio.publishing"

    def ready(self) -> None:
        from studio.publishing.datastore_users import published_naming  # models are loaded now
        from studio.workspaces.users import register_datastore_users

        register_datastore_users(published_naming)
