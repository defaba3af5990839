# ruff: noqa: F811 - fixtures are named as they are imported
"""Caching & reuse, as the article has it: what is reused by default, and the three ways around it."""

from collections.abc import Callable
from typing import Any

import pytest

from studio.runs.models import Run
from tests.drawing import Drawing
from tests.runs.conftest import broker, maker, start, upload, user, workspace  # noqa: F401
from tests.runs.fakes import Maker

Start = Callable[..., Run]


def hello_world(script: str = "print('hello')", notebook: str = "{}", **settings: Any) -> Drawing:
    """The article's step: a script, a notebook beside it, an output."""
    drawing = Drawing().script(
        "hello", script, ["--greeting", "hi"], outputs=["said"], **{"allow_reuse": True, **settings}
    )
    return drawing.add_file("hello", "hello_world.ipynb", notebook)


@pytest.fixture
def ran(start: Start, maker: Maker) -> Run:
    run = start(hello_world())
    maker.work()
    return run


def state_of(run: Run) -> str:
    return run.steps.get().state


@pytest.mark.usefixtures("ran")
def test_by_default_the_result_of_an_unchanged_script_is_there_at_once(
    start: Start,
    maker: Maker,
) -> None:
    again = start(hello_world())
    again.refresh_from_db()
    assert (again.state, state_of(again)) == ("Completed", "Reused")
    assert maker.work() == [], "the job is not sent to compute"


@pytest.mark.usefixtures("ran")
def test_by_default_only_the_script_is_hashed_and_what_changed_beside_it_is_named(
    start: Start,
) -> None:
    step = start(hello_world(notebook='{"cells": []}')).steps.get()
    assert step.state == "Reused"
    assert step.why["warnings"] == [
        {"code": "unhashed_files_changed", "files": ["hello_world.ipynb"]}
    ]
    assert state_of(start(hello_world("print('bye')"))) == "Queued"


def test_hash_paths_extend_the_hash_beyond_the_script(start: Start, maker: Maker) -> None:
    hashed: Any = {"hash_paths": ["hello_world.ipynb"]}
    start(hello_world(**hashed))
    maker.work()
    assert state_of(start(hello_world(**hashed))) == "Reused"
    assert state_of(start(hello_world(notebook='{"cells": []}', **hashed))) == "Queued"


@pytest.mark.usefixtures("ran")
def test_allow_reuse_false_always_runs(start: Start) -> None:
    step = start(hello_world(allow_reuse=False)).steps.get()
    assert (step.state, step.why["code"]) == ("Queued", "disabled")


@pytest.mark.usefixtures("ran")
def test_regenerate_outputs_runs_everything_and_refreshes_what_is_known(
    start: Start,
    maker: Maker,
) -> None:
    forced = start(hello_world(), regenerate_outputs=True)
    assert forced.steps.get().why["code"] == "forced"
    maker.work()
    assert start(hello_world()).steps.get().reused_from == forced.steps.get()
