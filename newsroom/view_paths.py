"""Where views live, looked up once in a process: a page names thirty addresses, each of which takes Django a search."""

from functools import lru_cache
from typing import Any

from django.core.signals import setting_changed
from django.urls import reverse, translate_url
from django.utils.translation import get_language

# So many are known: those of the newest months, and every section.
MOST = 4_096


def path_of(view: str, *arguments: str) -> str:
    """Return the path of a view in the page's language, like Django's `reverse`.

    Raises:
        NoReverseMatch: there is no such view, or it takes other arguments.
    """
    return _path_of(view, arguments, get_language())


def path_in(language: str, path: str) -> str:
    """Return where the page at a path lives in another language; the path itself where no page has two."""
    return _path_in(language, path, get_language())


@lru_cache(MOST)
def _path_of(view: str, arguments: tuple[str, ...], _page_language: str | None) -> str:
    return reverse(view, args=arguments)


@lru_cache(MOST)
def _path_in(language: str, path: str, _page_language: str | None) -> str:
    return translate_url(path, language)


def _forget(**_changed: Any) -> None:
    _path_of.cache_clear()
    _path_in.cache_clear()


# Only tests change settings.
setting_changed.connect(_forget)
