"""Which language a page speaks, and words that editors keep in more than one language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

STAFF_PATHS = ("/admin/", "/desk/")


def path_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a reader's page takes its language from its address and from nothing else.

    `/uk/…` is Ukrainian, anything else the site's own language, so that one address is one
    page for everyone. Only the staff's pages look at the browser's wishes.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(STAFF_PATHS):
            language = translation.get_language_from_request(request)
        else:
            language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def chosen_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the desk speaks the language that whoever is signed in chose for it; stands behind the sign-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Readers' pages do not ask who is there.
        language = getattr(request.user, "language", "") if request.path_info.startswith(STAFF_PATHS) else ""
        if language not in dict(settings.LANGUAGES):
            return get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def other_languages() -> list[str]:
    """Return the codes of the site's languages besides its own."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def prefix(language: str) -> str:
    """Return what stands before the path of a reader's page in `language`: nothing for the site's own."""
    return f"/{language}" if language and language != settings.LANGUAGE_CODE else ""


class Translated(models.Model):
    """Words in the site's own language in columns, in its other languages beside them.

    `translations` looks like `{"uk": {"name": "Політика"}}`; a missing word falls back to the
    column, so that a section without a Ukrainian name still has one on Ukrainian pages.
    """

    TRANSLATED_FIELDS: tuple[str, ...] = ("name",)

    translations = models.JSONField(_("translations"), default=dict, blank=True)

    class Meta:
        abstract = True

    def in_language(self, field: str, language: str | None = None) -> Any:
        """Return `field` in `language` (the page's language when none is given)."""
        language = language or translation.get_language() or settings.LANGUAGE_CODE
        word = self.translations.get(language, {}).get(field) if language != settings.LANGUAGE_CODE else None
        return word or getattr(self, field)

    @property
    def local(self) -> "LocalWords":
        """For templates: `{{ section.local.name }}` is the name in the page's language."""
        return LocalWords(self)


class LocalWords:
    """Reads a record's translated fields in the page's language, as attributes."""

    def __init__(self, record: Translated):
        self._record = record

    def __getattr__(self, field: str) -> Any:
        if field not in self._record.TRANSLATED_FIELDS:
            raise AttributeError(field)
        return self._record.in_language(field)
