"""Between the sign-in and the desk: who must show two factors and did not reaches no page of the staff's."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from newsroom.languages import STAFF_PATHS

from . import factors, sessions

# Pages for somebody with a password alone who needs more: setting it up, and the door itself.
OPEN_WITH_ONE = ("second_factor", "admin:login", "admin:jsi18n")


def staff_gate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: stands before every page of the staff, whatever answers there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF_PATHS) or not request.user.is_authenticated:
            return get_response(request)
        if request.path_info == reverse("admin:logout"):
            return get_response(request)
        second = request.session.get(sessions.SECOND, sessions.LACKS)
        if sessions.SIGN_IN not in request.session or second == sessions.LACKS or sessions.is_over(request):
            # One from before sign-ins were kept, too: nobody could end it.
            logout(request)
            messages.info(request, _("You were signed out: sign in again to go on."))
            return _to("admin:login", request)
        sessions.seen(request)
        is_free = request.path_info.startswith(tuple(map(reverse, OPEN_WITH_ONE)))
        if second != sessions.SHOWN and not is_free and factors.must_have_two(request.user):
            return _to("second_factor", request)
        return get_response(request)

    return middleware


def _to(name: str, request: HttpRequest) -> HttpResponse:
    """Lead to another page, and from there to where somebody was going."""
    wanted = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': wanted})}")
