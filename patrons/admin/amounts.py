"""Amounts in forms of the desk: written as people write them, kept as whole numbers."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from patrons.amounts import sentence, typed
from patrons.money import CURRENCIES, Money, NotMoney, exponent


def currency_field() -> forms.ChoiceField:
    """Return a choice of the currencies, those of the newsroom first."""
    first = settings.SUPPORT_CURRENCIES
    codes = [*first, *sorted(CURRENCIES - set(first))]
    return forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(code, code) for code in codes], widget=UnfoldAdminSelectWidget
    )


def amount_field(label: Any) -> forms.CharField:
    """Return a field for an amount."""
    widget = UnfoldAdminTextInputWidget({"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=40, widget=widget)


def read_amount(text: str, currency: str) -> Money:
    """Return what was written.

    Raises:
        ValidationError: it is no amount of this currency, or nothing.
    """
    try:
        amount = typed(text, currency)
    except NotMoney as error:
        if error.reason == "thousands":
            raise ValidationError(sentence("thousands", text, currency)) from error
        if error.reason == "digits":
            raise ValidationError(
                _("%(text)s has more digits than %(currency)s has: write at most %(digits)s after the point.")
                % {"text": text, "currency": currency, "digits": exponent(currency)}
            ) from error
        raise ValidationError(
            _("“%(text)s” is no amount: write it in figures, like 12 or 12.50.") % {"text": text}
        ) from error
    if not amount:
        raise ValidationError(_("An amount is more than nothing."))
    return amount
