"""The page of a Patreon account: is it heard, who is synchronised, and which of their tiers is which of ours."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from unfold.admin import ModelAdmin

from newsroom.audit.log import record
from newsroom.work.jobs import enqueue
from patrons import memberships
from patrons.background import synchronise
from patrons.memberships import NotSynchronised
from patrons.models import MappedTier, Membership, Pledge, ProviderAccount, Synchronisation, Tier
from patrons.providers import agreed, provider_for
from patrons.providers.base import NotReady, Refused, Unreachable

RIGHT = "patrons.change_provideraccount"
SHOWN = 100
# Seconds until the page looks again while a synchronisation is under way.
AGAIN = 4


class PatreonPage(ModelAdmin):
    """Mixin of the accounts' admin: `patreon/` below an account, with a POST for each change."""

    def get_urls(self) -> list[Any]:
        def view(act: Any) -> Any:
            return self.admin_site.admin_view(act)

        return [
            path("<int:account>/patreon/", view(require_safe(self.patreon)), name="patrons_patreon"),
            path("<int:account>/patreon/sync/", view(require_POST(self.sync)), name="patrons_patreon_sync"),
            path("<int:account>/patreon/fetch/", view(require_POST(self.fetch)), name="patrons_patreon_fetch"),
            path("<int:account>/patreon/tiers/", view(require_POST(self.choose)), name="patrons_patreon_tiers"),
            *super().get_urls(),
        ]

    def patreon(self, request: HttpRequest, account: int) -> HttpResponse:
        """Show how it stands."""
        found = _account(request, account)
        last = Synchronisation.objects.filter(account=found).first()
        going = Pledge.objects.filter(account=found, state__in=("active", "past_due", "canceling"))
        context = self.admin_site.each_context(request) | {
            "title": str(found), "account": found, "opts": self.opts, "not_ready": _not_ready(found), "last": last,
            "is_running": bool(last and last.ended_at is None),
            "runs": Synchronisation.objects.filter(account=found)[1:6],
            "mapped": MappedTier.objects.filter(account=found).select_related("tier")[:SHOWN],
            "tiers": Tier.objects.exclude(status=Tier.Status.DRAFT)[:SHOWN],
            "going": going.count(), "given": Membership.objects.filter(account=found, grant__ends_at=None)
            .exclude(grant=None).count(),
            "hook": request.build_absolute_uri(reverse("provider_hook", args=["patreon"])),
        }  # fmt: skip
        response = TemplateResponse(request, "admin/patrons/provideraccount/patreon.html", context)
        if context["is_running"]:
            response.headers["Refresh"] = str(AGAIN)
        return response

    def sync(self, request: HttpRequest, account: int) -> HttpResponse:
        """Begin to look at all members; it goes on beside this page."""
        found = _account(request, account)
        if problem := _not_ready(found):
            messages.error(request, problem)
            return HttpResponseRedirect(_page(found))
        try:
            run = memberships.begin(found)
        except NotSynchronised as refused:
            messages.warning(request, str(refused))
        else:
            record("provideraccount.synchronised", found, by=request.user, called=str(found))
            start(run)
        return HttpResponseRedirect(_page(found))

    def fetch(self, request: HttpRequest, account: int) -> HttpResponse:
        """Ask for the tiers alone."""
        found = _account(request, account)
        try:
            memberships.fetch_tiers(found, agreed(provider_for(found.key), found))
        except NotReady as error:
            messages.error(request, str(error))
        except (Unreachable, Refused):
            messages.error(request, _("Patreon does not answer just now: try again in a minute."))
        else:
            messages.success(request, _("These are the tiers of now."))
        return HttpResponseRedirect(_page(found))

    def choose(self, request: HttpRequest, account: int) -> HttpResponse:
        """Keep which tier is which."""
        found = _account(request, account)
        ours = {str(tier.pk): tier for tier in Tier.objects.exclude(status=Tier.Status.DRAFT)[:SHOWN]}
        chosen: dict[str, Tier | None] = {}
        for mapped in MappedTier.objects.filter(account=found)[:SHOWN]:
            said = request.POST.get(f"tier_{mapped.pk}")
            if said is not None and (said == "" or said in ours):
                chosen[mapped.ref] = ours.get(said)
        changed = memberships.choose_tiers(found, chosen, by=request.user)
        messages.success(request, _("Saved. Pledges whose tier changed by it: %(number)d.") % {"number": changed})
        return HttpResponseRedirect(_page(found))


def start(run: Synchronisation) -> None:
    """Have a worker look at everybody. One that is cut off with its process is begun again."""
    enqueue(synchronise, run=run.pk)


def _account(request: HttpRequest, number: int) -> ProviderAccount:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    try:
        return get_object_or_404(ProviderAccount, pk=number, key="patreon")
    except OverflowError as error:
        raise Http404 from error


def _not_ready(account: ProviderAccount) -> str:
    try:
        agreed(provider_for(account.key), account)
    except NotReady as error:
        return str(error)
    return ""


def _page(account: ProviderAccount) -> str:
    return reverse("admin:patrons_patreon", args=[account.pk])
