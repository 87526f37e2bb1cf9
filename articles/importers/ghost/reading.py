"""An opened export of Ghost."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from ..json_values import text
from ..records import Entry, Image, Note, Person, Site, Term
from .people_and_tags import People, Tags
from .posts import Posts
from .tables import Tables, read_tables

# Tables of which a newsroom would ask where they are.
ASKED_FOR = ("members", "newsletters", "products", "offers", "snippets", "recommendations", "redirects", "email")


def open_export(paths: list[Path], address: str = "") -> "GhostExport":
    """Open the JSON files of one Ghost site.

    Args:
        address: the old site's with scheme, where the export does not say it. Ghost's own exports never do.

    Raises:
        CannotRead: a file is no JSON, no export of Ghost, or has no posts.
    """
    return GhostExport(read_tables(paths), address)


class GhostExport:
    """One site's content. JSON is read whole: the rows stay in memory, the bodies are made one at a time."""

    def __init__(self, tables: Tables, address: str = ""):
        self.site = Site(
            "Ghost",
            address=_origin(address) or _origin(tables.setting("url")) or _origin(tables.address) or _told_by(tables),
            title=tables.setting("title"),
            language=tables.setting("locale", "lang", "default_locale"),
            version=tables.version,
            permalink=tables.setting("permalinks") or "/:slug/",
        )
        left = gettext_noop("The table “{what}” of the export does not come along.")
        self.notes = [Note("table", name, left) for name in ASKED_FOR if tables.left[name]]
        self._people, self._tags = People(tables), Tags(tables)
        self._posts = Posts(tables, self.site, self._people, self._tags)
        self._name_everybody()

    def people(self) -> Iterator[Person]:
        yield from self._people.known.values()

    def terms(self) -> Iterator[Term]:
        yield from self._tags.used.values()
        yield from self._tags.unused()

    def images(self) -> Iterator[Image]:
        """Give nothing: Ghost keeps no library, its pictures are those of the posts."""
        yield from ()

    def entries(self, *, bodies: bool = True) -> Iterator[Entry]:
        yield from self._posts

    def _name_everybody(self) -> None:
        # In many exports only the posts say who there is.
        for post in self._posts.rows:
            self._people.of(post)
            self._tags.of(post)


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        if parts.scheme in ("http", "https") and parts.hostname:
            # A site may live in a folder of its host.
            return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    except ValueError:
        pass
    return ""


def _told_by(tables: Tables) -> str:
    # Most posts say where they were, if any does: without a folder, which an address alone does not tell.
    found: Counter[str] = Counter()
    for post in tables.rows["posts"]:
        address = _origin(text(post.get("url")))
        if address:
            found["/".join(address.split("/")[:3])] += 1
    return found.most_common(1)[0][0] if found else ""
