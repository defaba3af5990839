"""The Celery app of control. Start it as `-A studio.config.celery`; nothing imports it."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.config.settings")

# Control's few threads live as long as it does and keep their connection. A thread of the web
# process lives for one request: there a kept connection would only be a leak.
settings.DATABASES["default"].update(CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=True)

app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
