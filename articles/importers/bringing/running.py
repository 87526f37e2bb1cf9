"""The whole of it, in the order in which one thing needs the other; repeated, it goes on where it stopped."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import batched
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importers.records import CannotRead, Entry, Export, Image, Kind, Status
from articles.models import Article, Import, Imported
from newsroom.audit.log import record
from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.retiring import retire
from newsroom.work.jobs import enqueue

from . import addresses, ahead, known, looking, people, settling, standing_pages, terms
from .choices import Choices
from .likeness import index_anew
from .own import numbers as own_numbers
from .own import pictures as own_pictures
from .own import texts as own_texts
from .pictures import Pictures
from .prepared import mark_of, prepare
from .report import Report
from .rewriting import rewrite, was_edited
from .run import Run
from .writing import write

log = logging.getLogger(__name__)

AT_ONCE = 50
# Stored pages are made anew so often while articles come in, and once at the end.
RETIRES_EACH = 30.0

type Progress = Callable[[int, int], None]


class Stopped(Exception):
    """Somebody asked for it; what has come stays, and the same again goes on."""


def bring(export: Export, import_: Import, *, media: Path | None = None, progress: Progress | None = None) -> Report:
    """Bring an export in, as the import's choices say; its row says how far it is, and has the report at the end.

    Args:
        media: a folder with the old site's uploads; without one pictures are fetched from the old site.
        progress: called with how many entries are done, and of how many, as far as that is known.

    Raises:
        CannotRead: the export breaks somewhere. What came before that stays, and is not doubled by the next run.
    """
    run = Run(site=export.site, choices=Choices.from_json(import_.choices), by=import_.made_by)
    _begin(import_, run)
    try:
        _bring(export, import_, run, media, progress)
        _end(import_, run, Import.State.DONE)
    except Stopped:
        _end(import_, run, Import.State.STOPPED)
    except CannotRead as error:
        _end(import_, run, Import.State.FAILED, str(error))
        raise
    except Exception:
        sentence = _("Something went wrong here; whoever runs the server finds it in the log.")
        _end(import_, run, Import.State.FAILED, sentence)
        raise
    return run.report


def _bring(export: Export, import_: Import, run: Run, media: Path | None, progress: Progress | None) -> None:
    persons, listed = list(export.people()), list(export.terms())
    counts = _counts(export, run, import_)
    # One transaction: all sections and tags of an archive, or none.
    with transaction.atomic():
        people.bring(run, persons)
        terms.bring(run, listed, counts)
        if not (any(one.own for one in persons) or any(one.own for one in listed)):
            addresses.keep_archives(run, persons, listed)
    run.own_pictures = own_numbers.pictures_of(export.images())
    library = Pictures(run, media)
    pictures = _Wanted(export, library)
    done, retired = 0, time.monotonic()
    entries = own_texts.entries(run, ahead.entries(export, import_.total), export.images())
    for batch in batched(entries, AT_ONCE, strict=False):
        bring_batch(run, batch, pictures)
        # The total, too, is of what may come.
        done += sum(entry.kind != Kind.OTHER and entry.status != Status.TRASH for entry in batch)
        if progress:
            progress(done, import_.total)
        _keep_on(import_, done)
        if time.monotonic() - retired > RETIRES_EACH:
            retire(EVERYTHING)
            retired = time.monotonic()
    if run.own_pictures:
        own_pictures.bring_rest(run, export.images(), persons, library)
    settling.settle(run, lambda _number: _keep_on(import_, done))
    run.report.note(*export.notes)


def bring_batch(run: Run, batch: Iterable[Entry], pictures: "_Wanted") -> None:
    """Bring some entries in: all in one transaction, or, where one of them cannot come, each in its own."""
    coming: dict[str, Entry] = {}
    for entry in batch:
        run.report.count(f"{entry.kind}/{entry.status}" if entry.kind != Kind.OTHER else f"left/{entry.type_name}")
        run.report.count("comments", by=entry.comments)
        if entry.kind == Kind.OTHER:
            continue
        if entry.status == Status.TRASH:
            run.report.count("left/trash")
            continue
        coming.setdefault(entry.key, entry)
    entries = list(coming.values())
    rows = known.find(run.key, known.ENTRY, coming)
    shown = pictures.of([entry for entry in entries if _wants(run, entry, rows.get(entry.key))])
    articles = [entry for entry in entries if entry.kind == Kind.ARTICLE]
    new = [entry for entry in articles if entry.key not in rows]
    before = run.report
    try:
        # What a batch says counts once it is written.
        run.report = Report()
        # Reading takes longer than writing, and others wait for a transaction.
        prepared = [prepare(run, entry, shown) for entry in new]
        with transaction.atomic():
            write(run, prepared)
        before.add(run.report)
    except Exception:
        log.exception("A batch of an import could not be written at once; each is tried alone.")
        run.report = before
        for entry in new:
            _alone(run, entry, lambda entry=entry: write(run, [prepare(run, entry, shown)]))  # type: ignore[misc]
    run.report = before
    for entry in articles:
        if entry.key in rows:
            _alone(run, entry, lambda entry=entry: _again(run, entry, rows[entry.key], shown))  # type: ignore[misc]
    for entry in entries:
        if entry.kind == Kind.PAGE:
            page = rows.get(entry.key)
            _alone(run, entry, lambda entry=entry, page=page: standing_pages.bring(run, entry, page, shown))  # type: ignore[misc]


class _Wanted:
    """The pictures that entries show, with what the old library said of them."""

    def __init__(self, export: Export, pictures: Pictures):
        self._export, self._pictures = export, pictures
        self._library: dict[str, Image] | None = None

    def of(self, entries: Sequence[Entry]) -> dict[str, int]:
        """Return the number of each picture that these entries show, by its key."""
        images = {image.key: image for entry in entries for image in entry.images}
        for entry in entries:
            for key in filter(None, (entry.lead, entry.social_image)):
                if key not in images:
                    if self._library is None:
                        self._library = {image.key: image for image in self._export.images()}
                    if key in self._library:
                        images[key] = self._library[key]
        return self._pictures.take(images.values()) if images else {}


def _wants(run: Run, entry: Entry, row: Imported | None) -> bool:
    """Say whether an entry's pictures are looked for: not of what came whole and says the same."""
    return row is None or run.choices.overwrites or bool(row.lacks) or row.said != mark_of(entry)


def _again(run: Run, entry: Entry, row: Imported, pictures: dict[str, int]) -> None:
    """Bring an article in that came before."""
    if row.kind != Imported.Kind.ARTICLE:
        return
    article = Article.objects.filter(pk=row.became).first()
    if article is None and not run.choices.overwrites:
        run.report.count("deleted")
    elif article is None:
        row.delete()
        write(run, [prepare(run, entry, pictures)])
    elif row.said == mark_of(entry) and not any(key in pictures for key in row.lacks) and not run.choices.overwrites:
        run.report.count("same")
    elif was_edited(article, row) and not run.choices.overwrites:
        run.report.count("edited")
        run.report.list("edited", article.headline, _("It was edited here since and is left as it is."), entry.key)
    elif run.choices.overwrites and row.said == mark_of(entry) and not row.lacks and not was_edited(article, row):
        run.report.count("same")
    else:
        rewrite(run, article, row, prepare(run, entry, pictures))


def _alone(run: Run, entry: Entry, do: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            do()
    except Exception:
        log.exception("An entry of an import could not be brought in.")
        why = _("It could not be brought in; whoever runs the server finds why in the log.")
        run.report.list("failed", entry.headline or entry.key, why, entry.key)


def _counts(export: Export, run: Run, import_: Import) -> Counter[tuple[str, str]]:
    """Return how many articles each term holds, where that decides what becomes of a category."""
    chosen = run.choices
    if import_.total and (chosen.categories_as or chosen.terms):
        return Counter()
    counts, import_.total = looking.counted(export)
    import_.save(update_fields=["total"])
    return counts


def _begin(import_: Import, run: Run) -> None:
    if import_.report.get("has_run"):
        run.report.go_on(import_.report)
    import_.state, import_.site, import_.done = Import.State.RUNNING, (run.site.address or run.site.title)[:300], 0
    import_.sentence, import_.finished_at, import_.is_to_stop = "", None, False
    import_.save()
    record("import.begun", import_, by=run.by)


def _keep_on(import_: Import, done: int) -> None:
    import_.done = done
    Import.objects.filter(pk=import_.pk).update(done=done)
    if Import.objects.filter(pk=import_.pk, is_to_stop=True).exists():
        raise Stopped


def _end(import_: Import, run: Run, state: str, sentence: str = "") -> None:
    with transaction.atomic():
        import_.state, import_.sentence, import_.finished_at = state, sentence[:500], timezone.now()
        import_.report = (
            (import_.report if import_.report.get("terms") else {}) | run.report.as_json() | {"has_run": True}
        )
        import_.save(update_fields=["state", "sentence", "finished_at", "report"])
        record("import.ended", import_, by=run.by, state=str(state))
        if run.report.counts["new"]:
            enqueue(index_anew)
        retire(EVERYTHING)
