"""Users and their passwords; signing in itself is told in tests/config/test_pages.py."""

import statistics
import time

import pytest
from django.core.exceptions import ValidationError

from studio.accounts.errors import SignInRefused, WeakPassword, WrongPassword
from studio.accounts.models import SignInFailure
from studio.accounts.services import (
    FAILURES_PER_ADDRESS,
    change_password,
    create_user,
    sign_in_with_password,
)

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery"


def test_a_new_user_has_no_password_to_guess():
    assert not create_user("ada").has_usable_password()


@pytest.mark.parametrize("name", ["", "Ada", "a b", "<b>", "ada\n", "x" * 151, "-ada"])
def test_a_user_name_is_plain(name: str):
    with pytest.raises(ValidationError):
        create_user(name)


def test_a_user_name_is_used_once():
    create_user("ada")
    with pytest.raises(ValidationError):
        create_user("ada")


@pytest.mark.parametrize("weak", ["short", "password1234", "ada.lovelace1"])
def test_a_password_easy_to_guess_is_refused(weak: str):
    ada = create_user("ada.lovelace")
    with pytest.raises(WeakPassword):
        change_password(ada, current="", new=weak)


def test_changing_a_password_needs_the_current_one():
    ada = create_user("ada")
    change_password(ada, current="", new=GOOD)
    with pytest.raises(WrongPassword):
        change_password(ada, current="guess", new="another long password")


def test_a_user_without_a_password_cannot_sign_in_with_an_empty_one():
    create_user("ada")
    with pytest.raises(SignInRefused):
        sign_in_with_password("ada", "", address="127.0.0.1")


def test_a_right_password_clears_the_failures():
    ada = create_user("ada")
    change_password(ada, current="", new=GOOD)
    for _ in range(4):
        with pytest.raises(SignInRefused):
            sign_in_with_password("ada", "wrong", address="127.0.0.1")
    assert sign_in_with_password("ada", GOOD, address="127.0.0.1") == ada
    assert not SignInFailure.objects.exists()


def test_many_names_from_one_address_are_braked_too():
    for number in range(FAILURES_PER_ADDRESS):
        with pytest.raises(SignInRefused):
            sign_in_with_password(f"user{number}", "spring2026", address="203.0.113.9")
    with pytest.raises(Exception, match="Try again"):
        sign_in_with_password("one-more", "spring2026", address="203.0.113.9")


def test_an_unknown_name_takes_as_long_as_a_wrong_password(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    change_password(create_user("ada"), current="", new=GOOD)

    def seconds(name: str, address: str) -> float:
        begun = time.process_time()
        with pytest.raises(SignInRefused):
            sign_in_with_password(name, "wrong", address=address)
        return time.process_time() - begun

    known = statistics.median(seconds("ada", f"10.0.1.{n}") for n in range(5))
    unknown = statistics.median(seconds("nobody", f"10.0.2.{n}") for n in range(5))
    assert 0.5 < known / unknown < 2
