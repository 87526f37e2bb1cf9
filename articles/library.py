"""The picture library's verbs, and what pages need to show a picture."""

import io
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from typing import IO, Any, BinaryIO, NamedTuple, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from newsroom.audit.log import record

from . import alike
from .body.pipeline import PictureSource
from .file_words import sayings, words_of
from .models import Picture
from .picture_log import record_made
from .pictures.cleaning import cleaned
from .pictures.inspection import PictureFacts, inspect
from .pictures.renditions import ShapeNames, names, plan, render, rendition_key

FOLDER = "pictures"
# 128 bits in hexadecimal.
KEY_LENGTH = 32

# Who makes public files once the record is stored; None: whoever stores it waits for them.
_later: Callable[[str], None] | None = None

cached_names = lru_cache(maxsize=4096)(names)


class DuplicatePicture(Exception):
    """The same file is in the library already, as `picture`."""

    def __init__(self, picture: Picture):
        self.picture = picture
        super().__init__(f"This file is in the library already: {picture.title}.")


class Taken(NamedTuple):
    """A file that the library takes: its facts, the bytes to keep, and the mark of a protected file as it was sent."""

    facts: PictureFacts
    data: bytes
    sent_as: str = ""


def add_picture(
    file: BinaryIO,
    *,
    title: str = "",
    file_name: str = "",
    by: Any = None,
    protects_source: bool = False,
    **fields: Any,
) -> Picture:
    """Take a picture into the library and make its renditions.

    Args:
        file: a seekable binary file.
        title: its name in the library; what the file calls itself, or `file_name`, when empty.
        protects_source: keep a copy without metadata instead of the file, and take no words from it.
        fields: alt, caption, credit, licence, focus_x, focus_y. What is not given is taken
            from the file's own description, where it has one.

    Raises:
        PictureRefused: with a sentence for whoever uploaded it.
        DuplicatePicture: the library holds this file already.
    """
    new = taken(file, protects_source)
    picture = Picture(created_by=by, protects_source=protects_source)
    if not protects_source:
        picture.file_says = sayings(new.facts.says, file_name)
    words = words_of(picture.file_says) | {name: value for name, value in fields.items() if value is not None}
    words["title"] = title[:200] or words["title"]
    for name, value in words.items():
        setattr(picture, name, value)
    put_file(picture, new, lambda: record_made(picture, by=by))
    return picture


def replace_file(picture: Picture, file: BinaryIO, *, file_name: str = "", by: Any = None) -> None:
    """Give `picture` another file of the same motif; number, words and uses stay, addresses are new.

    Raises:
        PictureRefused: with a sentence for whoever uploaded it.
        DuplicatePicture: the library holds this file already.
    """
    new = taken(file, picture.protects_source)
    before = f"{picture.width} × {picture.height}"
    picture.file_says = {} if picture.protects_source else sayings(new.facts.says, file_name)
    put_file(picture, new)
    record("picture.replaced", picture, by=by, before=before)


def remove_picture(picture: Picture, *, by: Any = None) -> None:
    """Delete a picture that nothing uses, with its original and its public files.

    Raises:
        ProtectedError: a record refers to it.
    """
    original, folder = picture.original, f"{FOLDER}/{picture.rendition_key}"
    name = original.name or ""
    with transaction.atomic():
        record("picture.deleted", picture, by=by, protected_source=picture.protects_source)
        picture.delete()
        transaction.on_commit(lambda: _delete_files(original.storage, name, folder))


def taken(file: BinaryIO, protects_source: bool = False, known: Picture | None = None) -> Taken:
    """Return what the library keeps of `file`; `known` is the picture that it may be already.

    Raises:
        PictureRefused: with a sentence for whoever uploaded it.
        DuplicatePicture: the library holds this file already.
    """
    most = settings.PICTURE_MEGAPIXELS * 1_000_000
    facts = inspect(file, most)
    _refuse_duplicate(facts.sha256, known)
    file.seek(0)
    if not protects_source:
        return Taken(facts, file.read())
    sent_as = _mark(facts.sha256)
    data = cleaned(file, most)
    facts = inspect(io.BytesIO(data), most)
    _refuse_duplicate(facts.sha256, known)
    return Taken(facts, data, sent_as)


def put_file(picture: Picture, new: Taken, then: Callable[[], None] | None = None) -> None:
    """Make `new` the file of `picture`, with all that follows from it, and save the record.

    Args:
        then: what belongs into the same transaction.

    Raises:
        DuplicatePicture: somebody added the same file in this moment.
    """
    facts, data, picture.sent_as = new
    _take_facts(picture, facts)
    before = picture.original.name
    # The files first: a record without files would be a broken page, files without a record are only waste.
    made = _begin_renditions(picture, data)
    picture.original.save("original", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            # update_dimension_fields would decode the original again; the facts are known already.
            picture.save()
            _have_made(picture)
            alike.remember(picture)
            if then:
                then()
    except BaseException as error:
        delete_all(picture.original.storage, [picture.original.name or ""])
        delete_all(default_storage, made)
        existing = Picture.objects.filter(sha256=facts.sha256).exclude(pk=picture.pk).first()
        if isinstance(error, IntegrityError) and existing is not None:
            raise DuplicatePicture(existing) from None
        raise
    if before and before != picture.original.name:
        old = [before]
        transaction.on_commit(lambda: delete_all(picture.original.storage, old))


def make_later(by: Callable[[str], None] | None) -> None:
    """Let public files be made by somebody who is given their rendition key after the commit; None: at once."""
    global _later
    _later = by


def described(file: BinaryIO, **fields: Any) -> Picture:
    """Return an unsaved picture with the facts of `file`, its words taken from the file where none are given.

    Raises:
        PictureRefused: with a sentence for whoever uploaded it.
    """
    facts = inspect(file)
    picture = Picture(**(words_of(sayings(facts.says)) | fields))
    _take_facts(picture, facts)
    return picture


def make_renditions(picture: Picture, file: IO[bytes] | None = None) -> list[str]:
    """Write the public files of `picture` for its present focal point, and name what was written.

    A picture without a rendition key gets one; the caller saves the record. Nothing is done where every file stands
    already. Renditions of an earlier focal point stay: pages stored elsewhere may still show them.
    """
    # What has a key keeps it, whatever the site's secret is by now: pages name it.
    picture.rendition_key = picture.rendition_key or secret_key_of(picture)
    folder = f"{FOLDER}/{picture.rendition_key}/"
    written: list[str] = []
    if not all(default_storage.exists(folder + each.name) for each in plan(picture.width, picture.height)):
        most = settings.PICTURE_MEGAPIXELS * 1_000_000
        try:
            with file or picture.original.open("rb") as source:
                for rendition, data in render(cast(BinaryIO, source), picture.focus, most):
                    if not default_storage.exists(folder + rendition.name):
                        written.append(_written(folder + rendition.name, data))
        except BaseException:
            delete_all(default_storage, written)
            raise
    return written


def secret_key_of(picture: Picture) -> str:
    """Return the folder name of a picture's public files: made of its content, its focal point and the site's secret.

    So it may be cached for ever, and whoever has the same file cannot ask whether it lies in a draft.
    """
    plain = rendition_key(picture.sha256, picture.focus)
    return salted_hmac("articles.library.rendition_key", plain, algorithm="sha256").hexdigest()[:KEY_LENGTH]


def _begin_renditions(picture: Picture, data: bytes | None = None) -> list[str]:
    """Make the public files at once, or let `_have_made` do so; name what was written."""
    picture.rendition_key = secret_key_of(picture)
    if _later is None:
        return make_renditions(picture, io.BytesIO(data) if data is not None else None)
    return []


def _have_made(picture: Picture) -> None:
    """Have public files made that stand behind no request; called in the transaction that stores the record."""
    if later := _later:
        transaction.on_commit(lambda: later(picture.rendition_key))


def delete_all(storage: Storage, files: Iterable[str]) -> None:
    """Delete files that may be gone already."""
    for name in files:
        with suppress(OSError):
            storage.delete(name)


def _written(wanted: str, data: bytes) -> str:
    name = default_storage.save(wanted, ContentFile(data))
    if name != wanted:
        # Another process was quicker with the same bytes.
        delete_all(default_storage, [name])
    return wanted


def _delete_files(originals: Storage, original: str, folder: str) -> None:
    delete_all(originals, [original])
    with suppress(OSError):
        delete_all(default_storage, [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]])
        default_storage.delete(folder)


def _take_facts(picture: Picture, facts: PictureFacts) -> None:
    for name in ("format", "width", "height", "byte_size", "sha256", "fingerprint"):
        setattr(picture, name, getattr(facts, name))


def _refuse_duplicate(sha256: str, known: Picture | None) -> None:
    existing = Picture.objects.filter(Q(sha256=sha256) | Q(sent_as=_mark(sha256))).first()
    if existing is not None and existing != known:
        raise DuplicatePicture(existing)


def _mark(sha256: str) -> str:
    """Return what a protected file is recognised by: without the site's key nobody can tell which file it was."""
    return salted_hmac("articles.library.sent_as", sha256, algorithm="sha256").hexdigest()


def refocus(picture: Picture, focus_x: float, focus_y: float) -> None:
    """Move the focal point and make the crops anew, at new addresses.

    Raises:
        ValueError: a fraction is outside 0..1.
    """
    picture.focus_x, picture.focus_y = focus_x, focus_y
    with transaction.atomic():
        if secret_key_of(picture) != picture.rendition_key:
            _begin_renditions(picture)
            _have_made(picture)
        picture.save(update_fields=["focus_x", "focus_y", "rendition_key"])


def folder_url(picture: Picture) -> str:
    """Return the public address of the picture's folder, with its slash at the end."""
    return f"{settings.MEDIA_URL}{FOLDER}/{picture.rendition_key}/"


def shape_names(picture: Picture, shape: str) -> ShapeNames:
    """Return the names of one shape's files, from the picture's size alone."""
    return cached_names(picture.width, picture.height, shape)  # type: ignore[arg-type]


def rendition_url(picture: Picture, name: str) -> str:
    """Return the public address of one rendition, such as `3x2-480.webp`."""
    return folder_url(picture) + name


def picture_source(picture: Picture, shape: str = "full") -> PictureSource:
    """Return what the body's pipeline needs to show `picture`."""
    found = shape_names(picture, shape)
    folder = folder_url(picture)
    widest = found.sources[-1]
    return PictureSource(
        id=picture.pk,
        alt=picture.local.alt,
        caption=picture.local.caption,
        credit=picture.local.credit,
        width=widest.width,
        height=widest.height,
        srcset_avif=found.srcset(folder, widest=1280),
        fallback=folder + found.fallback.name,
        fallback_width=found.fallback.width,
        fallback_height=found.fallback.height,
        link_url=folder + widest.name,
        size_label="",
    )
