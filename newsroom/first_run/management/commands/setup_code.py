"""manage.py setup_code"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from newsroom.first_run import codes, state


class Command(BaseCommand):
    help = "Print a code with which the newspaper can be set up from another machine; it replaces an earlier one."

    def handle(self, *args: Any, **options: Any) -> None:
        if not state.is_new():
            raise CommandError("The newspaper is set up already: sign in at /admin/, or use createsuperuser.")
        try:
            code = codes.make(settings.SETUP_CODE)
        except OSError as error:
            raise CommandError(f"The code cannot be kept in {settings.VAR_DIR} ({error.strerror}).") from None
        self.stdout.write(f"Open {settings.SITE_URL}{reverse('set_up')} and type this code, once:\n\n    {code}\n")
