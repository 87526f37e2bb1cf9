"""Setting up second factors: an app, passkeys, recovery codes. Who must have one gets here before the desk."""

import base64
from typing import Any, cast

from allauth.core import context as library_context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import attempts, factors, passkeys
from .attempts import TooMany
from .confirming import confirmed
from .entrance_pages import page, wanted
from .models import User

KEY = "sign_in_app_key"


@require_safe
def set_up(request: HttpRequest) -> HttpResponse:
    """Choose between an app and a passkey."""
    user = _user(request)
    context = {
        "title": _("A second factor"), "must": factors.must_have_two(user) and not factors.has_any(user),
        "next": wanted(request), "factors": [str(row.type) for row in factors.of(user)],
    }  # fmt: skip
    return page(request, "set_up", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def app(request: HttpRequest) -> HttpResponseBase:
    """An app that shows codes: a picture to scan, the key to type, and a code to prove it."""
    user = _user(request)
    secret = request.session.get(KEY) or generate_totp_secret()
    request.session[KEY] = secret
    context = {
        "title": _("An app that shows codes"), "picture": _picture(request, user, secret), "next": wanted(request),
        "key": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "replaces": any(row.type == factors.Type.TOTP for row in factors.of(user)),
    }  # fmt: skip
    if request.method != "POST":
        return page(request, "set_up_app", context)
    try:
        attempt = attempts.begin("second", user.email, request)
    except TooMany as refused:
        return page(request, "set_up_app", context | {"wrong": str(refused)}, 429)
    if not factors.add_app(user, secret, request.POST.get("code", "")[:100], request):
        attempts.failed(attempt, user)
        words = _("That code is not right: type the six digits that the app shows now.")
        return page(request, "set_up_app", context | {"wrong": words}, 422)
    attempt.delete()
    del request.session[KEY]
    return _after(request, user, _("The app is set up."))


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def passkey(request: HttpRequest) -> HttpResponseBase:
    """A passkey: the device, a phone beside it, or a key on the ring."""
    user = _user(request)
    context = {"title": _("A passkey"), "next": wanted(request), "name": request.POST.get("name", "")[:60]}
    if request.method != "POST":
        return page(request, "set_up_passkey", context)
    try:
        passkeys.add(request, user, request.POST.get("passkey", ""), request.POST.get("name", ""))
    except passkeys.NotAPasskey:
        words = _("The browser made no passkey that can be used here: try again, or set up an app.")
        return page(request, "set_up_passkey", context | {"wrong": words}, 422)
    return _after(request, user, _("The passkey is set up."))


@require_POST
def passkey_options(request: HttpRequest) -> JsonResponse:
    """What the browser needs to make one."""
    return JsonResponse(passkeys.ask_for_new(request, _user(request)))


def codes(request: HttpRequest) -> HttpResponseBase:
    """Recovery codes made anew; those before are worth nothing. They are shown once: who comes back finds none."""
    return _new_codes(request) if request.method == "POST" else redirect("own_account")


@confirmed
def _new_codes(request: HttpRequest) -> HttpResponseBase:
    user = _user(request)
    if not factors.has_any(user):
        return set_up_first(request)
    return _show_codes(request, user, _("These are your new codes. The old ones do not work any more."))


def set_up_first(request: HttpRequest) -> HttpResponse:
    """Codes alone are no second factor."""
    context = {"title": _("A second factor"), "next": wanted(request), "must": False, "factors": []}
    return page(request, "set_up", context, 422)


def _after(request: HttpRequest, user: User, done: str) -> HttpResponse:
    """Show the first recovery codes, or say that it is done."""
    if factors.codes_left(user) is None:
        return _show_codes(request, user, done)
    return page(request, "set_up_done", {"title": done, "next": wanted(request)})


def _show_codes(request: HttpRequest, user: User, done: str) -> HttpResponse:
    context = {"title": _("Recovery codes"), "done": done, "codes": factors.make_codes(user), "next": wanted(request)}
    return page(request, "codes", context)


def _picture(request: HttpRequest, user: User, secret: str) -> str:
    """Return the picture to scan, drawn here, as an address that holds it."""
    with library_context.request_context(request):
        adapter = get_adapter()
        svg = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _user(request: HttpRequest) -> User:
    user: Any = request.user
    return cast("User", user)
