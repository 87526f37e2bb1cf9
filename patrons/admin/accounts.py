"""Accounts at providers: offered or not, in which order, and what they charge. Their secrets stand elsewhere."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget

from newsroom.audit.recording import RecordsChanges
from patrons.models import ProviderAccount
from patrons.providers import KEYS, provider_for
from patrons.providers.base import NotReady
from patrons.transfers import KEY

from .bank_accounts import BankAccountInline
from .patreon import PatreonPage


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
        if settings is not None and not isinstance(settings, dict):
            self.add_error("settings", _('Write names and values, such as {"fee_basis_points": 290}.'))
        elif settings and cleaned.get("key", self.instance.key) == "patreon" and settings.get("url"):
            if not ProviderAccount(key="patreon", settings=settings).page:
                sentence = _(
                    "“%(value)s” is no page at Patreon: write an address such as https://www.patreon.com/name."
                )
                self.add_error("settings", sentence % {"value": str(settings["url"])[:80]})
        return cleaned


@admin.register(ProviderAccount)
class ProviderAccountAdmin(PatreonPage, RecordsChanges, ModelAdmin):
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
