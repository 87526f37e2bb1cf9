"""Pledges: the list, one page for each with all that happened, and buttons for what staff may do."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.public_articles import look_up
from patrons import codes, gifts, people, redeeming, what_came
from patrons.models import LedgerEntry, Pledge, ProviderAccount
from patrons.models.names import named
from patrons.models.people import email_key
from patrons.providers import provider_for
from patrons.providers.base import Abilities, NotReady
from patrons.standing import is_nobodys

from . import timeline
from .day_filters import DaysFilter
from .exports import Exports
from .gifts import GiftFilter, GiftVerbs
from .imports import Imports
from .pledge_filters import (
    AccountFilter,
    ArticleFilter,
    CurrencyFilter,
    IntervalFilter,
    StateFilter,
    TierFilter,
)
from .pledge_verbs import PledgeVerbs
from .reading import Reading, apart

SHOWN = 200
PATREON = "https://www.patreon.com/members"


@admin.register(Pledge)
class PledgeAdmin(PledgeVerbs, GiftVerbs, Imports, Exports, Reading):
    exports = ("pledges", "payments")
    list_display = ["show_pledge", "state", "show_patron", "tier", "account", "show_until", "show_begun", "show_real"]
    list_display_links = ["show_pledge"]
    list_filter = [
        StateFilter, TierFilter, AccountFilter, CurrencyFilter, IntervalFilter, GiftFilter,
        ArticleFilter, ("created_at", DaysFilter),
    ]  # fmt: skip
    list_filter_submit = True
    search_fields = ["public_id"]
    search_help_text = gettext_lazy(
        "A whole e-mail address, beginnings of a name’s words, or the reference of a transfer, subscription or payment"
    )
    date_hierarchy = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pledge]:
        rows = super().get_queryset(request).select_related("patron", "tier", "account", "gift")
        return rows.prefetch_related(what_came.with_kept())

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Pledge], search_term: str) -> Any:
        """By what is known exactly, each through an index: a list of a hundred thousand is never read through."""
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        # References are known by account: through all of them the index of both answers.
        through = ProviderAccount.objects.order_by().values("pk")
        wanted = [
            Q(patron__email_key=email_key(term)), Q(patron__in=named(term)),
            # Who was put into another patron is found by the old address still.
            Q(patron__in=people.became(email_key(term))), Q(transfer_code__in=codes.within(term)),
            Q(account__in=through, subscription_ref=term), Q(payments__receipt_number=term.upper()),
            Q(payments__account__in=through, payments__provider_ref=term),
        ]  # fmt: skip
        try:
            wanted.append(Q(public_id=uuid.UUID(term)))
        except ValueError:
            pass
        # One question made of several: an “or” over two tables would read all of both.
        first, *others = [Pledge.objects.order_by().filter(one).values_list("pk", flat=True) for one in wanted]
        return queryset.filter(pk__in=list(first.union(*others).order_by()[:SHOWN])), False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One pledge with everything that happened to it."""
        if request.method != "GET" or not self.has_view_permission(request):
            self._refuse()
        pledge = self.get_object(request, object_id)
        if pledge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        context = self.admin_site.each_context(request) | self.page_of(request, pledge)
        return TemplateResponse(request, "admin/patrons/pledge/page.html", context)

    def page_of(self, request: HttpRequest, pledge: Pledge) -> dict[str, Any]:
        """Return what the page of a pledge takes."""
        entries = (
            LedgerEntry.objects.filter(pledge=pledge).select_related("refund").order_by("occurred_at", "pk")[:SHOWN]
        )
        can, cannot = _abilities(pledge.account)
        if is_nobodys(pledge):
            # Nobody asks for it any more: it can be ended, and nothing else.
            can, cannot = Abilities(recurring=True), ""
        gift = gifts.of(pledge)
        if gift:
            gift.pledge = pledge
        return {
            "gift": gift, "gift_is_open": gift and redeeming.is_open(gift),
            "may_change_gift": request.user.has_perm("patrons.change_patron"),
            "title": what_came.name(pledge), "tier": what_came.tier(pledge),
            "pledge": pledge, "original": pledge, "opts": self.opts,
            "timeline": timeline.of_pledge(pledge),
            "payments": pledge.payments.prefetch_related("refunds", "disputes")[:SHOWN],
            "entries": entries,
            "deliveries": pledge.deliveries.order_by("-received_at")[:20],
            "discrepancies": pledge.discrepancies.filter(settled_at=None),
            "grant": getattr(pledge, "grant", None),
            "article": look_up([pledge.article_id]).get(pledge.article_id or 0),
            "can": can, "cannot": cannot,
            "may_cancel": request.user.has_perm("patrons.cancel_pledge"),
            "may_refund": request.user.has_perm("patrons.refund_payment"),
        }  # fmt: skip

    @admin.display(description=gettext_lazy("pledge"))
    def show_pledge(self, pledge: Pledge) -> str:
        called = what_came.name(pledge)
        if not hasattr(pledge, "gift"):
            return called
        return format_html('{} <span class="desk-label">{}</span>', called, _("Gift"))

    @admin.display(description=gettext_lazy("patron"))
    def show_patron(self, pledge: Pledge) -> str:
        return apart(pledge.patron)

    @admin.display(description=gettext_lazy("paid until"))
    def show_until(self, pledge: Pledge) -> str:
        return _day(pledge.period_end, _("paid until"))

    @admin.display(description=gettext_lazy("begun"))
    def show_begun(self, pledge: Pledge) -> str:
        return _day(pledge.created_at, _("begun"))

    @admin.display(description=gettext_lazy("real money"), boolean=True)
    def show_real(self, pledge: Pledge) -> bool:
        return pledge.is_live


def _day(moment: datetime | None, called: str) -> str:
    """Return a day that says itself what it is, where a narrow screen has no head above it."""
    day = date_format(localtime(moment), "SHORT_DATE_FORMAT") if moment else "–"
    return format_html('<span class="desk-named-when-narrow">{}</span> {}', called, day)


def _abilities(account: ProviderAccount) -> tuple[Abilities, str]:
    """Return what an account's provider can be asked, and why it cannot be asked anything."""
    try:
        return provider_for(account.key).abilities, ""
    except NotReady as error:
        if account.key == "patreon":
            # What is begun there is changed there, with our keys and without.
            return Abilities(elsewhere=PATREON), ""
        return Abilities(), _("%(provider)s cannot be asked for anything here: %(why)s") % {
            "provider": account,
            "why": error,
        }
