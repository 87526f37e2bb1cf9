"""The newsroom's own bank accounts, beside the way to pay that they are for."""

from typing import Any

from django import forms
from django.http import HttpRequest
from unfold.admin import StackedInline
from unfold.widgets import UnfoldAdminTextInputWidget

from patrons import iban
from patrons.models import BankAccount
from patrons.transfers import KEY

from .amounts import currency_field


class BankAccountForm(forms.ModelForm):
    """Where transfers in a currency go; what it says is what readers copy."""

    currency = currency_field()
    # Written in groups, or in small letters: put right before the model looks at it.
    bic = forms.CharField(label="BIC", max_length=30, required=False, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = BankAccount
        fields = ["currency", "beneficiary", "iban", "number", "bic", "bank", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["iban"] = iban.shown(self.initial.get("iban", ""))

    def has_changed(self) -> bool:
        # The choice of a currency always says something: alone it is no account.
        return bool(set(self.changed_data) - {"currency"}) or (bool(self.instance.pk) and super().has_changed())

    def clean_bic(self) -> str:
        return "".join(str(self.cleaned_data["bic"]).split()).upper()


class BankAccountInline(StackedInline):
    model = BankAccount
    form = BankAccountForm
    extra = 1
    show_title = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and obj is not None and obj.key == KEY
