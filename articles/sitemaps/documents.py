"""Sitemaps as XML, by sitemaps.org 0.9 and the News extension."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from articles.models import PublishedArticle
from articles.origin import absolute
from articles.sitemaps import Part
from articles.sitemaps.pages import Address
from articles.xml_documents import Element, add, root
from newsroom.site.models import SiteSettings

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def index_document(parts: Iterable[Part]) -> Element:
    """Return the index of `parts`."""
    document = root(f"{{{SITEMAP}}}sitemapindex", {None: SITEMAP})
    for part in parts:
        line = add(document, f"{{{SITEMAP}}}sitemap")
        add(line, f"{{{SITEMAP}}}loc", absolute(reverse("sitemap", args=[part.name])))
        _add_moment(line, f"{{{SITEMAP}}}lastmod", part.changed)
    return document


def part_document(addresses: Iterable[Address]) -> Element:
    """Return one part: addresses, when they changed, and where they are in other languages."""
    document = root(f"{{{SITEMAP}}}urlset", {None: SITEMAP, "xhtml": XHTML})
    for address in addresses:
        line = add(document, f"{{{SITEMAP}}}url")
        add(line, f"{{{SITEMAP}}}loc", absolute(address.path))
        _add_moment(line, f"{{{SITEMAP}}}lastmod", address.changed)
        for code, path in address.alternates.items():
            add(line, f"{{{XHTML}}}link", "", {"rel": "alternate", "hreflang": code, "href": absolute(path)})
    return document


def news_document(editions: Iterable[PublishedArticle]) -> Element:
    """Return the news sitemap of `editions`."""
    document = root(f"{{{SITEMAP}}}urlset", {None: SITEMAP, "news": NEWS})
    site = SiteSettings.load()
    for edition in editions:
        line = add(document, f"{{{SITEMAP}}}url")
        add(line, f"{{{SITEMAP}}}loc", absolute(edition.get_absolute_url()))
        news = add(line, f"{{{NEWS}}}news")
        publication = add(news, f"{{{NEWS}}}publication")
        add(publication, f"{{{NEWS}}}name", site.in_language("name", edition.language))
        add(publication, f"{{{NEWS}}}language", edition.language)
        _add_moment(news, f"{{{NEWS}}}publication_date", edition.published_at)
        add(news, f"{{{NEWS}}}title", edition.headline)
    return document


def _add_moment(parent: Element, tag: str, moment: datetime | None) -> None:
    if moment is not None:
        local = timezone.localtime(moment, timezone.get_default_timezone())
        add(parent, tag, local.isoformat(timespec="seconds"))
