"""Every component on one page, for whoever changes the style sheet. Only while DEBUG is on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from articles.models import PublishedArticle


def styleguide(request: HttpRequest) -> HttpResponse:
    """The components with the newest stories in them."""
    if not settings.DEBUG:
        raise Http404
    language = get_language() or settings.LANGUAGE_CODE
    stories = list(PublishedArticle.objects.live().in_language(language).for_cards().newest_first()[:12])
    return render(
        request,
        "articles/styleguide.html",
        {
            "stories": stories,
            "pictured": [story for story in stories if story.lead_picture_id],
            "hues": ["paper", "paper-2", "ink", "ink-2", "ink-3", "rule", "rule-2", "link", "signal", "alert"],
        },
    )
