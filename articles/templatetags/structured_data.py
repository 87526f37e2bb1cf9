"""What the heads of pages say to machines."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.body.values import without_controls
from articles.metadata import publisher, social_cards, structured_data
from articles.metadata.json_documents import written_for_script
from articles.models import Author, Correction, Picture, PublishedArticle, Section, Tag
from articles.related.lines import Line

register = template.Library()


def json_ld(values: Any) -> SafeString:
    """Return a data block with `values` that no text among them can break out of."""
    # Safe: every character that means something in HTML is written as an escape of JSON's own.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written_for_script(values)))


@register.simple_tag
def article_json_ld(
    article: PublishedArticle,
    tags: Iterable[Tag] = (),
    corrections: Iterable[Correction] = (),
    alternates: Mapping[str, str] | None = None,
    related: Iterable[Line] = (),
) -> SafeString:
    """The article itself and the way to it. What a page does not pass is left out."""
    values = structured_data.news_article(
        article,
        tags=tags or (),
        corrections=corrections or (),
        alternates=alternates or None,
        related=[line.url for line in related or ()],
    )
    return json_ld(values) + json_ld(structured_data.article_breadcrumbs(article))


@register.simple_tag
def newspaper_json_ld() -> SafeString:
    """Who publishes, and what the site is: for the front page."""
    return SafeString("".join(json_ld(values) for values in publisher.newspaper()))


@register.simple_tag
def author_json_ld(author: Author, rail: Iterable[Line] = ()) -> SafeString:
    """An author's page."""
    return json_ld(structured_data.profile_page(author, [line.url for line in rail or ()]))


@register.simple_tag
def list_json_ld(record: Section | Tag, rail: Iterable[Line] = ()) -> SafeString:
    """A section's or a tag's page, and the way to it."""
    page = structured_data.collection_page(record, [line.url for line in rail or ()])
    return json_ld(page) + json_ld(structured_data.list_breadcrumbs(record))


@register.simple_tag
def about(record: PublishedArticle | Author) -> str:
    """What an article or an author's page is about, in a sentence or two of plain text; may be empty."""
    return structured_data.about(record) if isinstance(record, Author) else structured_data.description(record)


@register.simple_tag
def article_properties(
    article: PublishedArticle, tags: Iterable[Tag] = (), alternates: Mapping[str, str] | None = None
) -> SafeString:
    """Open Graph of an article."""
    return _metas(social_cards.article_card(article, tags=tags or (), alternates=alternates or None))


@register.simple_tag
def page_properties(
    title: str, about: str, path: str, alternates: Mapping[str, str] | None = None, picture: Picture | None = None
) -> SafeString:
    """Open Graph of any other page."""
    return _metas(social_cards.page_card(title, about, path, alternates=alternates or None, picture=picture or None))


def _metas(properties: Iterable[social_cards.Property]) -> SafeString:
    # Safe: keys and names are ours.
    return mark_safe(
        "\n".join(
            f'<meta {each.key}="{each.name}" content="{escape(without_controls(each.content))}">' for each in properties
        )
    )
