"""Accounts at providers: offered or not, in which order, and what they charge. Their secrets stand elsewhere."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget

from newsroom.accounts.confirming import ConfirmedChanges
from newsroom.audit.recording import RecordsChanges
from patrons import offers
from patrons.models import ProviderAccount
from patrons.money import CURRENCIES
from patrons.providers import KEYS, provider_for
from patrons.providers.base import NotReady
from patrons.transfers import KEY

from .bank_accounts import BankAccountInline
from .patreon import PatreonPage

# What the settings of an account may say.
KNOWN = ("fee_basis_points", "fee_fixed", "url")


def wrong_settings(settings: Any) -> str:
    """Return what is wrong with the settings of an account; empty when each of them is understood."""
    if not isinstance(settings, dict):
        return _('Write names and values, such as {"fee_basis_points": 290}.')
    for name in settings:
        if name not in KNOWN:
            return _("“%(value)s” is no setting: there are %(known)s.") % {
                "value": str(name)[:40], "known": ", ".join(KNOWN),
            }  # fmt: skip
    if not offers.is_whole(settings.get("fee_basis_points", 0), offers.MOST_POINTS):
        return _("fee_basis_points is a whole number from 0 to %(most)s: 290 is 2.9 per cent.") % {
            "most": offers.MOST_POINTS
        }
    fixed = settings.get("fee_fixed", {})
    if not isinstance(fixed, dict):
        return _('fee_fixed names currencies and their smallest units: {"EUR": 30} is 30 cents.')
    for currency, units in fixed.items():
        if currency not in CURRENCIES:
            return _("“%(value)s” is no currency: write EUR, UAH …") % {"value": str(currency)[:40]}
        if not offers.is_whole(units, offers.MOST_FIXED):
            return _("The fixed fee in %(currency)s is a whole number from 0 to %(most)s: 30 is 30 cents.") % {
                "currency": currency, "most": offers.MOST_FIXED,
            }  # fmt: skip
    if not isinstance(settings.get("url", ""), str):
        return _("url is an address in quotation marks.")
    return ""


class AccountForm(forms.ModelForm):
    """An account. What it is (its provider, and whether its money is real) is said once."""

    key = forms.ChoiceField(
        label=gettext_lazy("Provider"), choices=[(key, key) for key in KEYS], widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = ProviderAccount
        fields = ["key", "label", "is_live", "is_enabled", "position", "settings"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("key", self.instance.key) == "demo" and cleaned.get("is_live", self.instance.is_live):
            self.add_error(
                "is_live" if "is_live" in self.fields else None,
                _("The demonstration bank has no real money: switch “real money” off."),
            )
        settings = cleaned.get("settings")
        if settings is not None and (sentence := wrong_settings(settings)):
            self.add_error("settings", sentence)
        elif settings and cleaned.get("key", self.instance.key) == "patreon" and settings.get("url"):
            if not ProviderAccount(key="patreon", settings=settings).page:
                sentence = _(
                    "“%(value)s” is no page at Patreon: write an address such as https://www.patreon.com/name."
                )
                self.add_error("settings", sentence % {"value": str(settings["url"])[:80]})
        return cleaned


@admin.register(ProviderAccount)
class ProviderAccountAdmin(ConfirmedChanges, PatreonPage, RecordsChanges, ModelAdmin):
    """Where money comes in."""

    form = AccountForm
    inlines = [BankAccountInline]
    change_form_outer_before_template = "admin/patrons/provideraccount/_patreon.html"
    list_display = ["label", "key", "is_live", "is_enabled", "position", "ready"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        # Asked for once the account is there: nobody else's transfers go anywhere.
        return self.inlines if obj is not None and obj.key == KEY else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["key", "is_live"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Switched off, not deleted: the books name it.
        return False

    @admin.display(description=gettext_lazy("can be asked"))
    def ready(self, account: ProviderAccount) -> str:
        try:
            provider_for(account.key)
        except (NotReady, ImportError) as error:
            return _("no: %(why)s") % {"why": error}
        return _("yes")
