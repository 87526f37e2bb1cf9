"""A new password for somebody who forgot theirs: the answer is the same whether there is such an account or not."""

from threading import Thread
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import alerts, attempts, new_passwords
from .attempts import TooMany
from .entrance_pages import page
from .models import User


class AddressForm(forms.Form):
    """Where to mail."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput({"autocomplete": "username", "dir": "ltr"}),
        error_messages={"invalid": gettext_lazy("That is no e-mail address: write it as name@example.com.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the address, and mail a link to it if it has an account at the desk."""
    form = AddressForm(request.POST or None)
    context: dict[str, Any] = {"title": _("A new password"), "form": form}
    if request.method != "POST":
        return page(request, "forgotten", context | {"form": AddressForm()})
    if not form.is_valid():
        return page(request, "forgotten", context, 422)
    email = form.cleaned_data["email"]
    try:
        # Never struck out: each one is a mail in somebody's box.
        attempts.begin("forgotten", email, request)
    except TooMany as refused:
        form.add_error("email", str(refused))
        return page(request, "forgotten", context, 429)
    _beside(lambda: _mail(email))
    return page(request, "forgotten", context | {"sent_to": email})


def _mail(email: str) -> None:
    user = User.objects.filter(email__iexact=email, is_active=True, is_staff=True).first()
    if user is not None and user.has_usable_password():
        number = urlsafe_base64_encode(force_bytes(user.pk))
        path = reverse("new_password", args=[number, default_token_generator.make_token(user)])
        alerts.way_to_new_password(user, f"{settings.SITE_URL}{path}")


def _beside(act: Any) -> None:
    """Do it beside the answer: how long a mail takes would tell whether there is an account."""
    if settings.MAILERS["default"].get("BACKEND", "").endswith("locmem.EmailBackend"):
        act()
        return

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    Thread(target=run, daemon=True).start()


class NewPassword(PasswordResetConfirmView):
    """The page behind the link. It signs nobody in: the door asks for the second factor as always."""

    template_name = "admin/accounts/new_password.html"
    form_class = SetPasswordForm  # type: ignore[assignment]
    success_url = reverse_lazy("admin:login")

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        self.request.session.pop("_password_reset_token", None)
        new_passwords.changed(form.user, by=form.user)
        return HttpResponseRedirect(f"{reverse('admin:login')}?changed=1")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        form: Any = context.get("form")
        shown = {"form": form, "title": _("Choose a new password"), "valid": context.get("validlink")}
        return page(self.request, "new_password", shown, 422 if form and form.errors else 200)
