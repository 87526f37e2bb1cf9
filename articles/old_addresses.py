"""Addresses that changed or went: kept without chains, asked only when nothing else answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from .models import Redirect


def moved(before: str, after: str) -> None:
    """Remember that what lived at `before` lives at `after` now. Chains are shortened as they arise."""
    Redirect.objects.filter(old_path=after).delete()
    if before and before != after:
        Redirect.objects.filter(new_path=before).update(new_path=after)
        Redirect.objects.update_or_create(old_path=before, defaults={"new_path": after})


def mark_gone(path: str) -> None:
    """Let `path`, and what led to it, answer that it is gone."""
    Redirect.objects.filter(new_path=path).update(new_path="")
    Redirect.objects.update_or_create(old_path=path, defaults={"new_path": ""})


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
        return render(request, "410.html", status=410)

    return middleware
