"""What a new newspaper begins with: a section, an author, and a draft with the chief's name above it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from articles.models import Article, ArticleByline, Author, Section
from articles.slugs import make_slug
from newsroom.accounts.models import User
from newsroom.site.models import MenuItem

# Records, not words of the interface: editors rename them.
FIRST_SECTION = {"en": "News", "uk": "Новини"}


def begin(by: User, language: str) -> Article:
    """Make the first section with its place in the menu, an author for `by`, and a draft of theirs."""
    name = FIRST_SECTION.get(language, "News")
    others = {code: word for code, word in FIRST_SECTION.items() if code != language}
    section = Section.objects.create(
        name=name, slug="news", translations={code: {"name": word} for code, word in others.items()}
    )
    MenuItem.objects.create(
        settings_id=1, place=MenuItem.Place.SECTIONS, label=name, url="/section/news/",
        translations={code: {"label": word} for code, word in others.items()},
    )  # fmt: skip
    author = Author.objects.create(name=str(by)[:120], slug=make_slug(str(by)) or "editor", account=by)
    with translation.override(language):
        headline = gettext("Our first story: why we are here")
    article = Article.objects.create(headline=headline, language=language, section=section, created_by=by)
    ArticleByline.objects.create(article=article, author=author)
    return article


def begin_when_set_up(sender: Any, by: User, language: str, **kwargs: Any) -> str:
    """Receiver of `site_set_up`: return where the draft is written."""
    codes = dict(settings.LANGUAGES)
    article = begin(by, language if language in codes else settings.LANGUAGE_CODE)
    return reverse("admin:articles_article_change", args=[article.pk])
