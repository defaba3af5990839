"""`Run.get_context()` outside of a run: it says what it would have recorded, and checks it alike."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(text: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """In an interpreter of its own, as a user's terminal would run it."""
    path = os.pathsep.join([str(ROOT / "studio/sdk/shim"), str(ROOT)])
    whole = {"PATH": os.environ["PATH"], "PYTHONPATH": path, **env}
    return subprocess.run(
        [sys.executable, "-c", text], env=whole, capture_output=True, text=True, check=False
    )


PREFIX = "from azureml.core import Run\nrun = Run.get_context()\n"


def test_offline_metrics_are_printed() -> None:
    done = script(
        PREFIX + "run.log('loss', 0.5)\nrun.log_list('sizes', (1, 2))\nrun.log_row('t', a=1)"
    )
    assert done.stdout.splitlines() == [
        "Attempted to log scalar loss: 0.5 (no run is active)",
        "Attempted to log list sizes: [1, 2] (no run is active)",
        "Attempted to log row t: {'a': 1} (no run is active)",
    ]


def test_what_was_logged_can_be_asked_for() -> None:
    done = script(
        PREFIX + "run.log('a', 1); run.log('a', 2); run.log('b', 'x')\nprint(run.get_metrics())"
    )
    assert done.stdout.splitlines()[-1] == "{'a': [1, 2], 'b': 'x'}"


def test_every_import_path_of_the_wild_leads_to_the_same_names() -> None:
    done = script(
        "from azureml.core import Run, Experiment, Workspace\nfrom azureml.core.run import Run as R, _OfflineRun\n"
        "from azureml.core.experiment import Experiment as E\nfrom azureml.core.workspace import Workspace as W\n"
        "from azureml.exceptions import UserErrorException\n"
        "print(R is Run, E is Experiment, W is Workspace, isinstance(Run.get_context(), _OfflineRun))"
    )
    assert done.stdout == "True True True True\n", done.stderr


def test_offline_can_be_refused() -> None:
    done = script("from azureml.core import Run\nRun.get_context(allow_offline=False)")
    assert "RunEnvironmentException" in done.stderr


@pytest.mark.parametrize(
    "call",
    [
        "run.log('x', [1])", "run.log('x', None)", "run.log('', 1)", "run.log_list('x', 'text')",
        "run.log_list('x', 5)",
        "run.log_table('x', {'a': [1], 'b': [1, 2]})", "run.log_table('x', [1])", "run.log_image('x')",
        "run.log_image('x', path='p', plot=1)", "run.upload_files(['a'], [])",
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_said_at_once(call: str) -> None:
    assert "UserErrorException" in script(PREFIX + call).stderr


def test_scalars_of_numpy_are_plain_numbers() -> None:
    done = script(
        PREFIX
        + "import numpy as np\nrun.log('x', np.float32(0.5)); run.log_list('y', np.arange(2))\n"
        "run.log_table('t', {'a': np.arange(2), 'b': np.bool_(True)})\nprint(run.get_metrics())"
    )
    assert (
        done.stdout.splitlines()[-1] == "{'x': 0.5, 'y': [0, 1], 't': {'a': [0, 1], 'b': True}}"
    ), done.stderr


def test_a_pipe_of_another_is_not_taken_for_ours() -> None:
    done = script(PREFIX + "run.log('x', 1)", STUDIO_METRICS="1:12345")
    assert done.stdout == "Attempted to log scalar x: 1 (no run is active)\n"


def test_tags_and_states_are_at_hand() -> None:
    done = script(
        PREFIX
        + "run.tag('k'); run.set_tags({'a': 1}); run.remove_tags(['k']); run.flush(); run.complete()\n"
        "print(run.get_tags(), run.get_status(), run.id.startswith('OfflineRun_'), run.experiment.name, run.parent)"
    )
    assert done.stdout == "{'a': '1'} Running True offline None\n", done.stderr
