"""Why a step runs or is reused, and what differs."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.engine.fingerprint import Ingredients
from studio.engine.parts import Mode
from studio.engine.plan import Candidate, Decision, StepPlan
from studio.engine.reasons import Because, Case, Difference, Earlier, differences, why

NOW = Ingredients(
    scope="script",
    kind={"name": "PythonScriptStep", "version": "1"},
    script={"train.py": "s1"},
    hash_paths={"lib/a.py": "l1"},
    arguments=["--in", {"$input": "raw"}, "--lr", "0.1"],
    parameters={},
    settings={},
    environment="e1",
    outputs={"model": "store"},
    inputs={"raw": {"mode": "mount", "of": {"digest": "d1" * 8}}},
)
FILES = {"train.py": "s1", "lib/a.py": "l1", "helper.py": "h1"}
READY = StepPlan(Decision.READY)
CASE = Case(
    step=READY, mode=Mode.NORMAL, executes=True, allowed=True, may_be_reused=True, now=NOW,
    files=FILES, from_data=(), compared=None,
)  # fmt: skip


def earlier(files: Mapping[str, str] = FILES, **changes: Any) -> Earlier:
    made = replace(NOW, **changes)
    return Earlier("old", "r1", 41, "2026-01-01T00:00:00Z", made, files)


OTHER_DATA = earlier(inputs={"raw": {"mode": "mount", "of": {"digest": "d0"}}})
WAITING = StepPlan(Decision.WAITING)
NOT_YET = replace(NOW, inputs=None)


def lines(before: str, after: str) -> tuple[int, int]:
    return (4, 1)


def code(**changes: object) -> str:
    return why(replace(CASE, **changes), lines).code.value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "first_time"),
        ({"compared": earlier(script={"train.py": "s0"})}, "changed"),
        ({"compared": earlier(environment="e0")}, "changed"),
        ({"compared": OTHER_DATA}, "upstream_changed"),
        ({"compared": OTHER_DATA, "from_data": {"raw"}}, "changed"),
        ({"mode": Mode.FORCED, "compared": earlier()}, "forced"),
        ({"allowed": False, "compared": earlier()}, "disabled"),
        ({"executes": False}, "no_work"),
        ({"mode": Mode.LEFT_OUT}, "left_out"),
        ({"step": StepPlan(Decision.REUSED), "compared": earlier()}, "reused"),
        ({"step": StepPlan(Decision.REUSED), "mode": Mode.PINNED, "compared": earlier()}, "pinned"),
        ({"step": StepPlan(Decision.READY, gone=Candidate("old", "r1")), "compared": earlier()}, "output_gone"),
        ({"step": WAITING, "now": NOT_YET, "compared": earlier()}, "upstream_runs"),
        ({"step": WAITING, "now": NOT_YET, "compared": earlier(script={})}, "changed"),
        ({"step": WAITING}, "first_time"),
    ],
)  # fmt: skip
def test_every_case_has_its_reason(changes: dict[str, object], expected: str) -> None:
    assert code(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"script": {"train.py": "s0"}}, Difference("script", "train.py", "s0", "s1", 4, 1)),
        ({"script": {"old.py": "s1"}}, Difference("script", "old.py", "s1", None)),
        ({"hash_paths": {"lib/a.py": "l0"}}, Difference("hash_paths", "lib/a.py", "l0", "l1", 4, 1)),
        ({"arguments": ["--in", {"$input": "raw"}, "--lr", "0.2"]}, Difference("argument", "--lr", "0.2", "0.1")),
        ({"arguments": ["--in", {"$input": "raw"}, "--lr=0.2"]}, Difference("argument", "--lr", "0.2", "0.1")),
        (
            {"arguments": ["--lr", "0.1", "--in", {"$input": "raw"}]},
            Difference("argument", "", "--lr 0.1 --in <raw>", "--in <raw> --lr 0.1"),
        ),
        ({"parameters": {"lr": 0.2}}, Difference("parameter", "lr", 0.2, None)),
        ({"settings": {"seed": 1}}, Difference("setting", "seed", 1, None)),
        ({"environment": "e0"}, Difference("environment", "", "e0", "e1")),
        ({"outputs": {"model": "other"}}, Difference("outputs", "model", "other", "store")),
        (
            {"inputs": {"raw": {"mode": "mount", "of": {"digest": "d0" * 8}}}},
            Difference("input", "raw", "d0d0d0d0d0d0 mount", "d1d1d1d1d1d1 mount"),
        ),
        ({"kind": {"name": "PythonScriptStep", "version": "0"}}, Difference("kind", "version", "0", "1")),
    ],
)  # fmt: skip
def test_a_difference_is_told_field_by_field(changes: dict[str, Any], expected: Difference) -> None:
    assert expected in differences(earlier(**changes), NOW, FILES, lines)


def test_a_parameter_that_becomes_an_argument_is_told_once() -> None:
    now = replace(NOW, parameters={"lr": 0.1})
    before = earlier(parameters={"lr": 0.2}, arguments=["--in", {"$input": "raw"}, "--lr", "0.2"])
    assert list(differences(before, now, FILES, lines)) == [Difference("parameter", "lr", 0.2, 0.1)]


def test_a_wider_scope_is_told_with_the_files_that_differ() -> None:
    now = replace(NOW, scope="source_directory", script={".": "t1"}, hash_paths={})
    before = earlier({**FILES, "helper.py": "h0"})
    told = [(d.component, d.name) for d in differences(before, now, FILES, lines)]
    assert told[:2] == [("scope", ""), ("script", "helper.py")]


def test_a_reused_step_names_the_files_that_changed_unseen() -> None:
    before = earlier({**FILES, "helper.py": "h0"})
    found = why(replace(CASE, step=StepPlan(Decision.REUSED), compared=before), lines)
    assert found.unseen == ("helper.py",)
    assert found.to_json() == {
        "code": "reused",
        "source": {
            "run_id": "r1", "run_number": 41, "step_run_id": "old",
            "ended_at": "2026-01-01T00:00:00Z",
        },
        "differences": [],
        "warnings": [{"code": "unhashed_files_changed", "files": ["helper.py"]}],
    }  # fmt: skip


def test_a_pinned_step_says_what_it_stands_for_in_spite_of() -> None:
    step = StepPlan(Decision.REUSED)
    before = earlier(script={"train.py": "s0"})
    found = why(replace(CASE, step=step, mode=Mode.PINNED, compared=before), lines)
    assert found.code == Because.PINNED
    assert found.differences == (Difference("script", "train.py", "s0", "s1", 4, 1),)


def test_every_reason_is_on_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reuse.md").read_text("utf-8")
    rows = [
        line.split("`")[1] for line in page.split("## Reasons")[1].splitlines() if "| `" in line
    ]
    assert rows == [code.value for code in Because]
