"""Errors of accounts as answers."""

from studio.accounts.errors import (
    LinkRefused,
    SignInRefused,
    TooManyFailures,
    WeakPassword,
    WrongPassword,
)
from studio.api.domain import Answer, ErrorTable, Item

ERRORS: ErrorTable = {
    SignInRefused: Answer(401, "sign_in_refused"),
    LinkRefused: Answer(410, "link_refused"),
    TooManyFailures: Answer(429, "too_many_failures", wait=lambda error: error.wait_s),
    WrongPassword: Answer(400, "wrong_password", attr="current"),
    WeakPassword: Answer(
        400,
        "weak_password",
        items=lambda error: [Item("weak_password", why, "new") for why in error.reasons],
    ),
}
