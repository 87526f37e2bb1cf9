"""Pictures of the old site into the library: from a folder, or from the site itself, and from nowhere else."""

import io
import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from articles.importers.records import Image
from articles.library import DuplicatePicture, add_picture
from articles.models import Imported, Picture
from articles.pictures.opening import PictureRefused
from newsroom.fetching import PICTURE, FetchFailed, fetch

from . import known
from .fitting import cut, one_line
from .known import bare_host
from .own import pictures as own_pictures
from .run import Run

log = logging.getLogger(__name__)

# An old server is asked for so many at once; as many wait in memory.
AT_ONCE = 4
LARGEST = PICTURE.bytes
LIMITS = {"alt": 400, "caption": 400, "credit": 160}
# The folders below which WordPress and Ghost keep what was uploaded.
UPLOADS = (("wp-content", "uploads"), ("content", "images"))


class Missing(Exception):
    """A picture does not come along; its one sentence says why."""


class Pictures:
    """What pictures became, and the way of those that are new.

    Args:
        media: a folder with the old site's uploads; without one the old site is asked.
    """

    def __init__(self, run: Run, media: Path | None = None):
        self._run = run
        self._media = media.resolve() if media is not None else None
        self._failed: dict[str, str] = {}

    def take(self, images: Iterable[Image]) -> dict[str, int]:
        """Return the number in the library of each picture by its key; new ones are taken in, missing ones listed."""
        wanted = {image.key: image for image in images if image.key}
        found = self._known(wanted)
        if not self._run.choices.takes_pictures:
            return found
        new = [image for key, image in wanted.items() if key not in found and key not in self._failed]
        for some in batched(new, AT_ONCE, strict=False):
            for image, data in self._read(some):
                number = self._add(image, data)
                if number:
                    found[image.key] = number
                    known.keep(self._run.key, known.IMAGE, image.key, Imported.Kind.PICTURE, number)
        return found

    def _known(self, keys: Iterable[str]) -> dict[str, int]:
        rows = known.find(self._run.key, known.IMAGE, keys)
        there = set(Picture.objects.filter(pk__in=[row.became for row in rows.values()]).values_list("pk", flat=True))
        return {key: row.became for key, row in rows.items() if row.became in there}

    def _read(self, images: Iterable[Image]) -> Iterator[tuple[Image, bytes | Missing]]:
        listed = list(images)
        if self._media is not None:
            yield from ((image, self._from_folder(image)) for image in listed)
            return
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="import") as threads:
            yield from zip(listed, threads.map(self._from_site, listed), strict=True)

    def _from_site(self, image: Image) -> bytes | Missing:
        if bare_host(image.url) not in self._run.hosts:
            return Missing(_("It does not lie on the old site itself: bring it in by hand."))
        try:
            answer = fetch(image.url, limits=PICTURE, accept="image/*")
        except FetchFailed as error:
            return Missing(str(error))
        if bare_host(answer.url) not in self._run.hosts:
            return Missing(_("The old site sends on to another server for it: bring it in by hand."))
        return answer.body

    def _from_folder(self, image: Image) -> bytes | Missing:
        missing = Missing(_("The folder does not hold it: put it there and repeat."))
        own = own_pictures.file_of(image)
        for tail in [*([own] if own else []), *tails(image.url)]:
            path = self._below(tail)
            if path is None:
                continue
            try:
                if path.stat().st_size > LARGEST:
                    size = LARGEST // (1024 * 1024)
                    return Missing(_("It is larger than %(size)d MB: make it smaller.") % {"size": size})
                return path.read_bytes()
            except OSError:
                return missing
        return missing

    def _below(self, tail: PurePosixPath) -> Path | None:
        """Return the file in the folder, unless a link or dots lead out of it."""
        if self._media is None or any(part in ("..", ".") or "\\" in part or "\0" in part for part in tail.parts):
            return None
        path = self._media.joinpath(*tail.parts)
        try:
            # Where a link stands anywhere in it, the two differ.
            return path if path.resolve(strict=True) == path and path.is_file() else None
        except (OSError, RuntimeError, ValueError):
            return None

    def _add(self, image: Image, data: bytes | Missing) -> int | None:
        if isinstance(data, Missing):
            return self._lost(image, str(data))
        words = {name: cut(one_line(getattr(image, name)), limit)[0] for name, limit in LIMITS.items()}
        name = PurePosixPath(unquote(urlsplit(image.url).path)).name[:200]
        title = cut(one_line(image.title), 200)[0]
        given: dict[str, Any] = {each: said for each, said in words.items() if said} | {"title": title}
        if image.own:
            given |= own_pictures.words_of(image, self._run.report.note)
        try:
            picture = add_picture(io.BytesIO(data), file_name=name, by=self._run.by, **given)
        except DuplicatePicture as error:
            self._run.report.count("pictures/same")
            return error.picture.pk
        except PictureRefused as error:
            return self._lost(image, str(error))
        except OSError:
            log.exception("A picture of an import could not be stored.")
            return self._lost(image, _("It could not be stored here."))
        self._run.report.count("pictures/new")
        return picture.pk

    def _lost(self, image: Image, why: str) -> int | None:
        self._failed[image.key] = why
        self._run.report.list("pictures", image.url or image.key, why, image.key)
        return None


def tails(url: str) -> list[PurePosixPath]:
    """Return the ends of an address's path by which its file may lie in a folder, the longest first.

    Never less than what stands below the folder of uploads by month: of two files of one name in two months,
    neither is taken for the other.
    """
    try:
        parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    except ValueError:
        return []
    least = min(len(parts), 2)
    for folder in UPLOADS:
        for start in range(len(parts) - 1):
            if tuple(parts[start : start + 2]) == folder:
                least = len(parts) - start - 2
    return [PurePosixPath(*parts[-length:]) for length in range(len(parts), max(least, 1) - 1, -1)]
