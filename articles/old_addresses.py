"""Addresses that changed or went: kept without chains, asked only when nothing else answers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language

from .models import PublishedArticle, Redirect


def moved(before: str, after: str) -> None:
    """Remember that what lived at `before` lives at `after` now. Chains are shortened as they arise."""
    # What says that it is gone stays until it is public again: `after` may be an address of a coming day.
    Redirect.objects.filter(old_path=after).exclude(new_path="").delete()
    if before and before != after:
        Redirect.objects.filter(new_path=before).update(new_path=after)
        Redirect.objects.update_or_create(old_path=before, defaults={"new_path": after, "note": ""})


def mark_gone(path: str, note: str = "") -> None:
    """Let `path`, and what led to it, answer that it is gone, with words for readers if there are any."""
    Redirect.objects.filter(new_path=path).update(new_path="", note=note)
    will_be_gone(path, note)


def will_be_gone(path: str, note: str = "") -> None:
    """Let `path` answer that it is gone once no page stands there any more. What leads to it still does."""
    Redirect.objects.update_or_create(old_path=path, defaults={"new_path": "", "note": note})


def forget(path: str) -> Redirect | None:
    """Let `path` answer nothing once no page stands there; return what it would have said (410), if anything."""
    gone = Redirect.objects.filter(old_path=path, new_path="").first()
    if gone is not None:
        Redirect.objects.filter(pk=gone.pk).delete()
    return gone


def old_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: where a page is not found, look whether it moved (301) or was withdrawn (410)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        path = request.path_info
        if len(path) > 500:
            return response
        found = Redirect.objects.filter(old_path__in={path, f"{path.rstrip('/')}/"}).first()
        if found is None:
            # Our addresses are in small letters; somebody's keyboard was not.
            small = path.lower()
            if small == path or not path.endswith("/"):
                return response
            return HttpResponsePermanentRedirect(escape_uri_path(small))
        if found.new_path:
            return HttpResponsePermanentRedirect(found.new_path)
        if _is_coming(request):
            return response
        return render(request, "410.html", {"note": found.note}, status=410)

    return middleware


def _is_coming(request: HttpRequest) -> bool:
    """Say whether an article will stand here that readers have not had yet, and whose end is planned already."""
    slug = request.resolver_match.kwargs.get("slug") if request.resolver_match else None
    if not slug:
        return False
    language = get_language() or settings.LANGUAGE_CODE
    begins = list(PublishedArticle.objects.filter(slug=slug, language=language).values_list("live_from", flat=True))
    return bool(begins) and min(begins) > timezone.now()
