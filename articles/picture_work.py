"""The public files of pictures, made beside the request that brought the picture: encoders take long.

A process that serves pages calls `begin`. What nobody has made yet, because the process was killed or a reader is
quicker, is made when it is asked for. Commands make files at once. See docs/decisions/035-pictures-made-beside.md.
"""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import close_old_connections

from . import library
from .models import Picture
from .pictures.opening import PictureRefused
from .pictures.renditions import plan

log = logging.getLogger(__name__)

_pool: ThreadPoolExecutor | None = None
_lock = threading.Lock()
_under_way: dict[str, Future[None]] = {}


def begin() -> None:
    """Let this process make files beside its requests from now on."""
    global _pool
    # One at a time: a photograph of 24 megapixels takes 100 MB while it is worked on.
    _pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
    library.make_later(soon)


def end() -> None:
    """Make files at once again, after those that are under way."""
    global _pool
    library.make_later(None)
    if _pool is not None:
        _pool.shutdown()
    _pool = None


def soon(key: str) -> None:
    """Make the files below a rendition key when there is time."""
    with _lock:
        if _pool is not None and key not in _under_way:
            _under_way[key] = _pool.submit(_make_in_thread, key)


def make_missing(path: str) -> bool:
    """Make the files of the picture that a public file belongs to; return whether it is one that there should be.

    Whoever makes them already is waited for.

    Args:
        path: below the folder of public files, such as `pictures/<key>/3x2-480.webp`.
    """
    folder, _slash, rest = path.partition("/")
    key, _slash, name = rest.partition("/")
    picture = Picture.objects.filter(rendition_key=key).first() if folder == library.FOLDER and key else None
    # No other name is worth the work.
    if picture is None or name not in {each.name for each in plan(picture.width, picture.height)}:
        return False
    with _lock:
        job = _under_way.get(key)
    if job is not None and not job.cancel():
        job.result()
    else:
        with _lock:
            _under_way.pop(key, None)
        _make(picture)
    return True


def _make_in_thread(key: str) -> None:
    close_old_connections()
    try:
        if picture := Picture.objects.filter(rendition_key=key).first():
            _make(picture)
    except Exception:
        # Nobody waits for it here; whoever asks for a file makes what is missing.
        log.exception("The public files below %s could not be made now.", key)
    finally:
        with _lock:
            _under_way.pop(key, None)
        close_old_connections()


def _make(picture: Picture) -> None:
    try:
        library.make_renditions(picture)
    except (OSError, PictureRefused):
        # The file was looked at when it came: now the disk is full, or the original is gone.
        log.exception("The public files of picture %s could not be made.", picture.pk)
