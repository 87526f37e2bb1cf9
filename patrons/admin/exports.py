"""Lists of the desk as files, with the filters and the search that are set."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from newsroom.accounts.confirming import confirmed
from patrons import exporting
from patrons.models import Payment


class Exports(ModelAdmin):
    """Mixin of a list that may be taken away: buttons above it, and the address that answers them."""

    # Which tables of `exporting.SHEETS` this list gives: "payments" are those of its pledges.
    exports: tuple[str, ...] = ()
    list_before_template = "admin/patrons/_export.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(confirmed(self.export)))
        own = [
            path(f"export/{what}/<slug:form>/", view, {"what": what}, f"patrons_{self.opts.model_name}_export_{what}")
            for what in self.exports
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, with buttons to take it along for whoever may."""
        offered = []
        if request.user.has_perm("patrons.export_pledge"):
            offered = [(what, form, self._address(what, form, request)) for what in self.exports for form in _FORMS]
        words = {"patrons": _("Patrons"), "pledges": _("Pledges"), "payments": _("Payments"), "ledger": _("Ledger")}
        shown = [{"words": words[what], "form": form.upper(), "url": url} for what, form, url in offered]
        return super().changelist_view(request, {"exports": shown} | (extra_context or {}))

    def export(self, request: HttpRequest, what: str, form: str) -> HttpResponseBase:
        """Send the list as a file."""
        if not request.user.has_perm("patrons.export_pledge") or not self.has_view_permission(request):
            raise PermissionDenied
        if form not in _FORMS:
            raise Http404
        try:
            changes = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            messages.error(request, _("The address asks for what this list does not have: nothing was taken along."))
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        rows = changes.get_queryset(request)
        if what == "payments":
            rows = Payment.objects.filter(pledge__in=rows.order_by().values("pk"))
        try:
            pieces = exporting.export(what, rows, form, by=request.user, is_part=bool(request.GET))
        except exporting.TooMany:
            messages.error(request, _("A sheet does not hold so many rows: take CSV, or set a filter."))
            return _back(self, request)
        # Closed with the response: what was read so far is all that was read.
        answer = StreamingHttpResponse(pieces, content_type=exporting.FORMATS[form][0])
        day = timezone.localdate().isoformat()
        answer.headers["Content-Disposition"] = f'attachment; filename="{what}-{day}.{form}"'
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def _address(self, what: str, form: str, request: HttpRequest) -> str:
        address = reverse(f"admin:patrons_{self.opts.model_name}_export_{what}", args=[form])
        query = request.GET.urlencode()
        return f"{address}?{query}" if query else address


_FORMS = tuple(exporting.FORMATS)


def _back(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    address = reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist")
    return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}")
