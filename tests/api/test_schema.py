"""The OpenAPI document says what there is, and the browser's types were made from it."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from tests.api.routes import all_routes

ROOT = Path(__file__).resolve().parents[2]
API = ROOT / "frontend" / "src" / "api"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(path))
    return path


def test_the_committed_schema_is_the_one_the_code_makes(generated: Path):
    committed = API / "openapi.yaml"
    assert committed.read_text() == generated.read_text(), "run `make types`"


@pytest.mark.slow
def test_the_committed_types_are_made_from_it(generated: Path, tmp_path: Path):
    maker = ROOT / "frontend/node_modules/.bin/openapi-typescript"
    assert maker.exists() and shutil.which("node"), "npm ci in frontend/ brings openapi-typescript"
    made = tmp_path / "schema.ts"
    command = [str(maker), str(generated), "--output", str(made)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT / "frontend")
    assert made.read_text() == (API / "schema.ts").read_text(), "run `make types`"


def test_every_route_of_the_api_is_described(generated: Path):
    schema = yaml.safe_load(generated.read_text())
    described = sum(
        method in ("get", "post", "put", "patch", "delete")
        for operations in schema["paths"].values()
        for method in operations
    )
    pages = ("shell", "shell-page", "sign-in", "sign-in-link", "sign-out", "health", "api-not-here")
    routes = [route for route in all_routes() if route.name not in (*pages, "schema")]
    assert described == len(routes)


def test_the_frames_of_the_socket_are_described(generated: Path):
    schema = yaml.safe_load(generated.read_text())
    assert schema["webhooks"].keys() == {"socket_to_client", "socket_to_server"}
    assert "LogEndFrame" in schema["components"]["schemas"]


def test_operations_are_named_once(generated: Path):
    schema = yaml.safe_load(generated.read_text())
    names = [
        operation["operationId"]
        for operations in schema["paths"].values()
        for operation in operations.values()
    ]
    assert len(names) == len(set(names))
