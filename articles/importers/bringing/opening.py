"""Which reader opens the files of a system: each is loaded when it is needed."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from articles.importers.records import CannotRead, Export
from articles.models import Import

# Where a document begins, after the mark of its byte order and white space.
JSON, BEFORE, FIRST = (b"{", b"["), b"\xef\xbb\xbf \t\r\n", 4096
LONGEST = 300


def open_export(system: str, paths: Iterable[Path], address: str = "") -> Export:
    """Open the files that are one site's export together.

    WordPress gives XML, or JSON where its REST API was asked. What lies in the files decides, not their names.

    Args:
        system: one of `Import.System`.
        address: the old site's, where its export does not say it; Ghost's never does.

    Raises:
        CannotRead: the address is none, the files are of two kinds, or their reader cannot read them.
        OSError: a file is not there or may not be read.
    """
    files, address = list(paths), tidy_address(address)
    if system != Import.System.WORDPRESS:
        return _opened(system, files, address)
    of_rest = [path for path in files if _is_json(path)]
    if not of_rest:
        # An export in XML names its site.
        return _opened(system, files)
    if len(of_rest) < len(files):
        words = _("“%(file)s” is JSON and another file is not: bring in the answers of the REST API by themselves.")
        raise CannotRead(words % {"file": of_rest[0].name})
    return _opened("wordpress_rest", files, address)


def tidy_address(address: str) -> str:
    """Return an old site's address without white space and a slash at its end.

    Raises:
        CannotRead: it is no address of a site.
    """
    address = address.strip().rstrip("/")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_fine = parts.scheme in ("http", "https") and parts.hostname and len(address) <= LONGEST
    except ValueError:
        is_fine = False
    if not is_fine or parts.query or parts.fragment:
        raise CannotRead(
            _("“%(address)s” is no address of a site: write it like https://old.example.") % {"address": address}
        )
    return address


def _opened(system: str, paths: list[Path], *args: str) -> Export:
    export: Export = import_module(f"articles.importers.{system}").open_export(paths, *args)
    return export


def _is_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(FIRST).lstrip(BEFORE).startswith(JSON)
