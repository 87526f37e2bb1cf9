"""What an owner sees of somebody's signing in, and may end or take off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from unfold.admin import ModelAdmin

from newsroom.audit.log import record

from . import factors, sessions
from .confirming import confirmed
from .models import SignIn, User
from .own_account import shown_factors, shown_sign_ins


class OthersSignIns(ModelAdmin):
    """Mixin of the accounts' admin."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(confirmed(self.sign_ins)))
        return [path("<int:person>/sign-ins/", view, name="account_sign_ins"), *super().get_urls()]

    def sign_ins(self, request: HttpRequest, person: int) -> HttpResponse:
        """The page; sent to, it ends one sign-in, all of them, or takes the second factors off."""
        if not request.user.is_superuser:
            raise PermissionDenied
        user = get_object_or_404(User, pk=person)
        if request.method == "POST":
            self._do(request, user, request.POST.get("what", ""))
            return HttpResponseRedirect(reverse("admin:account_sign_ins", args=[user.pk]))
        context = self.admin_site.each_context(request) | {
            "title": _("Sign-ins of %(person)s") % {"person": user}, "original": user, "opts": self.opts,
            "person": user, "factors": shown_factors(user), "codes_left": factors.codes_left(user),
            "must": factors.must_have_two(user), "sign_ins": shown_sign_ins(request, user),
            "is_own": user.pk == request.user.pk,
        }  # fmt: skip
        return TemplateResponse(request, "admin/accounts/user/sign_ins.html", context)

    def _do(self, request: HttpRequest, user: User, what: str) -> None:
        if what == "take_off" and user.pk == request.user.pk:
            messages.error(request, _("Your own factors are changed on the page of your own sign-in."))
        elif what == "take_off":
            factors.take_off(user, by=request.user)
            messages.success(request, _("The factors are taken off. At the next sign-in new ones are set up."))
        elif what in ("end", "end_all"):
            chosen = request.POST.get("sign_in", "")
            rows = SignIn.objects.filter(user=user, ended_at=None)
            if what == "end":
                rows = rows.filter(pk=int(chosen) if chosen.isdecimal() and len(chosen) < 16 else 0)
            number = sessions.end(rows)
            record("account.sign_in_ended", user, by=request.user, number=number)
            messages.success(request, _("It is ended."))
