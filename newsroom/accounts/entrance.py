"""The door of the desk: a password and a second factor, or a passkey."""

from typing import Any, cast

from django import forms
from django.contrib.admin.sites import site
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from . import attempts, devices, entering, factors, passkeys
from .attempts import TooMany
from .entrance_pages import page, wanted
from .models import SignIn, User

# Between the password and the second factor: who, since when, with which password, where to.
WAITS = "sign_in_waits"
WAITS_SECONDS = 600


class PasswordForm(forms.Form):
    """Address and password; what was typed as the address stays."""

    username = forms.CharField(
        label=gettext_lazy("E-mail address"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "username webauthn", "dir": "ltr"}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, max_length=4096,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        # After a refusal the address stands: what is typed again is the password.
        first = "password" if self.data.get("username") else "username"
        self.fields[first].widget.attrs["autofocus"] = True


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The first step."""
    if request.method != "POST":
        if site.has_permission(request):
            return HttpResponseRedirect(wanted(request))
        return _door(request, PasswordForm())
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _door(request, form, status=422)
    email = form.cleaned_data["username"]
    try:
        attempt = attempts.begin("password", email, request)
    except TooMany as refused:
        form.add_error(None, str(refused))
        return _door(request, form, status=429)
    user = authenticate(request, username=email, password=form.cleaned_data["password"])
    if user is None or not user.is_staff:
        attempts.failed(attempt, User.objects.filter(email__iexact=email).first())
        # Not a word more: it is the same for an account that is not there.
        form.add_error(None, _("Address and password do not fit each other: type them again."))
        return _door(request, form, status=422)
    attempt.delete()
    if not factors.has_any(user):
        return _in(request, user, SignIn.How.PASSWORD, wanted(request))
    request.session.cycle_key()
    request.session[WAITS] = [user.pk, int(timezone.now().timestamp()), user.get_session_auth_hash(), wanted(request)]
    return HttpResponseRedirect(reverse("second_step"))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_step(request: HttpRequest) -> HttpResponseBase:
    """The second step: a code of the app, a passkey, or a recovery code."""
    waits = _waiting(request)
    if waits is None:
        return HttpResponseRedirect(reverse("admin:login"))
    user, to = waits
    if request.method != "POST":
        return _second(request, user)
    if answer := request.POST.get("passkey", ""):
        try:
            passkeys.check(request, answer, user)
        except passkeys.NotAPasskey:
            return _second(request, user, _("That passkey is none of this account: choose another one."), 422)
        return _in(request, user, SignIn.How.BOTH, to)
    try:
        attempt = attempts.begin("second", user.email, request)
    except TooMany as refused:
        return _second(request, user, str(refused), 429)
    if factors.accepts_code(user, request.POST.get("code", "")[:100]):
        how = SignIn.How.CODE
    elif factors.accepts_recovery(user, request.POST.get("recovery", "")[:100]):
        how = SignIn.How.RECOVERY
    else:
        attempts.failed(attempt, user)
        return _second(request, user, _("That code is not right, or was used before: type the one shown now."), 422)
    attempt.delete()
    return _in(request, user, how, to)


@require_POST
@never_cache
def passkey_options(request: HttpRequest) -> JsonResponse:
    """What the browser is asked for: of one account in the second step, of anybody at the door."""
    waits = _waiting(request)
    return JsonResponse(passkeys.ask(request, waits[0] if waits and "second" in request.GET else None))


@require_POST
@never_cache
def passkey_sign_in(request: HttpRequest) -> HttpResponseBase:
    """In with a passkey alone: it is something to have, and the device asked who holds it."""
    try:
        user, _row = passkeys.check(request, request.POST.get("passkey", ""))
    except passkeys.NotAPasskey:
        user = None
    if user is None or not (user.is_active and user.is_staff):
        form = PasswordForm()
        words = _("That passkey opens nothing here: choose another one, or sign in with your password.")
        return _door(request, form, status=422, wrong=words)
    return _in(request, user, SignIn.How.PASSKEY, wanted(request))


def _door(request: HttpRequest, form: PasswordForm, status: int = 200, **more: Any) -> HttpResponse:
    signed_in = request.user if request.user.is_authenticated else None
    context = {"title": _("Sign in"), "form": form, "next": wanted(request), "signed_in": signed_in} | more
    return page(request, "sign_in", context, status)


def _second(request: HttpRequest, user: User, wrong: str = "", status: int = 200) -> HttpResponse:
    kinds = {str(row.type) for row in factors.of(user)}
    context = {
        "title": _("Second step"), "wrong": wrong, "has_app": "totp" in kinds, "has_passkey": "webauthn" in kinds,
        "has_codes": bool(factors.codes_left(user)), "email": user.email,
    }  # fmt: skip
    return page(request, "second_step", context, status)


def _in(request: HttpRequest, user: Any, how: str, to: str) -> HttpResponseBase:
    request.session.pop(WAITS, None)
    token = entering.enter(request, user, how)
    response = HttpResponseRedirect(to)
    devices.remember(response, token)
    return response


def _waiting(request: HttpRequest) -> tuple[User, str] | None:
    """Return who typed a right password a moment ago and where they want to go, as long as it is that password."""
    match request.session.get(WAITS):
        case [int() as number, int() as since, str() as seal, str() as to]:
            user = User.objects.filter(pk=number, is_active=True, is_staff=True).first()
            is_fresh = timezone.now().timestamp() - since < WAITS_SECONDS
            if user and is_fresh and constant_time_compare(seal, user.get_session_auth_hash()):
                return cast("User", user), to
    return None
