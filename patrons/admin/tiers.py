"""Tiers and their prices. A price is not edited: a new line takes the old one's place."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from newsroom.audit.log import record
from newsroom.audit.recording import RecordsChanges
from newsroom.languages_admin import TranslatedAdminMixin, TranslatedForm, translated_form
from patrons import appeals, pricing
from patrons.models import Tier, TierPrice

from .amounts import amount_field, currency_field, read_amount


class PriceForm(forms.ModelForm):
    """A new price, or a line that is there and may only be taken away."""

    currency = currency_field()
    amount = amount_field(_("Amount"))

    class Meta:
        model = TierPrice
        fields = ["currency", "interval"]

    def has_changed(self) -> bool:
        # The two choices always say something; a line without an amount is no new price.
        return "amount" in self.changed_data

    def clean(self) -> dict[str, Any]:
        # Without the parent's: one price of a kind is asked at a time, and this one supersedes it.
        cleaned = self.cleaned_data
        if cleaned.get("currency") and cleaned.get("amount"):
            try:
                money = read_amount(cleaned["amount"], cleaned["currency"])
            except ValidationError as error:
                self.add_error("amount", error)
            else:
                self.instance.amount_minor = money.minor
        return cleaned


class PriceInline(TabularInline):
    """What a tier costs now; a line for each currency and rhythm."""

    model = TierPrice
    form = PriceForm
    fields = ["currency", "interval", "amount"]
    extra = 1
    show_title = False
    verbose_name = _("price")
    verbose_name_plural = _("Prices asked now. A new line of the same currency and rhythm takes the old one’s place.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TierPrice]:
        return super().get_queryset(request).filter(is_active=True)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Taken off the list, never out of the database.
        return request.user.has_perm("patrons.add_tierprice")

    @admin.display(description=_("Amount"))
    def amount(self, price: TierPrice) -> str:
        return str(price.amount) if price.pk else ""


class TierForm(TranslatedForm):
    """A tier, whose name in addresses is explained where it is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].error_messages |= {
                "invalid": _(
                    "“%(value)s” cannot stand in an address: write Latin letters, digits and hyphens, like best-friend."
                ),
                "unique": _("Another tier is called so in addresses: choose another word."),
            }


@admin.register(Tier)
class TierAdmin(RecordsChanges, TranslatedAdminMixin, ModelAdmin):
    """What a newsroom offers those who pay."""

    form = translated_form(Tier, TierForm)
    list_display = ["name", "status", "prices", "votes", "position"]
    list_filter = ["status"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [PriceInline]
    fieldsets = [(None, {"fields": ["name", "slug", "description", "benefits", "status", "votes", "position"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tier]:
        return super().get_queryset(request).prefetch_related("prices")

    @admin.display(description=_("prices"))
    def prices(self, tier: Tier) -> str:
        return ", ".join(str(price) for price in tier.prices.all() if price.is_active) or "—"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Archived, not deleted: pledges name it.
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        for price in formset.deleted_objects:
            pricing.withdraw(price)
            record("price.withdrawn", price.tier, by=request.user, what=_which(price))
        for price in formset.new_objects:
            made = pricing.set_price(form.instance, price.interval, price.amount)
            record("price.set", form.instance, by=request.user, what=_which(made))
        appeals.forget()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        appeals.forget()


def _which(price: TierPrice) -> str:
    # The log names no amounts.
    return f"{price.currency}, {price.get_interval_display()}"
