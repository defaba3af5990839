"""Having heavy libraries ready: found in the sources, loaded in one thread, back to many in the step."""

import subprocess
import sys
from pathlib import Path

import pytest

from studio.worker.launch import preload
from studio.worker.launch.launcher import ForkServerLauncher
from studio.worker.prepare import base_environment
from tests.worker.steps import Bench

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("source", "groups"),
    [
        (b"import pandas as pd\nfrom sklearn.svm import SVC", {"pandas", "sklearn"}),
        (b"import os, numpy, json", {"numpy"}),
        (b"    import matplotlib.pyplot as plt", {"matplotlib"}),
        (b"# import pandas\nprint('import numpy')", set()),
        (b"import pandas_like\nfrom .pandas import x", set()),
        (b"\xff\xfe\x00", set()),
    ],
)
def test_what_a_script_imports_is_found_by_reading_it(source: bytes, groups: set[str]) -> None:
    assert preload.wanted([source]) == groups


def test_every_group_loads_without_starting_a_thread() -> None:
    script = (
        "import os; from studio.worker.launch import preload; preload.load(preload.GROUPS)\n"
        "print(len(os.listdir('/proc/self/task')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n"


def test_a_warm_step_finds_the_library_loaded_and_may_use_all_processors(tmp_path: Path) -> None:
    script = (
        "loaded = 'numpy' in sys.modules\nimport numpy, threadpoolctl\n"
        "threads = {i['num_threads'] for i in threadpoolctl.threadpool_info() if i['user_api'] == 'blas'}\n"
        "print(loaded, threads == {len(os.sched_getaffinity(0))})"
    )
    launcher = ForkServerLauncher(base_environment())
    try:
        bench = Bench(tmp_path, launcher)
        assert bench.run(script, groups=("numpy",)).log == b"True True\n"
        assert bench.run("print('numpy' in sys.modules)").log.splitlines()[-1] == b"False"
    finally:
        launcher.close()
