"""Files of the storages, wherever they lie: a folder or a bucket."""

import hashlib
from collections.abc import Iterator
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage, storages

from .archive import CHUNK, BadArchive

# Folders of the archive, and the storages behind them.
KEPT = {"media": "default", "originals": "originals"}


def storage_of(folder: str) -> Storage:
    return storages[KEPT[folder]]


def every(storage: Storage, folder: str = "") -> Iterator[str]:
    """Name all files of a storage, a folder after the other."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        if name:
            yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        if name:
            yield from every(storage, f"{folder}/{name}" if folder else name)


def put(folder: str, name: str, content: IO[bytes], size: int, *, over: bool = False) -> str:
    """Store a file under its own name.

    Args:
        over: in the place of another one of this name.

    Returns:
        "new", "same" where it is there already, "other" where another one has its name and `over` was not said.

    Raises:
        BadArchive: the storage keeps it under another name.
    """
    storage = storage_of(folder)
    if storage.exists(name):
        if not over:
            return "same" if storage.size(name) == size and _sha(storage.open(name)) == _sha(content) else "other"
        storage.delete(name)
    file: Any = File(content, name=name)
    file.size = size
    kept = storage.save(name, file)
    if kept != name:
        storage.delete(kept)
        raise BadArchive(f"The storage of {folder} does not keep “{name[:100]}” under its name.")
    return "new"


def _sha(content: Any) -> str:
    sha = hashlib.sha256()
    with content:
        while piece := content.read(CHUNK):
            sha.update(piece)
    return sha.hexdigest()
