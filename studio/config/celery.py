"""The Celery app of control. Start it as `-A studio.config.celery`; nothing imports it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.config.settings")

app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
