"""Somebody's own account: their second factors, and where they are signed in."""

from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from newsroom.audit.log import record
from newsroom.networks import known_as

from . import attempts, devices, factors, new_passwords, sessions
from .attempts import TooMany
from .confirming import confirmed
from .models import SignIn, User


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The page."""
    user = cast("User", request.user)
    context = admin.site.each_context(request) | {
        "title": _("Your sign-in"), "factors": shown_factors(user), "codes_left": factors.codes_left(user),
        "must": factors.must_have_two(user), "sign_ins": shown_sign_ins(request, user),
    }  # fmt: skip
    response = render(request, "admin/accounts/own_account.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@confirmed
def remove_factor(request: HttpRequest, factor: int) -> HttpResponse:
    """Take away an app or a passkey, but never the last one of somebody who needs it."""
    try:
        if factors.remove(cast("User", request.user), factor):
            if not factors.has_any(request.user):
                request.session[sessions.SECOND] = sessions.HAS_NONE
            messages.success(request, _("It is removed."))
    except factors.LastFactor:
        messages.error(request, _("Your role needs a second factor: set up another one, then remove this one."))
    return HttpResponseRedirect(reverse("own_account"))


@require_POST
def end_sign_in(request: HttpRequest, sign_in: int) -> HttpResponse:
    """Sign out elsewhere."""
    found = get_object_or_404(SignIn, pk=sign_in, user_id=request.user.pk, ended_at=None)
    sessions.end([found])
    record("account.sign_in_ended", cast("User", request.user), by=request.user, number=1)
    messages.success(request, _("That browser is signed out."))
    return HttpResponseRedirect(reverse("own_account"))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user = cast("User", request.user)
    number = sessions.end_all(user, but=request)
    record("account.sign_in_ended", user, by=user, number=number)
    words = ngettext("%(number)s other browser is signed out.", "%(number)s other browsers are signed out.", number)
    messages.success(request, words % {"number": number})
    return HttpResponseRedirect(reverse("own_account"))


def change_password(request: HttpRequest) -> HttpResponseBase:
    """Django's page; the password of before is guessed here no oftener than elsewhere, a new one has consequences."""
    if request.method != "POST":
        return admin.site.password_change(request)
    user = cast("User", request.user)
    try:
        attempt = attempts.begin("confirm", user.email, request)
    except TooMany as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:password_change"))
    if user.check_password(request.POST.get("old_password", "")):
        attempt.delete()
    else:
        attempts.failed(attempt, user)
    response = admin.site.password_change(request)
    if response.status_code == 302:
        new_passwords.changed(user, by=request.user, request=request)
    return response


def shown_factors(user: User) -> list[dict[str, Any]]:
    """Return app and passkeys of an account as a page shows them."""
    return [
        {
            "pk": row.pk, "name": factors.named(row) or _("App that shows codes"),
            "is_passkey": row.type == factors.Type.WEBAUTHN, "added": row.created_at, "used": row.last_used_at,
        }
        for row in factors.of(user)
    ]  # fmt: skip


def shown_sign_ins(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """Return the sign-ins of an account that go on, in words."""
    here, network = request.session.get(sessions.SIGN_IN, 0), known_as(request)
    return [
        {
            "pk": row.pk, "device": devices.in_words(row.browser, row.system), "is_here": row.pk == here,
            "same_network": row.network in network, "how": row.get_how_display(),
            "began": row.began_at, "seen": row.seen_at,
        }
        for row in sessions.open_of(user)
    ]  # fmt: skip
