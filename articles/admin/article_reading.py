"""An article for whoever may not write it now: the article, and its facts beside it, without any field."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.body.text import reading_minutes, word_count
from articles.library import rendition_url, shape_names
from articles.manuscript import Manuscript, stored
from articles.models import Article
from articles.transitions import words_of

SEARCH_AND_SOCIAL = (
    "search_headline",
    "search_description",
    "social_headline",
    "social_description",
    "front_headline",
)


class ReadingPage(ModelAdmin):
    """Adds to the article's admin: what stands in place of the form where it may only be read."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        if article and not self.has_change_permission(request, article):
            context["reading"] = self._reading(article)
        return super().render_change_form(request, context, *args, **kwargs)

    def _reading(self, article: Article) -> dict[str, Any]:
        """What templates/admin/articles/article/_reading.html and _facts.html take."""
        manuscript = stored(article)
        words = word_count(article.body)
        picture = article.lead_picture
        return {
            "label": article.kicker or article.get_genre_display(),
            "body": self.body_to_read(article),  # type: ignore[attr-defined]
            "authors": ", ".join(author.name for author in manuscript.authors),
            "words": words,
            "minutes": reading_minutes(words),
            "picture": rendition_url(picture, shape_names(picture, "full").fallback.name) if picture else "",
            "caption": article.lead_caption or (picture.caption if picture else ""),
            "credit": picture.credit if picture else "",
            "related": [each for line in manuscript.related if (each := line.target or line.story)],
            "facts": list(_facts(article, manuscript)),
            "elsewhere": [(_name(field), value) for field in SEARCH_AND_SOCIAL if (value := getattr(article, field))],
        }


def _facts(article: Article, manuscript: Manuscript) -> Iterator[tuple[str, str, str]]:
    """Yield what is set, in the order in which people ask: its name, its words, and where they lead."""
    if article.section:
        yield _name("section"), article.section.name, ""
    if manuscript.tags:
        yield _("Tags"), ", ".join(tag.name for tag in manuscript.tags), ""
    yield _name("language"), article.get_language_display(), ""
    if other := _translation_of(article):
        yield _("Translation of"), other.headline, reverse("admin:articles_article_change", args=[other.pk])
    if article.canonical_url:
        yield _name("canonical_url"), article.canonical_url, ""
    if article.assigned_to:
        yield _name("assigned_to"), str(article.assigned_to), ""
    if article.priority != Article.Priority.NORMAL:
        yield _name("priority"), article.get_priority_display(), ""
    if article.due_at:
        yield _name("due_at"), words_of(article.due_at), ""
    if article.planned_for:
        yield _name("planned_for"), date_words(article.planned_for, "DATE_FORMAT"), ""
    if article.embargo_until:
        source = f" ({article.embargo_source})" if article.embargo_source else ""
        yield _name("embargo_until"), words_of(article.embargo_until) + source, ""
    if not article.shows_appeal:
        yield _name("shows_appeal"), _("No"), ""
    if not article.shows_related:
        yield _name("shows_related"), _("No"), ""


def _translation_of(article: Article) -> Article | None:
    others = Article.objects.filter(translation_group=article.translation_group).exclude(pk=article.pk)
    return others.only("headline").first()


def _name(field: str) -> str:
    name = str(Article._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return name[:1].upper() + name[1:]
