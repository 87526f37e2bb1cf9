"""Who wrote and what about: declared in tables of their own, or inside each post."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from articles.slugs import make_slug

from ..json_values import first, line, records, text
from ..records import INTERNAL, Person, Term
from .tables import Row, Tables, unwrapped


class People:
    """Everybody who is declared or named, each once; found by number, slug, address or name."""

    def __init__(self, tables: Tables):
        self.known: dict[str, Person] = {}
        self._keys: dict[tuple[str, str], str] = {}
        self._of_post: dict[str, list[str]] = defaultdict(list)
        for row in tables.rows["users"]:
            self._add(row)
        for row in _in_order(tables.rows["posts_authors"]):
            self._of_post[text(row.get("post_id"))].append(text(row.get("author_id")))

    def of(self, post: Row) -> tuple[str, ...]:
        """Return the keys of a post's authors, in the order of its byline."""
        inside = records(post.get("authors")) or [one for one in [post.get("author")] if isinstance(one, dict)]
        if inside:
            found = [self._add(row) for row in inside]
        else:
            numbers = self._of_post.get(text(post.get("id"))) or [text(post.get("author_id") or post.get("author"))]
            found = [self._keys.get(("id", number), "") for number in numbers if number]
        return tuple(dict.fromkeys(key for key in found if key))

    def _add(self, row: Row) -> str:
        # Only these fields: a user's row also holds a password's hash.
        own = unwrapped(row)
        name, slug = line(own.get("name")), text(own.get("slug"))
        names = [("id", text(own.get("id"))), ("slug", slug), ("url", text(own.get("url"))), ("name", name)]
        # People of the same name are told apart by anything else that is known of both.
        marks = [mark for mark in names if mark[1]]
        strong = [mark for mark in marks if mark[0] != "name"]
        key = next((self._keys[mark] for mark in strong or marks if mark in self._keys), "")
        if not key and (name or slug):
            key = first(value for _name, value in names)
            mail = text(own.get("email"))
            self.known[key] = Person(key, name or slug, slug, mail, line(own.get("bio")))
        for mark in marks if key else ():
            self._keys.setdefault(mark, key)
        return key


class Tags:
    """Every tag that is declared or used. A post's first one is its category: Ghost calls it the primary tag.

    See https://ghost.org/docs/publishing/#tags. Tags that begin with # are for the staff alone.
    """

    def __init__(self, tables: Tables):
        self.used: dict[tuple[str, str], Term] = {}
        self._declared = {text(row.get("id")): row for row in tables.rows["tags"] if text(row.get("id"))}
        self._by_slug = {text(row.get("slug")): row for row in tables.rows["tags"]}
        self._of_post: dict[str, list[str]] = defaultdict(list)
        for row in _in_order(tables.rows["posts_tags"]):
            self._of_post[text(row.get("post_id"))].append(text(row.get("tag_id")))

    def of(self, post: Row) -> tuple[tuple[str, str], ...]:
        """Return kind and slug of a post's tags in their order, those for the staff alone behind the others."""
        rows = [unwrapped(row) for row in records(post.get("tags"))] or [
            self._declared[number] for number in self._of_post.get(text(post.get("id")), ()) if number in self._declared
        ]
        named = [row for row in rows if line(row.get("name"))]
        found: dict[str, tuple[str, str]] = {}
        for row in sorted(named, key=is_internal):
            slug = text(row.get("slug")) or make_slug(line(row.get("name"))) or line(row.get("name"))
            found.setdefault(slug, (INTERNAL if is_internal(row) else "tag" if found else "category", slug))
            kind = found[slug][0]
            about = first([text(row.get("description")), text(self._by_slug.get(slug, {}).get("description"))])
            self.used.setdefault((kind, slug), Term(kind, slug, line(row.get("name")), about=" ".join(about.split())))
        return tuple(found.values())

    def unused(self) -> Iterable[Term]:
        """Return what is declared and no post has."""
        used = {slug for _kind, slug in self.used}
        for slug, row in self._by_slug.items():
            if slug and slug not in used and line(row.get("name")):
                kind = INTERNAL if is_internal(row) else "tag"
                yield Term(kind, slug, line(row.get("name")), about=line(row.get("description")))


def is_internal(row: Row) -> bool:
    """Say whether a tag is for the staff alone."""
    return line(row.get("name")).startswith("#") or text(row.get("visibility")) == "internal"


def _in_order(rows: list[Row]) -> list[Row]:
    def place(row: Row) -> Any:
        order = row.get("sort_order")
        return order if isinstance(order, int | float) else 0

    return sorted(rows, key=place)
