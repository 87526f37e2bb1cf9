"""Where a provider and our books do not agree: somebody looks, and says how it was settled."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from newsroom.audit.log import record
from patrons.models import Discrepancy

from .comparisons import Compares
from .reading import Chosen, Reading


class OpenFilter(Chosen):
    title, parameter_name = gettext_lazy("settled"), "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Not yet")), ("yes", _("Settled"))]

    def chosen(self, queryset: Any, value: str) -> Any:
        return queryset.filter(settled_at__isnull=value == "no")


@admin.register(Discrepancy)
class DiscrepancyAdmin(Compares, Reading):
    list_display = ["found_at", "show_kind", "subject", "account", "ours", "theirs", "settled_at"]
    list_filter = [OpenFilter]
    fields = [
        "found_at",
        "show_kind",
        "subject",
        "account",
        "ours",
        "theirs",
        "pledge",
        "settled_at",
        "settled_by",
        "note",
    ]
    change_form_outer_before_template = "admin/patrons/_settle.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("account")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.settle))
        return [path("<int:discrepancy>/settle/", view, name="patrons_discrepancy_settle"), *super().get_urls()]

    def settle(self, request: HttpRequest, discrepancy: int) -> HttpResponse:
        """Note how it was settled. Nothing in the books changes by it."""
        if not request.user.has_perm("patrons.change_discrepancy"):
            raise PermissionDenied
        found = get_object_or_404(Discrepancy, pk=discrepancy)
        note = request.POST.get("note", "").replace("\0", "").strip()
        if not note:
            messages.error(request, _("Say how it was settled: the next one to look will want to know."))
        elif found.settled_at is None:
            found.settled_at, found.settled_by, found.note = timezone.now(), str(request.user)[:150], note[:300]
            found.save()
            record("discrepancy.settled", found, by=request.user, called=found.subject)
            messages.success(request, _("It is settled."))
        return HttpResponseRedirect(reverse("admin:patrons_discrepancy_change", args=[found.pk]))

    @admin.display(description=gettext_lazy("kind"))
    def show_kind(self, discrepancy: Discrepancy) -> str:
        """What is wrong, in words; another room's kind as it is called."""
        words = {
            "missing_here": _("missing here"), "missing_there": _("missing at the provider"), "amount": _("amount"),
            "state": _("state"), "fee": _("fee"), "live": _("real money or trial"),
            "impossible": _("an amount that cannot be"), "unclear": _("not clear"),
        }  # fmt: skip
        return words.get(discrepancy.kind, discrepancy.kind)
