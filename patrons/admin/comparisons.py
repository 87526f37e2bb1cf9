"""Comparing with a provider on demand, and taking over what it said beyond our books."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from newsroom.audit.log import record
from patrons import reconciling
from patrons.models import Comparison, Discrepancy, ProviderAccount
from patrons.reconciling import NotTaken

# A page of a comparison that goes on loads itself anew, without a script.
LOOK_AGAIN_SECONDS = "5"


class Compares(ModelAdmin):
    """Mixin of the discrepancies' admin."""

    list_before_template = "admin/patrons/_compare.html"

    def get_urls(self) -> list[Any]:
        def view(verb: Any) -> Any:
            return self.admin_site.admin_view(require_POST(verb))

        return [
            path("compare/<int:account>/", view(self.compare), name="patrons_discrepancy_compare"),
            path("<int:discrepancy>/take-over/", view(self.take_over), name="patrons_discrepancy_take_over"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """What does not agree, below when that was last looked at."""
        compared = [
            (account, Comparison.objects.filter(account=account).first(), reconciling.why_not(account))
            for account in ProviderAccount.objects.all()
        ]
        goes_on = any(last and last.state in ("asked", "running") for _account, last, _why in compared)
        response = super().changelist_view(request, {"compared": compared, "goes_on": goes_on} | (extra_context or {}))
        if goes_on:
            response.headers["Refresh"] = LOOK_AGAIN_SECONDS
        return response

    def compare(self, request: HttpRequest, account: int) -> HttpResponse:
        """Ask the clock for a comparison."""
        if not request.user.has_perm("patrons.change_discrepancy"):
            raise PermissionDenied
        found = get_object_or_404(ProviderAccount, pk=account)
        if why := reconciling.why_not(found):
            messages.error(request, _("Nothing was compared. %(why)s") % {"why": why})
        else:
            since = None if request.POST.get("ever") else reconciling.last_night(found)
            _made, new = reconciling.ask(found, since=since, by=request.user)
            if new:
                record("account.compared", found, by=request.user)
                messages.success(request, _("The comparison begins within a minute. This page shows how far it is."))
            else:
                messages.info(request, _("It is being compared already."))
        return HttpResponseRedirect(reverse("admin:patrons_discrepancy_changelist"))

    def take_over(self, request: HttpRequest, discrepancy: int) -> HttpResponse:
        """Write what the provider said into our books."""
        if not (request.user.has_perm("patrons.change_discrepancy") and request.user.has_perm("patrons.replay_event")):
            raise PermissionDenied
        found = get_object_or_404(Discrepancy.objects.select_related("account"), pk=discrepancy)
        try:
            reconciling.take_over(found, by=request.user)
        except NotTaken as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("What the provider said is in our books now, and the discrepancy is settled."))
        return HttpResponseRedirect(reverse("admin:patrons_discrepancy_change", args=[found.pk]))
