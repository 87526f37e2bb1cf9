"""Archives that were sent to the desk: kept without an address, looked at and brought in beside the pages."""

import secrets
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importers.records import CannotRead
from articles.models import Import
from newsroom.work.jobs import enqueue, job

from . import looking, running
from .choices import Choices
from .opening import open_export, tidy_address

# What nobody went on with is deleted after so long.
KEPT = timedelta(days=7)
FILES_AT_MOST = 50
State = Import.State


class Refused(Exception):
    """Nothing was done; the sentence is for whoever asked."""


def take(system: str, files: Iterable[UploadedFile], *, by: Any, address: str = "") -> Import:
    """Keep what was sent, and have it looked at.

    Args:
        address: the old site's, where its export does not say it.

    Raises:
        Refused: the address is none, there is no file, or they are too many or too large.
    """
    listed = list(files)
    try:
        choices = Choices(address=tidy_address(address))
    except CannotRead as error:
        raise Refused(str(error)) from None
    if not listed:
        raise Refused(_("Choose the file that the old system exported."))
    if len(listed) > FILES_AT_MOST:
        raise Refused(_("Send at most %(count)d files at once.") % {"count": FILES_AT_MOST})
    if sum(file.size or 0 for file in listed) > settings.IMPORT_MEGABYTES * 1024**2:
        words = _(
            "The files are larger than %(size)d MB: have whoever runs the server use manage.py import_%(system)s."
        )
        raise Refused(words % {"size": settings.IMPORT_MEGABYTES, "system": system})
    forget_old()
    import_ = Import(system=system, made_by=by, folder=secrets.token_hex(16), choices=choices.as_json())
    import_.file_names = [str(file.name)[:200] for file in listed]
    folder = folder_of(import_)
    folder.mkdir(parents=True, mode=0o700)
    for number, file in enumerate(listed):
        # Nobody's file name reaches the disk; what stands for it there is found again in a sentence: see `_said`.
        with (folder / f"{number:02}-{secrets.token_hex(8)}").open("wb") as kept:
            for piece in file.chunks():
                kept.write(piece)
    with transaction.atomic():
        import_.save()
        enqueue(look_at, number=import_.pk)
    return import_


def start(import_: Import, choices: Choices) -> None:
    """Bring in what was looked at, as chosen; what was stopped or failed goes on.

    Raises:
        Refused: it runs already, or its files are gone.
    """
    with transaction.atomic():
        import_ = Import.objects.select_for_update().get(pk=import_.pk)
        if import_.state in (State.RUNNING, State.WAITING):
            raise Refused(_("It is under way already: wait for its end."))
        if not import_.folder:
            raise Refused(_("Its files are deleted: send them again."))
        import_.choices, import_.state, import_.is_to_stop = choices.as_json(), State.RUNNING, False
        import_.done, import_.sentence = 0, ""
        import_.save()
        enqueue(carry_out, number=import_.pk)


def stop(import_: Import) -> None:
    """Have a run end after the articles in hand. The same again goes on from there."""
    Import.objects.filter(pk=import_.pk, state=State.RUNNING).update(is_to_stop=True)


@job(queue="slow", attempts=1)
def look_at(*, number: int) -> None:
    """Look at an archive that was sent: the report of the dry run."""
    import_ = Import.objects.filter(pk=number, state=State.WAITING).first()
    if import_ is None:
        return
    try:
        choices = Choices.from_json(import_.choices)
        export = open_export(import_.system, _files(import_), choices.address)
        plan = looking.look(export, choices)
    except (CannotRead, OSError) as error:
        said = _said(import_, error) if isinstance(error, CannotRead) else _("Its files cannot be read here any more.")
        import_.state, import_.sentence, import_.finished_at = State.FAILED, said[:500], timezone.now()
        import_.save()
        forget_files(import_)
        return
    import_.state, import_.total, import_.report = State.LOOKED, plan.total, plan.as_json()
    import_.site = (export.site.address or export.site.title)[:300]
    import_.save()


@job(queue="slow", attempts=3)
def carry_out(*, number: int) -> None:
    """Bring in an archive that was sent. Cut off, it is begun again, and goes on where it was."""
    import_ = Import.objects.filter(pk=number, state=State.RUNNING).first()
    if import_ is None:
        return
    try:
        address = Choices.from_json(import_.choices).address
        running.bring(open_export(import_.system, _files(import_), address), import_)
    except CannotRead as error:
        Import.objects.filter(pk=number).update(state=State.FAILED, sentence=_said(import_, error)[:500])
    import_.refresh_from_db()
    if import_.state == State.DONE:
        forget_files(import_)


def folder_of(import_: Import) -> Path:
    """Return where the files of an import lie."""
    return Path(settings.IMPORTS_FOLDER) / import_.folder


def forget_files(import_: Import) -> None:
    """Delete the files that were sent; the report stays."""
    if import_.folder:
        shutil.rmtree(folder_of(import_), ignore_errors=True)
        import_.folder = ""
        import_.save(update_fields=["folder"])


def forget_old() -> None:
    """Delete the files of imports that nobody went on with."""
    for import_ in (
        Import.objects.filter(made_at__lt=timezone.now() - KEPT).exclude(folder="").exclude(state=State.RUNNING)
    ):
        forget_files(import_)


def _files(import_: Import) -> list[Path]:
    return sorted(folder_of(import_).iterdir())


def _said(import_: Import, error: CannotRead) -> str:
    """Return a reader's sentence with the names that the files had when they were sent."""
    said = str(error)
    for path, name in zip(_files(import_), import_.file_names, strict=False):
        said = said.replace(path.name, name)
    return said
