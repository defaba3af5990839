"""DATABASE_URL in, Django's settings out."""

from pathlib import Path

import pytest

from studio.config.database import DatabaseUrlProblem, database_settings


def test_without_a_url_it_is_sqlite_under_the_data_folder():
    settings = database_settings("", Path("/home/of/studio"))
    assert settings["NAME"] == "/home/of/studio/db.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in settings["OPTIONS"]["init_command"]


def test_a_postgresql_url_is_taken_apart():
    settings = database_settings(
        "postgresql://stu:p%40ss@db.example.org:5433/studio?sslmode=require", Path("/")
    )
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["USER"], settings["PASSWORD"]) == ("stu", "p@ss")
    assert (settings["HOST"], settings["PORT"]) == ("db.example.org", "5433")
    assert settings["NAME"] == "studio"
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_another_kind_of_database_is_refused_without_showing_the_password():
    with pytest.raises(DatabaseUrlProblem) as problem:
        database_settings("mysql://root:hunter2@db/studio", Path("/"))
    assert "mysql" in str(problem.value)
    assert "hunter2" not in str(problem.value)
