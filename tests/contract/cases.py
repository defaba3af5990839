"""Reading the contract cases: one pytest parameter a file, named after it."""

import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def cases(folder: str) -> list[Any]:
    found = sorted((HERE / folder).glob("*.json"))
    assert found, f"no cases in {folder}"
    return [pytest.param(json.loads(path.read_text("utf-8")), id=path.stem) for path in found]
