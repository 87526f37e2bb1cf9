"""Thumbnails as files: one may be several stories', and goes with the last of them."""

from collections.abc import Iterable
from contextlib import suppress

from django.core.files.storage import default_storage

from articles.models import Story


def forget_files(names: Iterable[str]) -> None:
    """Delete those of the files `names` that no story has any more. Called after the transaction."""
    wanted = set(names)
    if not wanted:
        return
    used = set(Story.objects.filter(thumbnail__in=wanted).values_list("thumbnail", flat=True))
    for name in wanted - used:
        with suppress(OSError):
            default_storage.delete(name)
