"""First start: an owner, a workspace with both examples, and a link to sign in with."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from studio.accounts.services import create_sign_in_link
from studio.pipelines.first_start import prepare_first_workspace


class Command(BaseCommand):
    """Safe to run at every start: what is there stays as it is. Prints one line of JSON."""

    help = "Prepare the first workspace if there is none, and print a single-use sign-in path."

    def handle(self, *args: Any, **options: Any) -> None:
        owner = prepare_first_workspace()
        self.stdout.write(json.dumps({"sign_in_path": create_sign_in_link(owner)}))
