"""Making users and links, and signing in with a brake on guessing."""

import ipaddress
from datetime import datetime, timedelta

from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from studio.accounts.digests import keyed_digest, new_secret
from studio.accounts.errors import (
    LinkRefused,
    SignInRefused,
    TooManyFailures,
    WeakPassword,
    WrongPassword,
)
from studio.accounts.models import SignInFailure, SignInLink, User

LINK_LIFETIME = timedelta(minutes=30)
INVITATION_LIFETIME = timedelta(days=7)

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_USER_AND_ADDRESS = 5
FAILURES_PER_ADDRESS = 30


def create_user(username: str, *, display_name: str = "", password: str | None = None) -> User:
    """Raises ValidationError for a name that is taken or not of the allowed characters."""
    return User.objects.create_user(username, display_name, password)


def create_sign_in_link(user: User, *, lifetime: timedelta = LINK_LIFETIME) -> str:
    """The URL path of a fresh single-use link; older unused links of the user stay valid until they expire."""
    secret = new_secret()
    SignInLink.objects.create(
        user=user, digest=keyed_digest("sign-in-link", secret), expires_at=timezone.now() + lifetime
    )
    return reverse("sign-in-link", args=[secret])


def use_sign_in_link(secret: str, *, address: str) -> User:
    """The user whose link it is, which is spent by this call; raises LinkRefused or TooManyFailures."""
    now = timezone.now()
    _refuse_after_failures("", address, now)
    with transaction.atomic():
        spent = SignInLink.objects.filter(
            digest=keyed_digest("sign-in-link", secret),
            used_at=None,
            expires_at__gt=now,
            user__is_active=True,
        )
        link = spent.select_related("user").first()
        won = link is not None and spent.filter(pk=link.pk).update(used_at=now) == 1
    if link is None or not won:
        _record_failure("", address, now)
        raise LinkRefused
    return link.user


def sign_in_with_password(username: str, password: str, *, address: str) -> User:
    """Takes the same time for an unknown user; raises SignInRefused or TooManyFailures."""
    now = timezone.now()
    _refuse_after_failures(username, address, now)
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        _record_failure(username, address, now)
        raise SignInRefused
    SignInFailure.objects.filter(username=username[:150], address=_known(address)).delete()
    return user


def change_password(user: User, *, current: str, new: str) -> None:
    """`current` is empty for a user who signed in by link only; raises WrongPassword or WeakPassword."""
    if user.has_usable_password() and not user.check_password(current):
        raise WrongPassword
    try:
        password_validation.validate_password(new, user)
    except ValidationError as problem:
        raise WeakPassword(list(problem.messages)) from problem
    user.set_password(new)
    user.save(update_fields=["password"])


def _refuse_after_failures(username: str, address: str, now: datetime) -> None:
    recent = SignInFailure.objects.filter(address=_known(address), at__gt=now - FAILURE_WINDOW)
    brakes = (
        (recent.filter(username=username[:150]), FAILURES_PER_USER_AND_ADDRESS),
        (recent, FAILURES_PER_ADDRESS),
    )
    for failures, allowed in brakes:
        newest = list(failures.order_by("-at").values_list("at", flat=True)[:allowed])
        if len(newest) == allowed:
            raise TooManyFailures(int((newest[-1] + FAILURE_WINDOW - now).total_seconds()) + 1)


def _record_failure(username: str, address: str, now: datetime) -> None:
    SignInFailure.objects.filter(at__lt=now - FAILURE_WINDOW).delete()
    SignInFailure.objects.create(username=username[:150], address=_known(address), at=now)


def _known(address: str) -> str:
    """Requests over a unix socket bring no address: they share one."""
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  # nothing is bound to it
