"""The first-run page. It exists until the newspaper has a chief, and never again."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from . import codes, state, zones
from .forms import SetUpForm
from .setting_up import AlreadySetUp, set_up


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
@csrf_protect
def set_up_page(request: HttpRequest) -> HttpResponse:
    """Ask, set up, sign in and open the first draft; for whoever is on the machine or has the code."""
    if not state.is_new():
        raise Http404("The newspaper is set up.")
    language = _language(request)
    with translation.override(language):
        response = _answer(request, language)
    response.headers["Content-Language"] = language
    return response


def _answer(request: HttpRequest, language: str) -> HttpResponse:
    code = request.POST.get("code", "")[:60]
    if not state.is_on_this_machine(request) and not (code and codes.is_right(settings.SETUP_CODE, code)):
        context = {"is_wrong": bool(code), "host": request.get_host(), **_shown(language)}
        return render(request, "first_run/door.html", context, status=403)
    # The code's own form carries nothing else: it opens the page, and asks nothing yet.
    if request.method != "POST" or "name" not in request.POST:
        first = {"time_zone": zones.of_this_machine(), "language": _own_language(language), "code": code}
        return _page(request, SetUpForm(initial=first), language)
    if "show_in" in request.POST:
        return _page(request, SetUpForm(initial=request.POST.dict()), language)
    form = SetUpForm(request.POST)
    if not form.is_valid():
        return _page(request, form, language)
    try:
        user, landing = set_up(form.answers(), desk_language=language)
    except AlreadySetUp:
        raise Http404("The newspaper is set up.") from None
    except OSError as error:
        form.add_error(
            None,
            gettext("The folder %(folder)s cannot be written (%(why)s): ask who runs the server, and press again.")
            % {"folder": settings.SITE_ENV.parent, "why": error.strerror},
        )
        return _page(request, form, language)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, gettext("The newspaper is set up. This is its first draft: write over everything."))
    if form.cleaned_data["language"] != settings.LANGUAGE_CODE:
        name = get_language_info(form.cleaned_data["language"])["name_local"]
        messages.warning(
            request,
            gettext("Restart Newsroom once: then the newspaper's own language is %(language)s.") % {"language": name},
        )
    return HttpResponseRedirect(landing or reverse("admin:index"))


def _page(request: HttpRequest, form: SetUpForm, language: str) -> HttpResponse:
    zone = zones.find(str(form["time_zone"].value() or "")) or zones.of_this_machine()
    context: dict[str, Any] = {
        "form": form,
        "zones": zones.names(),
        "zone": zone,
        "clock": zones.clock(zone),
        "fixed": settings.FIXED_BY_ENVIRONMENT,
        **_shown(language),
    }
    return render(request, "first_run/page.html", context, status=400 if form.errors else 200)


def _shown(language: str) -> dict[str, Any]:
    others = [code for code, _name in settings.LANGUAGES if code != language]
    return {
        "shown_in": language,
        "other_languages": [(code, get_language_info(code)["name_local"].capitalize()) for code in others],
    }


def _language(request: HttpRequest) -> str:
    """Return the language of the page: pressed, carried along, or the browser's."""
    known = dict(settings.LANGUAGES)
    asked = [request.POST.get("show_in"), request.POST.get("shown_in"), request.GET.get("in")]
    return next((code for code in asked if code in known), None) or translation.get_language_from_request(request)


def _own_language(shown: str) -> str:
    """Return the language to propose for the newspaper: the one in which the page is read."""
    return settings.LANGUAGE_CODE if "LANGUAGE_CODE" in settings.FIXED_BY_ENVIRONMENT else shown
