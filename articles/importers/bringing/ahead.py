"""A large archive is read in a process of its own: while some dozen entries are written here, the next are read there.

Readers know no database, so nothing but values passes between the two. Reading takes two fifths of the work.
"""

import multiprocessing
import signal
from collections.abc import Iterator
from itertools import batched
from multiprocessing.connection import Connection

from django.utils import translation

from articles.importers.records import CannotRead, Entry, Export

AT_ONCE = 50
# A second process takes a second to start, and a hundred megabytes.
WORTH_IT = 2_000


def entries(export: Export, total: int) -> Iterator[Entry]:
    """Give the entries of an export, of a large one from a process that is a few steps ahead.

    Args:
        total: how many articles and pages it holds.

    Raises:
        CannotRead: as the export itself would.
        ReaderGone: the other process was ended from outside.
    """
    # What is itself a helper of another process may have none.
    if total < WORTH_IT or multiprocessing.current_process().daemon:
        yield from export.entries()
        return
    # A process that shares nothing with this one: not its threads, nor its connections to the database.
    around = multiprocessing.get_context("spawn")
    here, there = around.Pipe(duplex=False)
    reader = around.Process(target=_read, args=(export, translation.get_language(), there), daemon=True)
    reader.start()
    there.close()
    try:
        while (batch := _next(here)) is not None:
            yield from batch
    finally:
        here.close()
        reader.terminate()
        reader.join()


class ReaderGone(Exception):
    """The process that read the archive is no more, and did not say why."""


def _next(here: Connection) -> tuple[Entry, ...] | None:
    try:
        said = here.recv()
    except EOFError:
        raise ReaderGone("The process that read the archive ended before the archive did.") from None
    if isinstance(said, CannotRead):
        raise said
    batch: tuple[Entry, ...] | None = said
    return batch


def _read(export: Export, language: str | None, there: Connection) -> None:
    import django

    # Whoever stops the import ends this process too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Sentences about the archive are in the words of the apps.
    django.setup()
    with translation.override(language):
        try:
            for batch in batched(export.entries(), AT_ONCE, strict=False):
                there.send(batch)
            there.send(None)
        except CannotRead as error:
            there.send(error)
        except BrokenPipeError:
            # Nobody waits any more.
            return
