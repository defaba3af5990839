"""The Wisconsin breast cancer data as CSV, from the copy inside the installed scikit-learn.

Read from its folder, not through `import sklearn`: that takes seconds and pulls in numpy.
"""

from __future__ import annotations

import csv
import io
from importlib.util import find_spec
from pathlib import Path

_MEASURES = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave_points",
    "symmetry",
    "fractal_dimension",
)
COLUMNS = (
    *(f"mean_{measure}" for measure in _MEASURES),
    *(f"{measure}_error" for measure in _MEASURES),
    *(f"worst_{measure}" for measure in _MEASURES),
    "diagnosis",
)


def breast_cancer_csv() -> bytes:
    """569 rows: 30 measures and the diagnosis, malignant or benign."""
    package = find_spec("sklearn")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("scikit-learn brings this data; install it", name="sklearn")
    raw = Path(package.submodule_search_locations[0]) / "datasets" / "data" / "breast_cancer.csv"
    (_, _, *diagnoses), *rows = csv.reader(raw.read_text("utf-8").splitlines())
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*measures, diagnoses[int(target)]] for *measures, target in rows)
    return written.getvalue().encode()
