"""manage.py apply_rules: let active rules of approval look at what is new."""

from typing import Any

from django.core.management import BaseCommand

from articles.related import rules


class Command(BaseCommand):
    help = "Approve stories of trusted sources by the active rules, and tidy away what holds no more. Twice is once."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rules.apply()
        for name in sorted({*done.approved, *done.taken_back}):
            self.stdout.write(f"{name}: {done.approved[name]} approved, {done.taken_back[name]} taken back.")
