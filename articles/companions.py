"""Where an article's other forms live: the lite page and the page for paper."""

from django.conf import settings

from .models import PublishedArticle


def _beside(edition: PublishedArticle, word: str) -> str:
    path = edition.get_absolute_url()
    if edition.language == settings.LANGUAGE_CODE:
        return f"/{word}{path}"
    prefix = f"/{edition.language}"
    return f"{prefix}/{word}{path.removeprefix(prefix)}"


def lite_path(edition: PublishedArticle) -> str:
    """Return the path of an article in the lite edition."""
    return _beside(edition, "lite")


def print_path(edition: PublishedArticle) -> str:
    """Return the path of an article laid out for paper."""
    return _beside(edition, "print")
