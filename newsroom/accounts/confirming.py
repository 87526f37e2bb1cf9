"""Once more before money, names and rights change: the password or a second factor, if it was long ago.

Nothing typed is lost. What was sent comes back hidden in the page that asks, and is done with the answer.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsroom.audit.log import record

from . import attempts, entrance_pages, factors, passkeys, sessions
from .attempts import TooMany
from .models import User

OWN = ("confirm_password", "confirm_code", "confirm_passkey", "csrfmiddlewaretoken")


def is_recent(request: HttpRequest) -> bool:
    """Say whether this person showed lately who they are."""
    age = timezone.now().timestamp() - request.session.get(sessions.SURE, 0)
    return age < settings.SUDO_MINUTES * 60


def confirmed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator of a view: what is sent to it is done after a confirmation that is not old.

    Stands inside of `admin_view`: who is not signed in is asked for that first.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" or is_recent(request):
            return view(request, *args, **kwargs)
        wrong = ""
        if any(request.POST.get(name) for name in OWN[:3]):
            wrong = _wrong(request)
            if not wrong:
                request.session[sessions.SURE] = int(timezone.now().timestamp())
                sent = request.POST.copy()
                for name in OWN[:3]:
                    sent.pop(name, None)
                request.POST = cast("Any", sent)
                return view(request, *args, **kwargs)
        return _ask(request, wrong)

    return asked


class ConfirmedChanges:
    """For a ModelAdmin: adding, changing and deleting its records is confirmed."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return confirmed(super().changeform_view)(request, *args, **kwargs)  # type: ignore[misc]

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return confirmed(super().delete_view)(request, *args, **kwargs)  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return confirmed(super().changelist_view)(request, *args, **kwargs)  # type: ignore[misc]


@require_POST
def options(request: HttpRequest) -> JsonResponse:
    """What a browser is asked for to confirm with a passkey."""
    return JsonResponse(passkeys.ask(request, cast("User", request.user)))


def _wrong(request: HttpRequest) -> str:
    """Look at the answer; return what is wrong with it, or nothing."""
    user = cast("User", request.user)
    if answer := request.POST.get("confirm_passkey", ""):
        try:
            passkeys.check(request, answer, user)
        except passkeys.NotAPasskey:
            return _("That passkey is none of this account: choose another, or type your password.")
        record("account.confirmed", user, by=user, how="passkey")
        return ""
    try:
        attempt = attempts.begin("confirm", user.email, request)
    except TooMany as refused:
        return str(refused)
    password, code = request.POST.get("confirm_password", ""), request.POST.get("confirm_code", "")
    how = "password" if password else "code"
    if user.check_password(password) if password else factors.accepts_code(user, code):
        attempt.delete()
        record("account.confirmed", user, by=user, how=how)
        return ""
    attempts.failed(attempt, user)
    return _("That is not your password: type it again.") if password else _("That code is not right: type a new one.")


def _ask(request: HttpRequest, wrong: str) -> HttpResponse:
    kinds = {str(row.type) for row in factors.of(request.user)}
    context = {
        "title": _("Is it you?"), "wrong": wrong, "kept": _kept(request.POST), "files": bool(request.FILES),
        "minutes": settings.SUDO_MINUTES, "has_app": "totp" in kinds, "has_passkey": "webauthn" in kinds,
        "back": entrance_pages.back(request),
    }  # fmt: skip
    return entrance_pages.page(request, "confirm", context, status=422 if wrong else 200)


def _kept(sent: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in sent.lists() if name not in OWN for value in values]
