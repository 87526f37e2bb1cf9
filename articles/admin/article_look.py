"""What the writing page's scripts need: how the article will look elsewhere, and by which rules."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from articles.body.text import WORDS_A_MINUTE
from articles.metadata import wording
from articles.models import Article
from newsroom.site.models import SiteSettings

from .choosers import chooser_url


class Look:
    """For the article's admin: puts `look` into the context of the form."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["look"] = look_of(context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


def look_of(article: Article | None) -> dict[str, Any]:
    """Return what the previews of `article` (`None`: not saved yet) are made with, for JSON."""
    return {
        "article": article.pk if article is not None else None,
        "fallbacks": wording.FALLBACKS,
        "descriptions": wording.DESCRIPTIONS,
        "beginning": wording.BEGINNING_LENGTH,
        "wordsAMinute": WORDS_A_MINUTE,
        "site": SiteSettings.load().local.name,
        "host": settings.SITE_URL.split("//", 1)[-1].rstrip("/"),
        "path": article.get_absolute_url() if article is not None and article.slug else "",
        "pictures": chooser_url("pictures"),
    }
