"""Posts, pages, users, terms and media of https://developer.wordpress.org/rest-api/reference/, in any mixture."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from ..html_trees import plain
from ..json_values import line, mapping, read_json, records, text
from ..records import CannotRead, Entry, Image, Note, Person, Site, Term
from .posts import Named, entry_of

type Row = dict[str, Any]

KINDS = {"category": "category", "post_tag": "tag"}


def open_export(paths: list[Path], address: str = "") -> "RestExport":
    """Open files that each hold one answer of the API: an object, or a list of them.

    Args:
        address: the old site's with scheme, where the links of the posts do not say it.

    Raises:
        CannotRead: a file is no JSON, or holds nothing that the API gives.
    """
    rows: list[Row] = []
    for path in paths:
        document = read_json(path)
        found = [row for row in records(document if isinstance(document, list) else [document]) if _kind(row)]
        if not found and document != []:
            sentence = _("%(file)s is no answer of WordPress’s REST API: it holds neither posts nor pages nor users.")
            raise CannotRead(sentence % {"file": path.name})
        rows.extend(found)
    return RestExport(rows, address)


class RestExport:
    """What the files hold together. Rows stay in memory; the bodies are made one at a time."""

    def __init__(self, rows: list[Row], address: str = ""):
        self._posts = [row for row in rows if _kind(row) == "post"]
        self._named = Named()
        self.notes: list[Note] = []
        for row in rows:
            self._remember(row)
        for post in self._posts:
            self._remember_embedded(post)
        told = next((origin for post in self._posts if (origin := _origin(text(post.get("link"))))), "")
        self.site = Site("WordPress", address=address.rstrip("/") or told)

    def people(self) -> Iterator[Person]:
        yield from self._named.people.values()

    def terms(self) -> Iterator[Term]:
        yield from self._named.terms.values()

    def images(self) -> Iterator[Image]:
        yield from self._named.images.values()

    def entries(self, *, bodies: bool = True) -> Iterator[Entry]:
        for number, post in enumerate(self._posts):
            yield entry_of(post, self._named, self.site.address, number)

    def _remember_embedded(self, post: Row) -> None:
        embedded = post.get("_embedded")
        if not isinstance(embedded, dict):
            return
        for name in ("author", "wp:featuredmedia"):
            for row in records(embedded.get(name)):
                self._remember(row)
        groups = embedded.get("wp:term")
        for group in groups if isinstance(groups, list) else []:
            for row in records(group):
                self._remember(row)

    def _remember(self, row: Row) -> None:
        kind, number, slug = _kind(row), text(row.get("id")), text(row.get("slug"))
        named = self._named
        if kind == "user" and number and line(row.get("name")):
            named.people.setdefault(number, Person(number, plain(line(row["name"])), slug, about=_about(row)))
            named.slugs.setdefault(slug or f"#{number}", number)
        elif kind == "media":
            image = _image(row)
            if image.url:
                named.images.setdefault(number, image)
        elif kind == "term" and row["taxonomy"] == "author":
            # Co-Authors Plus keeps its people as terms; whoever has an account too is one person.
            known = next(
                (key for key, person in named.people.items() if slug and person.slug == slug), f"author:{slug}"
            )
            named.people.setdefault(known, Person(known, plain(line(row.get("name"))) or slug, slug, about=_about(row)))
            named.authors[number] = known
        elif kind == "term" and slug and line(row.get("name")):
            kind_of_term = KINDS.get(text(row["taxonomy"]), text(row["taxonomy"]))
            term = Term(kind_of_term, slug, plain(line(row["name"])), about=_about(row))
            named.terms.setdefault((kind_of_term, slug), term)
            named.term_numbers[(kind_of_term, number)] = slug


def _about(row: Row) -> str:
    return plain(text(row.get("description")))


def _image(row: Row) -> Image:
    url = text(row.get("source_url"))
    meta = mapping(mapping(row.get("media_details")).get("image_meta"))
    caption, title = (plain(text(_rendered(row.get(name)))) for name in ("caption", "title"))
    alt = plain(text(row.get("alt_text")))
    return Image(url, url, title=title, alt=alt, caption=caption, credit=line(meta.get("credit")))


def _rendered(value: Any) -> Any:
    return value.get("rendered") if isinstance(value, dict) else value


def _kind(row: Row) -> str:
    if "source_url" in row:
        return "media"
    if isinstance(row.get("taxonomy"), str):
        return "term"
    if isinstance(row.get("title"), dict) or isinstance(row.get("content"), dict):
        return "post"
    return "user" if "avatar_urls" in row or {"id", "name", "slug", "description"} <= row.keys() else ""


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.hostname else ""
