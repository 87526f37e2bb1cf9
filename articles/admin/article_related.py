"""The panel “Related news”: what is suggested for the form as it stands, what rules added, and what is banned."""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.manuscript import Manuscript
from articles.models import Article, RelatedByRule
from articles.related import cards
from articles.related.choosing import SHOWN_AT_MOST, banned
from articles.related.suggest import suggest

from .typed_form import article_of, manuscript_of

OFFERS = "admin/articles/article/_related_offers.html"


class RelatedPages(ModelAdmin):
    """Adds the address that the panel's script asks."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["articles/admin/related.js"])

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.offers_view))
        return [
            path("related/", view, name="articles_article_related_new"),
            path("<int:article>/related/", view, name="articles_article_related"),
            *super().get_urls(),
        ]

    def offers_view(self, request: HttpRequest, article: int | None = None) -> HttpResponse:
        """Suggest for the form as it was sent; answer with the lists. Nothing is written."""
        manuscript, _notes = manuscript_of(request, self, article_of(request, self, article))
        response = render(request, OFFERS, offers(manuscript, request.user))
        response.headers["Cache-Control"] = "no-store"
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        may = self.has_change_permission(request, article) if article else self.has_add_permission(request)
        context["related"] = {
            "most": SHOWN_AT_MOST,
            "offers_url": _offers_url(article) if may and not context.get("is_popup") else "",
            "is_off": article is not None and not article.shows_related,
        }
        return super().render_change_form(request, context, *args, **kwargs)


def offers(manuscript: Manuscript, user: Any) -> dict[str, Any]:
    """Return what templates/admin/articles/article/_related_offers.html takes."""
    article = manuscript.article
    context: dict[str, Any] = {"suggestions": suggest(article, manuscript=manuscript, user=user), "original": None}
    if article.pk:
        chosen = {line.story_id for line in manuscript.related}
        never = banned(article)
        context |= {
            "original": article,
            "by_rule": [
                {
                    "card": cards.of_story(row.story),
                    "reason": _("added by the rule “%(rule)s”") % {"rule": row.rule.name},
                }
                for row in RelatedByRule.objects.shown_for(article.pk)
                if row.story_id not in chosen
            ],
            "banned": list(cards.cards(never.articles, never.stories, user).values()),
        }
    return context


def _offers_url(article: Article | None) -> str:
    name = "admin:articles_article_related"
    return reverse(name, args=[article.pk]) if article else reverse(f"{name}_new")
