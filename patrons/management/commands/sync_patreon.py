"""manage.py sync_patreon: look at all members of the Patreon campaign, for the clock."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from patrons.memberships import NotSynchronised, synchronise
from patrons.models import ProviderAccount


class Command(BaseCommand):
    help = "Take in all members of the Patreon campaign as they are now. Safe to repeat; once a night is enough."

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = list(ProviderAccount.objects.filter(key="patreon", is_enabled=True))
        if not accounts:
            self.stdout.write("No Patreon account is offered: nothing to do.")
        for account in accounts:
            try:
                done = synchronise(account)
            except NotSynchronised as error:
                raise CommandError(str(error)) from error
            if done.problem:
                raise CommandError(f"{account}: {done.problem} ({done.members} members were taken in)")
            self.stdout.write(f"{account}: {done.members} members, {done.begun} new pledges, {done.failed} failed")
