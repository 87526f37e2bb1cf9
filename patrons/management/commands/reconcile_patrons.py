"""manage.py reconcile_patrons: lay our books beside the providers', now."""

from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from patrons import days, reconciling
from patrons.models import Comparison, Discrepancy, ProviderAccount


class Command(BaseCommand):
    help = "Compare payments, refunds and subscriptions with each provider's. Writes down what differs; mends nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--account", default="", metavar="KEY", help="with this provider alone, such as stripe")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="from 2026-01-31 on")
        parser.add_argument("--all", action="store_true", dest="ever", help="all there ever was")

    def handle(self, *args: Any, account: str, since: date | None, ever: bool, **options: Any) -> None:
        accounts = ProviderAccount.objects.all()
        if account:
            accounts = accounts.filter(key=account)
            if not accounts:
                raise CommandError(f"No account is called “{account}”: look under “Ways to pay”.")
        failed = False
        for each in accounts:
            begin = None if ever else days.begin_of(since) if since else reconciling.last_night(each)
            done = reconciling.reconcile(each, begin)
            waiting = Discrepancy.objects.filter(account=each, settled_at=None).count()
            self.stdout.write(
                f"{each}: {done.get_state_display()}, {done.looked_at} looked at, {done.found} new, "
                f"{done.closed} agree again, {waiting} open. {done.error}".strip()
            )
            failed |= done.state == Comparison.State.FAILED
        if failed:
            raise CommandError("Not every comparison got to its end: see above.")
