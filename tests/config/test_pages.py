"""Signing in and out, and the pages that work without the app."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from studio.accounts.models import SignInFailure, SignInLink, User
from studio.accounts.services import change_password, create_sign_in_link, create_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture
def ada(db: None) -> User:
    user = create_user("ada")
    change_password(user, current="", new=PASSWORD)
    return user


def sign_in(client: Client, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": "ada", "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/api/session/").status_code == 200


def test_a_link_signs_in_once(ada: User, client: Client):
    path = create_sign_in_link(ada)
    assert client.post(path).headers["Location"] == "/"
    assert is_signed_in(client)
    again = Client()
    assert again.post(path).status_code == 410
    assert not is_signed_in(again)


def test_opening_a_link_spends_nothing(ada: User, client: Client):
    path = create_sign_in_link(ada)
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.post(path).status_code == 302


def test_an_old_link_is_refused(ada: User, client: Client):
    path = create_sign_in_link(ada)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(path).status_code == 410


def test_the_link_of_somebody_who_left_is_refused(ada: User, client: Client):
    path = create_sign_in_link(ada)
    User.objects.update(is_active=False)
    assert client.post(path).status_code == 410


def test_a_link_needs_its_page_first(ada: User):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(create_sign_in_link(ada)).status_code == 403
    page = strict.get(create_sign_in_link(ada)).content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    assert token is not None
    done = strict.post(create_sign_in_link(ada), {"csrfmiddlewaretoken": token[1]})
    assert done.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_one_link_together_one_gets_in():
    path = create_sign_in_link(create_user("grace"))

    def use(_: int) -> int:
        try:
            return Client().post(path).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(use, range(8)))
    assert sorted(answers) == [302] + [410] * 7


def test_the_database_holds_no_link_that_could_be_used(ada: User):
    secret = create_sign_in_link(ada).rstrip("/").split("/")[-1]
    assert secret not in str(list(SignInLink.objects.values()))


def test_a_password_signs_in(ada: User, client: Client):
    assert sign_in(client).status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_name_look_the_same(ada: User, client: Client):
    wrong = sign_in(client, "not it")
    unknown = client.post("/sign-in/", {"username": "nobody", "password": "not it"})
    assert wrong.status_code == unknown.status_code == 403
    strip = re.compile(r'(csrfmiddlewaretoken" value="[^"]+|value="(ada|nobody)")')
    assert strip.sub("", wrong.content.decode()) == strip.sub("", unknown.content.decode())


def test_after_five_failures_even_the_right_password_waits(ada: User, client: Client):
    for _ in range(5):
        assert sign_in(client, "not it").status_code == 403
    braked = sign_in(client)
    assert braked.status_code == 429
    assert 0 < int(braked.headers["Retry-After"]) <= 900
    assert not is_signed_in(client)


def test_the_brake_holds_one_address_and_lets_the_owner_in_from_another(ada: User):
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="203.0.113.9"), "not it")
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7")).status_code == 302


def test_a_forged_forwarded_header_does_not_loosen_the_brake(ada: User, client: Client):
    for number in range(5):
        client.post(
            "/sign-in/",
            {"username": "ada", "password": "not it"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert sign_in(client).status_code == 429


def test_the_brake_loosens_with_time(ada: User, client: Client):
    for _ in range(5):
        sign_in(client, "not it")
    SignInFailure.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_signing_in_makes_a_new_session(ada: User, client: Client):
    client.session["seed"] = 1
    session = client.session
    session["planted"] = True
    session.save()
    assert session.session_key is not None
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != session.session_key
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_signing_out_ends_the_session_on_the_server(ada: User, client: Client):
    sign_in(client)
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_signed_in(stolen)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert not is_signed_in(stolen)


def test_a_new_password_ends_the_other_sessions(ada: User, client: Client):
    other = Client()
    sign_in(client)
    sign_in(other)
    body = {"current": PASSWORD, "new": "another long password"}
    changed = client.post("/api/session/password/", body, content_type="application/json")
    assert changed.status_code == 204
    assert is_signed_in(client)
    assert not is_signed_in(other)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/w/main/runs", "/w/main/runs"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_signing_in_never_leads_to_another_site(
    ada: User, client: Client, wanted: str, reached: str
):
    assert sign_in(client, next=wanted).headers["Location"] == reached


def test_the_app_asks_strangers_to_sign_in_first(client: Client):
    answer = client.get("/w/main/designer")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=/w/main/designer"


def test_error_pages_say_what_happened_and_show_no_insides(client: Client, ada: User):
    client.force_login(ada)
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "There is nothing here" in page.content.decode()
    assert "urlconf" not in page.content.decode().lower()


def test_health_tells_strangers_nothing_but_that_we_live(client: Client):
    assert client.get("/health/").json().keys() == {"status", "version"}
