"""A new key for the secrets of datastores."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from studio.workspaces.errors import SecretUnreadable
from studio.workspaces.secrets import reseal_all


class Command(BaseCommand):
    """Either all secrets are sealed with the newest key afterwards, or nothing has changed."""

    help = (
        "Put a new encryption key in front of the others and seal every datastore's credentials "
        "with it. The studio may go on running."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-new-key",
            action="store_true",
            help="use the first key of the file as it is now, for one you have put there yourself",
        )
        parser.add_argument(
            "--drop-old",
            action="store_true",
            help="afterwards forget all keys but the newest; backups of the database need them",
        )

    def handle(self, *args: Any, no_new_key: bool, drop_old: bool, **options: Any) -> None:
        try:
            reseal_all()  # proves that all can be read before there is one more key
            if not no_new_key:
                settings.ENCRYPTION_KEYS.add_new()
            sealed = reseal_all()
        except SecretUnreadable as problem:
            raise CommandError(
                f"{problem} Nothing was changed. Put the key that sealed it back into "
                "encryption.key as one more line, or enter those credentials again."
            ) from problem
        self.stdout.write(f"{sealed} datastores' credentials are sealed with the newest key.")
        if drop_old:
            dropped = settings.ENCRYPTION_KEYS.keep_newest()
            self.stdout.write(f"{dropped} older keys were dropped.")
