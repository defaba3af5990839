"""Which heavy libraries a script will want, and having them ready before it starts.

A forked child finds them imported: 30 ms where a fresh interpreter needs seconds.
"""

import importlib
import os
import re
import sys
from collections.abc import Collection, Iterable

GROUPS: dict[str, tuple[str, ...]] = {
    "numpy": ("numpy", "numpy.random"),
    "pandas": (
        "numpy.random",
        "pandas",
        "pandas.io.formats.csvs",
        "pandas.core.arrays.arrow.extension_types",
        "pyarrow.parquet",
        "pyarrow.dataset",
    ),
    "pyarrow": ("pyarrow", "pyarrow.parquet", "pyarrow.csv"),
    "sklearn": (
        "numpy.random",
        "sklearn.compose",
        "sklearn.ensemble",
        "sklearn.impute",
        "sklearn.linear_model",
        "sklearn.metrics",
        "sklearn.model_selection",
        "sklearn.neighbors",
        "sklearn.pipeline",
        "sklearn.preprocessing",
        "sklearn.svm",
        "sklearn.tree",
        "joblib",
        "narwhals._pandas_like.dataframe",
        "narwhals._pandas_like.namespace",
    ),
    "matplotlib": ("numpy", "matplotlib", "matplotlib.pyplot", "matplotlib.backends.backend_agg"),
    "scipy": ("scipy", "scipy.stats", "scipy.sparse"),
}
"""By the top-level name a script imports: the library, and what it imports late."""

_IMPORTED = re.compile(
    rb"^[ \t]*(?:import|from)[ \t]+([A-Za-z_][\w.]*(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*)*)", re.MULTILINE
)
_BLAS_THREADS = "OPENBLAS_NUM_THREADS"
_ONE_THREAD = {_BLAS_THREADS: "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Libraries that start threads when imported, and how they are told not to."""


def wanted(sources: Iterable[bytes]) -> frozenset[str]:
    """The groups that these Python sources import; a guess, wrong only in speed."""
    names = {
        name.strip().split(b".")[0].decode()
        for source in sources
        for found in _IMPORTED.findall(source)
        for name in found.split(b",")
    }
    return frozenset(names & GROUPS.keys())


def load(groups: Collection[str]) -> None:
    """Imports what is installed, without any thread: a process must have one when it forks."""
    os.environ.update(_ONE_THREAD, MPLBACKEND="Agg")
    for group in sorted(groups):
        for module in GROUPS[group]:
            try:
                importlib.import_module(module)
            except ImportError:
                continue  # not in this environment: then the script's own import will say so


def give_threads_back() -> None:
    """In a child: as many BLAS threads as a fresh interpreter would have taken."""
    if "numpy" not in sys.modules:
        return
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has none
    except ImportError:
        return  # it comes with scikit-learn; without it one thread must do
    asked = os.environ.get(_BLAS_THREADS) or os.environ.get("OMP_NUM_THREADS")
    threadpool_limits(int(asked) if asked else len(os.sched_getaffinity(0)), user_api="blas")
