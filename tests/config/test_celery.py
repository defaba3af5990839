"""What control takes from the broker, and what it never does."""

import subprocess
import sys

import pytest

SHOW = """
from studio.config.celery import app
import django, sys
django.setup()
from django.core.checks import run_checks
assert run_checks() == []
from django.db import connection
c = app.conf
print(c.accept_content, c.task_serializer, c.result_backend, c.worker_enable_remote_control,
      c.task_acks_late, c.DB_REUSE_MAX > 10**6, connection.settings_dict["CONN_MAX_AGE"],
      "rest_framework" in sys.modules)
"""


@pytest.fixture(scope="module")
def shown() -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "STUDIO_PROCESS": "control", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_messages_are_json_without_results_and_without_remote_control(shown: list[str]):
    assert shown[:5] == ["['json']", "json", "None", "False", "False"]


def test_control_keeps_its_connections(shown: list[str]):
    assert shown[5:7] == ["True", "None"]


def test_control_does_not_carry_the_doors_with_it(shown: list[str]):
    assert shown[7] == "False"
