"""People and the single-use links and failures of their sign-in."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

username_rule = RegexValidator(
    r"\A[a-z0-9][a-z0-9._@+-]*\Z", "Use lower-case letters, digits and . _ @ + - only.", "bad_name"
)


class UserManager(BaseUserManager["User"]):
    """Makes users; one without a password signs in by link only."""

    def create_user(
        self, username: str, display_name: str = "", password: str | None = None
    ) -> "User":
        user = self.model(username=username, display_name=display_name or username)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person; what they may do is said by their memberships."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True, validators=[username_rule])
    display_name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class SignInLink(models.Model):
    """A link that signs one user in once; only its keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignInFailure(models.Model):
    """One refused password or link: what the brake counts."""

    username = models.CharField(max_length=150)
    address = models.GenericIPAddressField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "at"])]
