"""Categories, tags and whatever other taxonomies there are: declared, or only used."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from ..records import Term
from .items import Item
from .parsing import Element, name_of
from .people import CO_AUTHORS
from .plain import plain

# What each kind of declaration calls its parts: taxonomy, slug, parent's slug, name, description.
DECLARED = {
    "category": ("", "category_nicename", "category_parent", "cat_name", "category_description"),
    "tag": ("", "tag_slug", "", "tag_name", "tag_description"),
    "term": ("term_taxonomy", "term_slug", "term_parent", "term_name", "term_description"),
}
KINDS = {"post_tag": "tag", "tag": "tag", "category": "category"}
ABOUT_AT_MOST = 5_000


def slug_of(text: str) -> str:
    """Return a slug as words: decoded, where WordPress cut it inside a letter without the rest of that letter."""
    text = html.unescape(text.strip())
    if re.search(r"%[0-9A-Fa-f]{2}", text):
        # A cut "%D" at the end is no escape; unquote would leave it standing.
        text = unquote_to_bytes(re.sub(r"%[0-9A-Fa-f]?$", "", text)).decode("utf-8", "ignore")
    return re.sub(r"[\s\x00-\x1f]+", "-", text.strip().lower() if " " in text else text.strip())


class Terms:
    """Every term of the export, once each."""

    def __init__(self) -> None:
        self._terms: dict[tuple[str, str], Term] = {}
        self._slugs_by_number: dict[str, tuple[str, str]] = {}
        self.co_authors: dict[str, str] = {}

    def __iter__(self) -> Iterator[Term]:
        yield from self._terms.values()

    def declare(self, what: str, element: Element) -> None:
        """Take in a `wp:category`, `wp:tag` or `wp:term`."""
        said = {name_of(child)[1]: (child.text or "").strip() for child in element if isinstance(child.tag, str)}
        taxonomy, slug, parent, name, about = (said.get(part, "") for part in DECLARED[what])
        kind = kind_of(taxonomy or ("post_tag" if what == "tag" else "category"))
        key = (kind, slug_of(slug) or slug_of(name))
        if kind == CO_AUTHORS or not key[1]:
            return
        term = Term(kind, key[1], plain(name) or key[1], slug_of(parent), plain(about[:ABOUT_AT_MOST]))
        before = self._terms.get(key)
        # Of two files of one site, the one that says more about a term is believed.
        if before is None or (not before.parent and term.parent) or (before.name == before.slug):
            self._terms[key] = replace(term, own=before.own if before else "", number=before.number if before else "")
        number = said.get("term_id", "")
        if number.isdecimal():
            self._slugs_by_number[number] = key
            self._terms[key] = replace(self._terms[key], number=number)

    def declare_own(self, kind: str, slug: str, name: str, own: str) -> None:
        """Take in what this system wrote of a category or tag."""
        before = self._terms.get((kind, slug)) or Term(kind, slug, plain(name) or slug)
        self._terms[kind, slug] = replace(before, own=own)

    def learn(self, item: Item) -> None:
        """Take in what an item uses without anybody having declared it."""
        for taxonomy, slug, name in item.terms:
            kind = kind_of(taxonomy)
            if kind == CO_AUTHORS:
                self.co_authors.setdefault(slug, name)
                continue
            key = (kind, slug_of(slug) or slug_of(name))
            if key[1] and key not in self._terms:
                self._terms[key] = Term(kind, key[1], plain(name) or key[1])

    def of(self, item: Item) -> tuple[tuple[str, str], ...]:
        """Return (kind, slug) of each term of an item, once each, its main category (Yoast, Rank Math) first."""
        found = dict.fromkeys(
            (kind_of(taxonomy), slug_of(slug) or slug_of(name))
            for taxonomy, slug, name in item.terms
            if kind_of(taxonomy) != CO_AUTHORS
        )
        main = self._slugs_by_number.get(item.first("_yoast_wpseo_primary_category", "rank_math_primary_category"))
        if main in found:
            return (main, *(key for key in found if key != main))
        return tuple(key for key in found if key[1])


def kind_of(taxonomy: str) -> str:
    """Return this system's word for a taxonomy of WordPress."""
    return KINDS.get(taxonomy, taxonomy[:100])
