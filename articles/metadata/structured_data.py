"""What a page says to machines in schema.org's words: values for JSON-LD, from rows that the page has loaded.

Nothing here asks the database but for the publisher's rules. Moments are written as the page shows them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language

from articles.library import rendition_url, shape_names
from articles.metadata import wording
from articles.metadata.publisher import Values, filled, image, publisher, publisher_id
from articles.models import Author, Correction, Picture, PublishedArticle, Section, Tag
from articles.models.content import Genre
from articles.origin import absolute
from articles.site_files import SOCIAL_PICTURE, static_path
from newsroom.site.models import SiteSettings
from newsroom.view_paths import path_of

HEADLINE_LENGTH = 110
# Of the newspaper's own picture, in pixels.
SOCIAL_SIZE = (1200, 630)
IMAGE_SHAPES = ("1x1", "4x3", "16x9")
TYPES = {
    Genre.OPINION: "OpinionNewsArticle",
    Genre.ANALYSIS: "AnalysisNewsArticle",
    Genre.EXPLAINER: "BackgroundNewsArticle",
    Genre.REPORT: "ReportageNewsArticle",
}


def news_article(
    edition: PublishedArticle,
    *,
    tags: Iterable[Tag] = (),
    corrections: Iterable[Correction] = (),
    alternates: Mapping[str, str] | None = None,
    related: Iterable[str] = (),
) -> Values:
    """Return an article as a NewsArticle or the kind of it that its genre says.

    Args:
        edition: with section, lead picture and bylines loaded.
        tags: the public ones.
        corrections: those readers see, in their order.
        alternates: language code → path of the article in each language it exists in.
        related: addresses of what the page names as Related news, in its order.
    """
    url = absolute(edition.get_absolute_url())
    headline, alternative = headlines(edition)
    return filled(
        {
            "@context": "https://schema.org",
            "@type": _type_of(edition),
            "@id": f"{url}#article",
            "mainEntityOfPage": _page_of(edition, url, related),
            "url": url,
            "headline": headline,
            "alternativeHeadline": alternative,
            "description": description(edition),
            "image": _images_of(edition),
            "datePublished": shown_moment(edition.published_at),
            "dateModified": shown_moment(edition.modified_at),
            "author": [author_values(line.author) for line in edition.bylines.all()] or [{"@id": publisher_id()}],
            "publisher": publisher(),
            "isAccessibleForFree": True,
            "articleSection": edition.section.local.name if edition.section else "",
            "keywords": [tag.local.name for tag in tags],
            "inLanguage": edition.language,
            "wordCount": edition.word_count,
            "correction": [_correction(correction) for correction in corrections],
            **_translations(edition, alternates or {}),
        }
    )


def headlines(edition: PublishedArticle) -> tuple[str, str]:
    """Return the headline in at most 110 characters, and another one that the editors wrote, or an empty string."""
    headline = edition.headline
    others = [edition.search_headline, edition.social_headline, edition.front_headline]
    if len(headline) > HEADLINE_LENGTH:
        headline = edition.search_headline or f"{headline[:HEADLINE_LENGTH].rpartition(' ')[0]}…"
        headline = headline if len(headline) > 1 else f"{edition.headline[: HEADLINE_LENGTH - 1]}…"
        others.insert(0, edition.headline)
    return headline, next((other for other in others if other and other != headline), "")


def description(edition: PublishedArticle) -> str:
    """Return what an article is about, in a sentence or two: the editors' words, else its beginning."""
    return wording.words(edition, "search_description")


def about(author: Author) -> str:
    """Return who an author is, on one line: the biography's beginning, else the role."""
    return Truncator(" ".join((author.local.bio or author.local.role).split())).chars(200)


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Values:
    """Return the way to a page: names and paths from the front page down, the page itself last."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def article_breadcrumbs(edition: PublishedArticle) -> Values:
    """Return front page › section › article."""
    steps = [(SiteSettings.load().local.name, path_of("front"))]
    if edition.section:
        steps.append((edition.section.local.name, edition.section.get_absolute_url()))
    return breadcrumbs([*steps, (edition.headline, edition.get_absolute_url())])


def list_breadcrumbs(record: Section | Tag) -> Values:
    """Return front page › section or tag."""
    name = SiteSettings.load().local.name
    return breadcrumbs([(name, path_of("front")), (record.local.name, record.get_absolute_url())])


def profile_page(author: Author, related: Iterable[str] = ()) -> Values:
    """Return an author's page, with the addresses of `related`. Brings the portrait along when it is loaded."""
    about = author_values(author) | {"description": author.local.bio}
    if author.portrait:
        about["image"] = images(author.portrait)
    return filled(
        {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "url": absolute(author.get_absolute_url()),
            "inLanguage": get_language() or settings.LANGUAGE_CODE,
            "mainEntity": filled(about),
            "relatedLink": [absolute(link) for link in related],
        }
    )


def collection_page(record: Section | Tag, related: Iterable[str] = ()) -> Values:
    """Return the page of a section or a tag, with the addresses of `related` that it leads to."""
    values = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "url": absolute(record.get_absolute_url()),
        "name": record.local.name,
        "description": record.local.description,
        "inLanguage": get_language() or settings.LANGUAGE_CODE,
        "publisher": {"@id": publisher_id(), "@type": "NewsMediaOrganization", "name": SiteSettings.load().local.name},
        "relatedLink": [absolute(link) for link in related],
    }
    return filled(values)


def author_values(author: Author) -> Values:
    """Return a name of the byline; a desk is an organisation."""
    kind = "Organization" if author.is_desk else "Person"
    values = {"@type": kind, "name": author.local.name, "url": absolute(author.get_absolute_url())}
    return filled(values | ({} if author.is_desk else {"jobTitle": author.local.role}))


def images(picture: Picture, caption: str = "") -> list[Values]:
    """Return the three crops that search engines ask for; the caption is the picture's own if none is given."""
    words = picture.local
    rights = {"caption": caption or words.caption or words.alt, "creditText": words.credit}
    found = []
    for shape in IMAGE_SHAPES:
        file = shape_names(picture, shape).fallback
        found.append(image(absolute(rendition_url(picture, file.name)), file.width, file.height) | filled(rights))
    return found


def own_image() -> list[Values]:
    """Return the newspaper's own picture, for an article without one."""
    path = static_path(SOCIAL_PICTURE)
    return [image(absolute(path), *SOCIAL_SIZE)] if path else []


def shown_moment(moment: datetime) -> str:
    """Return `moment` as the page's `<time datetime>` has it: the newsroom's zone, to the second."""
    return timezone.localtime(moment, timezone.get_default_timezone()).isoformat(timespec="seconds")


def _page_of(edition: PublishedArticle, url: str, related: Iterable[str]) -> Values:
    """Return the page that the article is on. Of a page elsewhere nobody here knows what it links to."""
    if edition.canonical_url:
        return {"@type": "WebPage", "@id": edition.canonical_url}
    return filled({"@type": "WebPage", "@id": url, "relatedLink": [absolute(link) for link in related]})


def _images_of(edition: PublishedArticle) -> list[Values]:
    if edition.lead_picture:
        return images(edition.lead_picture, edition.lead_caption)
    return images(edition.social_picture) if edition.social_picture else own_image()


def _type_of(edition: PublishedArticle) -> str:
    if edition.section and edition.section.is_opinion:
        return "OpinionNewsArticle"
    return TYPES.get(Genre(edition.genre), "NewsArticle")


def _correction(correction: Correction) -> Values:
    values = {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": shown_moment(correction.made_at),
        "dateModified": shown_moment(correction.edited_at) if correction.edited_at else "",
    }
    return filled(values)


def _translations(edition: PublishedArticle, alternates: Mapping[str, str]) -> Values:
    """Say which page translates which: the site's own language counts as the original."""
    others = {code: path for code, path in alternates.items() if code != edition.language}
    works = {
        code: {"@type": "NewsArticle", "@id": f"{absolute(path)}#article", "url": absolute(path), "inLanguage": code}
        for code, path in others.items()
    }
    if edition.language == settings.LANGUAGE_CODE:
        return {"workTranslation": list(works.values())}
    return {"translationOfWork": works.get(settings.LANGUAGE_CODE)}
