"""`manage.py retention --older-than 90d`: remove the outputs, files and logs of old runs."""

import re
from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studio.assets.retention import Tally, remove_old
from studio.workspaces.models import Workspace

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class Command(BaseCommand):
    help = (
        "Removes the outputs, files and logs of runs that ended long ago, except what a dataset, a "
        "model, a younger run or a waiting step names. Rows stay, so lineage does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--older-than", type=age, required=True, help="such as 90d, 12h or 8w")
        parser.add_argument("--workspace", help="only this one, by name")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - options["older_than"]
        problems = False
        for workspace in self._workspaces(options["workspace"]):
            tally = remove_old(workspace, before, dry_run=options["dry_run"])
            self.stdout.write(f"{workspace.name}: {sentence(tally, dry_run=options['dry_run'])}")
            for problem in tally.problems:
                problems = True
                self.stderr.write(f"{workspace.name}: {problem}")
        if problems:
            raise CommandError("Not everything could be removed; run this again later.")

    def _workspaces(self, name: str | None) -> list[Workspace]:
        found = Workspace.objects.order_by("name")
        if name is None:
            return list(found)
        if not found.filter(name=name).exists():
            raise CommandError(f"There is no workspace {name!r}.")
        return list(found.filter(name=name))


def age(text: str) -> timedelta:
    """Raises ArgumentTypeError."""
    written = re.fullmatch(r"([1-9][0-9]{0,4})([hdw])", text)
    if not written:
        raise ArgumentTypeError("a number with h, d or w behind it, such as 90d")
    return timedelta(**{_UNITS[written[2]]: int(written[1])})


def sentence(tally: Tally, *, dry_run: bool) -> str:
    verb = "would remove" if dry_run else "removed"
    return (
        f"{verb} {tally.outputs} outputs, {tally.files} files and {tally.logs} logs "
        f"({tally.size / 1e6:,.1f} MB) of {tally.runs} runs; {tally.kept} places are still needed"
    )
