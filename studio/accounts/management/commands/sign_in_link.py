"""A sign-in link for somebody who has no password, or forgot it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studio.accounts.models import User
from studio.accounts.services import create_sign_in_link


class Command(BaseCommand):
    help = "Print the path of a single-use sign-in link, valid for 30 minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", default="owner")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {username}.")
        self.stdout.write(create_sign_in_link(user))
