"""What control takes from the broker, and what it never does."""

import subprocess
import sys

import pytest

SHOW = """
from studio.config.celery import app
import django
django.setup()
from django.db import connection
c = app.conf
print(c.accept_content, c.task_serializer, c.result_backend, c.worker_enable_remote_control,
      c.task_acks_late, connection.settings_dict["CONN_MAX_AGE"])
"""


@pytest.fixture(scope="module")
def shown() -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_messages_are_json_without_results_and_without_remote_control(shown: list[str]):
    assert shown[:5] == ["['json']", "json", "None", "False", "False"]


def test_control_keeps_its_connections(shown: list[str]):
    assert shown[5] == "None"
