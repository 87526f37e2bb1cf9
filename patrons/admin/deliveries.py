"""What providers sent: state, payload, error, and a button to process it again."""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from newsroom.audit.log import record
from patrons import deliveries
from patrons.models import ProviderEvent
from patrons.providers import provider_for
from patrons.providers.base import NotReady

from .pledges import AccountFilter
from .reading import Exact, Reading


class StateFilter(Exact):
    title, parameter_name, column = gettext_lazy("state"), "state", "state"
    choices_of = ProviderEvent.State.choices


@admin.register(ProviderEvent)
class ProviderEventAdmin(Reading):
    list_display = ["received_at", "account", "kind", "state", "attempts", "show_error"]
    list_filter = [StateFilter, AccountFilter]
    list_filter_submit = True
    search_fields = ["event_id"]
    search_help_text = gettext_lazy("The whole name of an event")
    fields = [
        "account", "event_id", "kind", "state", "show_error", "attempts", "next_try_at", "happened_at", "received_at",
        "pledge", "show_payload",
    ]  # fmt: skip
    change_form_outer_before_template = "admin/patrons/_replay.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProviderEvent]:
        return super().get_queryset(request).select_related("account")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[ProviderEvent], search_term: str) -> Any:
        term = search_term.replace("\0", "").strip()
        return (queryset.filter(event_id=term) if term else queryset), False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.again))
        return [path("<int:event>/again/", view, name="patrons_providerevent_again"), *super().get_urls()]

    def again(self, request: HttpRequest, event: int) -> HttpResponse:
        """Process a delivery again. What it told before is there already and is not told twice."""
        if not request.user.has_perm("patrons.replay_event"):
            raise PermissionDenied
        found = get_object_or_404(ProviderEvent.objects.select_related("account"), pk=event)
        try:
            deliveries.replay(found, provider_for(found.account.key))
        except NotReady as error:
            messages.error(request, _("Nothing was done. %(why)s") % {"why": error})
        else:
            record("provider_event.replayed", found, by=request.user, called=found.kind)
            words = {"state": found.get_state_display()}
            messages.info(request, _("Processed again. It is now: %(state)s.") % words)
        return HttpResponseRedirect(reverse("admin:patrons_providerevent_change", args=[found.pk]))

    @admin.display(description=gettext_lazy("error"))
    def show_error(self, event: ProviderEvent) -> str:
        """What went wrong, in words: the rest is for who reads the server's log."""
        if not event.error or event.state not in (ProviderEvent.State.FAILED, ProviderEvent.State.DEAD):
            return event.error
        return _("It could not be written down (%(name)s). The server’s log says more.") % {
            "name": event.error.split(":")[0][:60]
        }

    @admin.display(description=gettext_lazy("payload"))
    def show_payload(self, event: ProviderEvent) -> str:
        text = json.dumps(event.payload, indent=1, ensure_ascii=False)
        return format_html('<pre class="desk-payload" tabindex="0">{}</pre>', text[:50_000])
