"""Pictures of other outlets, made small and kept by us: readers are never sent to another server for them."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from articles.pictures import small
from articles.pictures.opening import PictureRefused
from newsroom.fetching import PICTURE, Failure, FetchFailed, Limits, fetch

FOLDER = "stories"
_OURS = re.compile(rf"{FOLDER}/[0-9a-f]{{2}}/[0-9a-f]{{30}}\.webp", re.ASCII)
ACCEPT = "image/avif, image/webp, image/jpeg, image/png, image/gif;q=0.9, image/*;q=0.5"
# What another try after a while may mend.
_MAY_PASS = {Failure.TOO_SLOW, Failure.NO_ANSWER, Failure.UNKNOWN_HOST, Failure.BROKEN_ANSWER, Failure.BAD_CERTIFICATE}
_NEVER_COMES_BACK = {404, 410}


@dataclass(frozen=True)
class Thumbnail:
    """A file of the default storage, named by its content, and its size in pixels."""

    name: str
    width: int
    height: int


class NoThumbnail(Exception):
    """No picture was made, and why, in one sentence; `is_final` when another try would end the same."""

    def __init__(self, sentence: str, is_final: bool) -> None:
        super().__init__(sentence)
        self.is_final = is_final


def make_thumbnail(url: str, *, limits: Limits = PICTURE) -> Thumbnail:
    """Fetch the picture at `url` and keep it as a story's card shows it: 3:2, 480 pixels wide at most, WebP.

    The same pixels always get the same name, so that stories may share a file.

    Raises:
        NoThumbnail: nothing came, it is no picture, or one that readers would not see.
    """
    return _made(url, small.card, limits)


def make_icon(url: str, *, limits: Limits = PICTURE) -> Thumbnail:
    """Fetch an outlet's mark and keep it: a square WebP, 64 pixels at most.

    Raises:
        NoThumbnail: nothing came, it is no picture, or a very small one.
    """
    return _made(url, small.icon, limits)


def forget(name: str) -> None:
    """Delete the file of a thumbnail or an icon that no record names any more. It may be gone already."""
    if _OURS.fullmatch(name):
        with suppress(OSError):
            default_storage.delete(name)


def _made(url: str, cut: Callable[[bytes, int], small.Small], limits: Limits) -> Thumbnail:
    try:
        fetched = fetch(url, limits=limits, accept=ACCEPT)
    except FetchFailed as error:
        passes = error.kind in _MAY_PASS or error.status not in _NEVER_COMES_BACK and error.kind == Failure.BAD_STATUS
        raise NoThumbnail(str(error), is_final=not passes) from error
    words = {"address": fetched.url[:200]}
    try:
        data, width, height = cut(fetched.body, min(small.PIXELS_AT_MOST, settings.PICTURE_MEGAPIXELS * 1_000_000))
    except small.TooSmall:
        sentence = _("The picture at %(address)s is too small to be shown. Choose a larger one, or do without.")
        raise NoThumbnail(sentence % words, is_final=True) from None
    except PictureRefused as error:
        sentence = _(
            "What is at %(address)s is damaged, too large, or no picture of a kind that can be shown. "
            "Choose another one, or do without."
        )
        raise NoThumbnail(sentence % words, is_final=True) from error
    return Thumbnail(kept(data), width, height)


def kept(data: bytes) -> str:
    """Keep a picture that was made here, and return the name of its file, which its content gives it."""
    digest = sha256(data).hexdigest()[:32]
    name = f"{FOLDER}/{digest[:2]}/{digest[2:]}.webp"
    if not default_storage.exists(name):
        saved = default_storage.save(name, ContentFile(data))
        if saved != name:
            # Somebody kept the same picture in this moment.
            default_storage.delete(saved)
    return name
