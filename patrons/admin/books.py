"""The ledger, to read and to search. Nobody changes it, here or anywhere."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from patrons.models import LedgerEntry, ProviderAccount

from .exports import Exports
from .pledges import AccountFilter, CurrencyFilter
from .reading import Exact, Reading


class KindFilter(Exact):
    title, parameter_name, column = gettext_lazy("kind"), "kind", "kind"
    choices_of = LedgerEntry.Kind.choices


@admin.register(LedgerEntry)
class LedgerAdmin(Exports, Reading):
    exports = ("ledger",)
    list_display = ["occurred_at", "kind", "show_amount", "account", "show_payment", "provider_ref", "show_real"]
    list_filter = [KindFilter, AccountFilter, CurrencyFilter]
    list_filter_submit = True
    search_fields = ["provider_ref"]
    search_help_text = gettext_lazy("A whole reference of the provider")
    fields = [
        "occurred_at", "recorded_at", "kind", "show_amount", "account", "pledge", "payment", "provider_ref",
        "period_start", "period_end", "reverses", "cause", "memo", "show_real",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[LedgerEntry]:
        return super().get_queryset(request).select_related("account", "payment")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[LedgerEntry], search_term: str) -> Any:
        term = search_term.replace("\0", "").strip()
        # A reference is known by account and kind: through all of them the index of the three answers.
        through = ProviderAccount.objects.order_by().values("pk")
        by_name = {"account__in": through, "kind__in": LedgerEntry.Kind.values, "provider_ref": term}
        return (queryset.filter(**by_name) if term else queryset), False

    @admin.display(description=gettext_lazy("amount"))
    def show_amount(self, entry: LedgerEntry) -> str:
        return str(entry.amount)

    @admin.display(description=gettext_lazy("payment"))
    def show_payment(self, entry: LedgerEntry) -> str:
        return str(entry.payment or "–")

    @admin.display(description=gettext_lazy("real money"), boolean=True)
    def show_real(self, entry: LedgerEntry) -> bool:
        return entry.is_live
