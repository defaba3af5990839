"""Every kind of answer carries the headers that protect the browser."""

import pytest
from django.test import Client

from studio.config.headers import content_security_policy
from tests.people import new_workspace, owner_of, signed_in

pytestmark = pytest.mark.django_db

ANSWERS = {
    "a page": "/",
    "sign-in": "/sign-in/",
    "an API answer": "/api/session/",
    "an API error": "/api/nothing-here/",
    "a page that is not there": "/nothing-here/",
    "a static file": "/static/pages/page.css",
    "health": "/health/",
}


@pytest.mark.parametrize("address", ANSWERS.values(), ids=list(ANSWERS))
@pytest.mark.parametrize("known", [True, False], ids=["signed in", "stranger"])
def test_every_answer_carries_them(address: str, known: bool):
    client = signed_in(owner_of(new_workspace())) if known else Client()
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "eval" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    if not address.startswith("/static/"):
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"


def test_another_site_is_told_nothing_it_may_do():
    answer = Client().options("/api/session/", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_an_unknown_host_name_is_refused():
    assert Client().get("/sign-in/", headers={"Host": "rebound.example"}).status_code == 400


def test_no_script_may_stand_in_a_page():
    page = Client().get("/sign-in/").content.decode()
    scripts = [line for line in page.splitlines() if "<script" in line]
    assert scripts and all("src=" in line for line in scripts)
    assert "unsafe-inline" not in content_security_policy().split("script-src")[1].split(";")[0]
