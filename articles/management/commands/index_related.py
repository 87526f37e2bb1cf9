"""manage.py index_related: build the index of what is like what anew, and the neighbours that readers are shown."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.related import nearest, own

EVERY = 1_000


class Command(BaseCommand):
    help = "Finds anew which articles and stories are near each other. Readers and the desk go on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(words: str) -> Any:
            return lambda done: self.stdout.write(f"{done} {words} …") if done % EVERY == 0 else None

        texts = nearest.rebuild(progress("indexed"))
        self.stdout.write(f"{texts} articles and stories indexed.")
        articles = own.index_all(progress("articles compared"))
        self.stdout.write(f"The neighbours of {articles} articles are kept.")
