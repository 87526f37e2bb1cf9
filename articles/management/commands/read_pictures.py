from typing import Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand

from articles import alike
from articles.file_words import sayings
from articles.models import Picture
from articles.pictures.inspection import PictureRefused, inspect


class Command(BaseCommand):
    help = "Reads the originals of pictures that came before fingerprints were kept. May be stopped and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        done = failed = 0
        unread = Picture.objects.filter(bands=None, fingerprint="").order_by("pk")
        for pk in list(unread.values_list("pk", flat=True)):
            picture = Picture.objects.filter(pk=pk).first()
            if picture is None:
                continue
            try:
                with picture.original.open("rb") as original:
                    facts = inspect(cast(Any, original), settings.PICTURE_MEGAPIXELS * 1_000_000)
            except (OSError, PictureRefused) as error:
                failed += 1
                self.stderr.write(f"{pk}: {error}")
                continue
            picture.fingerprint = facts.fingerprint
            if not picture.protects_source and not picture.file_says:
                picture.file_says = sayings(facts.says)
            # Only these: somebody may be writing its words.
            picture.save(update_fields=["fingerprint", "file_says"])
            alike.remember(picture)
            done += 1
        self.stdout.write(f"{done} pictures read, {failed} could not be.")
