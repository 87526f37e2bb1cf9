"""The tables of a Ghost export, whichever shape it has, and nothing of those that are nobody's business.

Ghost writes {"db": [{"meta": …, "data": {tables}}]} (https://ghost.org/docs/migration/custom/), its import also
takes {"meta": …, "data": {tables}}; its Content API gives {"posts": […]} with authors and tags inside, and
its migration tools wrap each record as {"url": …, "data": {…}}.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ..json_values import read_json, records, text
from ..records import CannotRead

type Row = dict[str, Any]

READ = ("posts", "users", "tags", "posts_authors", "posts_tags", "posts_meta", "settings", "comments")
# What a post of Ghost has, whatever made the file; one of these is enough.
MARKS = frozenset({"html", "lexical", "mobiledoc", "markdown", "published_at", "custom_excerpt", "feature_image"})
# Of the settings, those that are no secret: the table also holds keys of payment providers and of the site itself.
SETTINGS = frozenset({"title", "locale", "lang", "default_locale", "permalinks", "url"})


@dataclass
class Tables:
    """The tables that are read, each a list of rows, and how many rows the others had."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in READ})
    left: Counter[str] = field(default_factory=Counter)
    version: str = ""
    address: str = ""

    def setting(self, *names: str) -> str:
        """Return the first of these settings that is set."""
        found = {text(row.get("key")): text(row.get("value")) for row in self.rows["settings"]}
        return next((found[name] for name in names if found.get(name)), "")


def read_tables(paths: list[Path]) -> Tables:
    """Read the files of one site's export together.

    Raises:
        CannotRead: a file is no JSON, no export of Ghost, or has no posts.
    """
    tables = Tables()
    for path in paths:
        found = _parts(read_json(path))
        if not found:
            raise CannotRead(_not_ghost() % {"file": path.name})
        for meta, data in found:
            tables.version = tables.version or text(meta.get("version"))
            tables.address = tables.address or text(meta.get("url"))
            _take(tables, data)
    posts = tables.rows["posts"]
    if not posts:
        names = ", ".join(path.name for path in paths)
        raise CannotRead(_("%(file)s has no posts: export the content again, from Ghost’s Labs.") % {"file": names})
    if not any(MARKS & post.keys() for post in posts):
        raise CannotRead(_not_ghost() % {"file": paths[0].name})
    return tables


def _not_ghost() -> str:
    return _("%(file)s is no export of Ghost: it should hold “db”, “data” or “posts”.")


def _parts(document: Any) -> list[tuple[Row, Row]]:
    if not isinstance(document, dict):
        return []
    if "db" in document:
        held = document["db"] if isinstance(document["db"], list) else [document["db"]]
        return [part for one in held if isinstance(one, dict) and "db" not in one for part in _parts(one)]
    for name in ("data", "result"):
        inner = document.get(name)
        if isinstance(inner, dict) and isinstance(inner.get("posts", []), list):
            about = document.get("meta") or document.get("options")
            return [(about if isinstance(about, dict) else {}, inner)]
    return [({}, document)] if isinstance(document.get("posts"), list) else []


def _take(tables: Tables, data: Row) -> None:
    for name, held in data.items():
        if name not in READ:
            tables.left[str(name)] += len(held) if isinstance(held, list) else 0
            continue
        for row in records(held):
            own = unwrapped(row)
            if name == "settings" and text(own.get("key")) not in SETTINGS:
                continue
            if name == "comments":  # only how many a post has
                own = {"post_id": own.get("post_id"), "status": own.get("status")}
            tables.rows[name].append(own)


def unwrapped(row: Row) -> Row:
    """Return a record without the {"url": …, "data": {…}} that migration tools put around it."""
    inner = row.get("data")
    return {"url": row.get("url"), **inner} if isinstance(inner, dict) else row
