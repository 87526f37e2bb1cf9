"""Which of our addresses a menu may lead to, and whether something is there."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext

from articles.models import Author, Page, PublishedArticle, Section, Tag
from newsroom.site.addresses import Address

MOST = 200


def offered() -> Iterator[Address]:
    """Yield the sections, the public pages and the lists that every newspaper has."""
    for section in Section.objects.all()[:MOST]:
        labels = {code: words["name"] for code, words in section.translations.items() if words.get("name")}
        yield Address(section.get_absolute_url(), gettext("Sections"), section.name, labels)
    for page in Page.objects.filter(is_live=True, language=settings.LANGUAGE_CODE)[:MOST]:
        yield Address(page.get_absolute_url(), gettext("Pages"), page.title)
    lists = {
        "archive": gettext("Archive"),
        "corrections": gettext("Corrections"),
        "search": gettext("Search"),
        "lite_front": gettext("Lite edition"),
        "feed_rss": gettext("RSS feed"),
    }
    for name, label in lists.items():
        yield Address(reverse(name), gettext("Lists"), label)


def is_there(match: ResolverMatch) -> bool:
    """Say whether the record that an address names exists and is public."""
    slug = match.kwargs.get("slug")
    records = {
        "section": Section.objects.filter(slug=slug),
        "tag": Tag.objects.filter(slug=slug, is_internal=False),
        "author": Author.objects.filter(slug=slug),
        "page": Page.objects.filter(slug=slug, is_live=True),
        "article": PublishedArticle.objects.live().filter(slug=slug),
    }
    wanted = records.get(match.url_name or "")
    return wanted is None or wanted.exists()
