"""What networks show when somebody passes a page on: Open Graph, and the little that X wants besides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from articles.library import rendition_url, shape_names
from articles.metadata import wording
from articles.metadata.structured_data import SOCIAL_SIZE, shown_moment
from articles.models import Picture, PublishedArticle, Tag
from articles.origin import absolute
from articles.site_files import SOCIAL_PICTURE, static_path
from newsroom.site.models import SiteSettings

# Open Graph wants a country too.
LOCALES = {"en": "en_GB", "uk": "uk_UA"}
# Below this width networks show a small picture whatever is asked for.
LARGE = 600


@dataclass(frozen=True)
class Property:
    """One `<meta>`: `key` is "property" or "name", by what the readers of it look for."""

    key: str
    name: str
    content: str


def article_card(
    edition: PublishedArticle, *, tags: Iterable[Tag] = (), alternates: Mapping[str, str] | None = None
) -> list[Property]:
    """Return the properties of an article with section, pictures and bylines loaded."""
    title, about = wording.words(edition, "social_headline"), wording.words(edition, "social_description")
    url = edition.canonical_url or absolute(edition.get_absolute_url())
    others = [code for code in alternates or {} if code != edition.language]
    return [
        *_common("article", title, about, url, others),
        *_picture(wording.social_picture(edition)),
        _og("article:published_time", shown_moment(edition.published_at)),
        _og("article:modified_time", shown_moment(edition.modified_at)),
        *([_og("article:section", edition.section.local.name)] if edition.section else []),
        *(_og("article:author", absolute(line.author.get_absolute_url())) for line in edition.bylines.all()),
        *(_og("article:tag", tag.local.name) for tag in tags),
    ]


def page_card(
    title: str, about: str, path: str, *, alternates: Mapping[str, str] | None = None, picture: Picture | None = None
) -> list[Property]:
    """Return the properties of any other page; title and description fall back on the newspaper's own."""
    site = SiteSettings.load().local
    language = get_language()
    others = [code for code in alternates or {} if code != language]
    about = about or site.description or site.tagline
    return [*_common("website", title or site.name, about, absolute(path), others), *_picture(picture)]


def _common(kind: str, title: str, about: str, url: str, others: Iterable[str]) -> list[Property]:
    found = [
        _og("og:type", kind),
        _og("og:title", title),
        _og("og:description", about),
        _og("og:url", url),
        _og("og:site_name", SiteSettings.load().local.name),
        _og("og:locale", LOCALES.get(get_language() or "", "")),
        *(_og("og:locale:alternate", LOCALES.get(code, "")) for code in others),
        Property("name", "twitter:site", SiteSettings.load().handle_at_x),
    ]
    return [each for each in found if each.content]


def _picture(picture: Picture | None) -> list[Property]:
    """Return the picture's properties; without one those of the newspaper's own, where there is one."""
    if picture is not None:
        file = shape_names(picture, "og").fallback
        url, width, height, alt = rendition_url(picture, file.name), file.width, file.height, picture.local.alt
    else:
        url, (width, height), alt = static_path(SOCIAL_PICTURE), SOCIAL_SIZE, ""
    if not url:
        return [Property("name", "twitter:card", "summary")]
    found = [
        _og("og:image", absolute(url)),
        _og("og:image:type", "image/jpeg"),
        _og("og:image:width", str(width)),
        _og("og:image:height", str(height)),
    ]
    if alt:
        found.append(_og("og:image:alt", alt))
    return [*found, Property("name", "twitter:card", "summary_large_image" if width >= LARGE else "summary")]


def _og(name: str, content: str) -> Property:
    return Property("property", name, content)
