"""Amounts as readers type them: with the currency's sign or without, and a sentence for what is no amount.

More than a newsroom takes at once without a word is arranged with people, not with a form.
"""

import re
import unicodedata

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .money import SYMBOLS, Money, NotMoney, exponent

MOST = 100_000
# Signs and words that people write beside an amount, beyond the code.
_WORDS = {"UAH": ("₴", "грн.", "грн")}
_MAY_BE_THOUSANDS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}", re.ASCII)
# Both signs in one number: the first parts thousands, the last one is the point. One sign twice parts thousands, too.
_GROUPED = re.compile(
    r"([0-9]{1,3}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,}))|([0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,}))",
    re.ASCII,
)
_FIGURES = re.compile(r"[0-9]{10,}(?:[.,][0-9]*)?", re.ASCII)


def typed(text: str, currency: str) -> Money:
    """Return the amount that somebody typed: “12”, “12,50”, “€5”, “5 EUR”, “1,000.50”, “1.000,50”, in any digits.

    Raises:
        NotMoney: beside the reasons of `Money.parse`, "thousands" for what may mean a thousand or one.
    """
    bare = _without_sign(" ".join(_plain_digits(text).split()), currency)
    if grouped := _GROUPED.fullmatch(bare):
        bare = bare.replace("," if grouped[1] else ".", "")
    if exponent(currency) != 3 and _MAY_BE_THOUSANDS.fullmatch(bare):
        raise NotMoney("thousands", text)
    try:
        return Money.parse(bare, currency)
    except NotMoney as error:
        too_long = error.reason == "number" and _FIGURES.fullmatch("".join(bare.split()))
        raise NotMoney("size" if too_long else error.reason, text) from error


def most(currency: str) -> Money:
    """Return the most that is taken at once in a currency."""
    try:
        return Money.parse(settings.MOST_GIFT[currency], currency)
    except (KeyError, NotMoney):
        return Money(MOST * 10 ** exponent(currency), currency)


def sentence(reason: str, text: str, currency: str, least: Money | None = None) -> str:
    """Return what is wrong with a typed amount, and the way out."""
    digits, value = exponent(currency), text.strip()[:40]
    if reason == "thousands":
        plain = re.sub("[.,]", "", value)
        return _("“%(value)s” may mean thousands or a fraction: write it without separators, like %(plain)s.") % {
            "value": value, "plain": re.sub("[^0-9]", "", plain),
        }  # fmt: skip
    if reason == "digits" and digits:
        return ngettext(
            "Enter an amount with at most %(digits)s digit after the point.",
            "Enter an amount with at most %(digits)s digits after the point.",
            digits,
        ) % {"digits": digits}
    if reason == "digits":
        return _("Enter an amount without a point: %(currency)s has no smaller coin.") % {"currency": currency}
    if reason == "size":
        return _("Enter an amount of %(most)s or less, and write to us about a larger gift.") % {"most": most(currency)}
    if least is not None and not _is_wrong(value):
        return _("Enter an amount of %(least)s or more, in figures.") % {"least": least}
    if not value:
        return _("Enter an amount, in figures.")
    return _("“%(value)s” is no amount: write a number such as 12 or 12.50.") % {"value": value}


def _is_wrong(value: str) -> bool:
    """Whether something is written that is no number at all, not only one that is too small."""
    return bool(value) and not any(sign.isdecimal() for sign in value)


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _without_sign(text: str, currency: str) -> str:
    for sign in (SYMBOLS.get(currency), currency, *_WORDS.get(currency, ())):
        if sign and text.lower().startswith(sign.lower()):
            return text[len(sign) :].strip()
        if sign and text.lower().endswith(sign.lower()):
            return text[: -len(sign)].strip()
    return text
