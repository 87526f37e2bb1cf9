"""Who wrote it, in words: “By Daryna Kovalchuk and the Foreign desk”."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from .models import Author, PublishedArticle


def byline(edition: PublishedArticle, links: bool = False) -> SafeString:
    """“By Daryna Kovalchuk and the Foreign desk”; empty when nobody is named."""
    authors = _authors(edition)
    if not authors:
        return SafeString()
    return format_html(gettext("By %(names)s").replace("%(names)s", "{}"), _joined(_named(a, links) for a in authors))


def names(edition: PublishedArticle) -> SafeString:
    """The authors' names alone, for cards; empty when nobody is named."""
    authors = _authors(edition)
    return _joined(a.local.name for a in authors) if authors else SafeString()


def _authors(edition: PublishedArticle) -> list[Author]:
    return [line.author for line in edition.bylines.all()]


def _named(author: Author, links: bool) -> SafeString:
    name = author.local.name
    shown = format_html('<a href="{}" rel="author">{}</a>', author.get_absolute_url(), name) if links else name
    if author.is_desk:
        return format_html(pgettext("in a byline", "the %(desk)s").replace("%(desk)s", "{}"), shown)
    return format_html("{}", shown)


def _joined(parts: Iterable[str]) -> SafeString:
    """Join names as the page's language does: one, two and three."""
    *first, last = parts
    if not first:
        return format_html("{}", last)
    several = format_html_join(", ", "{}", ((name,) for name in first))
    return format_html(
        gettext("%(first)s and %(last)s").replace("%(first)s", "{0}").replace("%(last)s", "{1}"), several, last
    )
