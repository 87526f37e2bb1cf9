"""manage.py take_off_factors: for an owner who lost all second factors, where no other owner can help."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from newsroom.accounts import factors
from newsroom.accounts.models import User


class Command(BaseCommand):
    help = "Take all second factors off an account; at its next sign-in it sets up new ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the account's e-mail address")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"There is no account with the address “{email}”.")
        factors.take_off(user, by=None)
        self.stdout.write(f"The second factors of {user.email} are taken off, and all its sign-ins are ended.")
