"""The room of live updates, as Django sees it."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "studio.live"
    label = "live"

    def ready(self) -> None:
        # models exist only from here on
        from studio.assets.events import assets_changed
        from studio.live import broadcast
        from studio.pipelines.events import draft_changed
        from studio.publishing.events import published_changed
        from studio.runs.events import log_grew, run_changed

        run_changed.connect(broadcast.on_run_changed)
        log_grew.connect(broadcast.on_log_grew)
        draft_changed.connect(broadcast.on_draft_changed)
        published_changed.connect(broadcast.on_published_changed)
        assets_changed.connect(broadcast.on_assets_changed)
