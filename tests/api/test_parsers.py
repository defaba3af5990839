"""JSON that is refused at the door."""

import io
import json

import pytest
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.test import APIClient

from studio.api.parsers import DEEPEST, BodyTooLarge, StrictJSONParser
from tests.people import new_workspace, owner_of, signed_in


def parse(body: bytes) -> object:
    return StrictJSONParser().parse(io.BytesIO(body))


@pytest.mark.parametrize(
    "body",
    [b"{}", b"[1, 2.5, -3e2, true, null]", '{"é": "😀"}'.encode(), b'{"a": "\\ud83d\\ude00"}'],
)
def test_json_is_json(body: bytes):
    assert parse(body) == json.loads(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nope",
        b"NaN",
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b"1e999",
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'"\\u0000"',
        b'{"\\u0000": 1}',
        b'"\\ud800"',
        b'{"a": ["\\udfff"]}',
        b'"\xff"',
        "{}".encode("utf-16"),
        b"9" * 5000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
    ],
    ids=lambda body: repr(body[:24]),
)
def test_what_could_cost_or_confuse_is_refused(body: bytes):
    with pytest.raises(ParseError):
        parse(body)


def test_a_body_over_the_cap_is_refused_by_its_size():
    with pytest.raises(BodyTooLarge):
        parse(b'"' + b"x" * settings.LARGEST_JSON + b'"')


def test_the_deepest_allowed_passes():
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x/y"],
)
def test_another_content_type_is_415(content_type: str):
    workspace = new_workspace()
    client: APIClient = signed_in(owner_of(workspace))
    answer = client.post(
        f"/api/workspaces/{workspace.pk}/drafts/", b'{"name": "x"}', content_type=content_type
    )
    assert answer.status_code == 415


@pytest.mark.django_db
def test_a_method_in_a_header_or_a_field_is_only_a_header_or_a_field():
    workspace = new_workspace()
    client = signed_in(owner_of(workspace))
    address = f"/api/workspaces/{workspace.pk}/drafts/"
    answer = client.post(
        address, {"name": "x", "_method": "DELETE"}, headers={"X-HTTP-Method-Override": "DELETE"}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "unknown_field"
