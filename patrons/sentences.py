"""Amounts and promises in whole sentences, the same on pages and in mails."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .models.columns import Interval, Visibility
from .money import Money
from .standing import ONCE


def each_time(amount: Money | str, interval: str) -> str:
    """Return "€12 every month"."""
    said = {
        Interval.MONTH: _("%(amount)s every month"),
        Interval.YEAR: _("%(amount)s every year"),
        Interval.ONCE: _("%(amount)s once"),
    }
    return said[Interval(interval)] % {"amount": amount}


def will_give(amount: Money | str, interval: str) -> str:
    """Return "You will give €12 every month, starting today."."""
    said = {
        Interval.MONTH: _("You will give %(amount)s every month, starting today."),
        Interval.YEAR: _("You will give %(amount)s every year, starting today."),
        Interval.ONCE: _("You will give %(amount)s once, today."),
    }
    return said[Interval(interval)] % {"amount": amount}


def will_pay_for_gift(amount: Money | str) -> str:
    """Return "You will pay €36 once, today."."""
    return _("You will pay %(amount)s once, today.") % {"amount": amount}


def how_long(months: int) -> str:
    """Return "3 months"."""
    return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}


def how_long_once() -> str:
    """Return for how long a single gift makes somebody a patron: "31 days"."""
    return ngettext("%(days)s day", "%(days)s days", ONCE.days) % {"days": ONCE.days}


def a_gift(tier: str, months: int) -> str:
    """Return "A gift: Friend for 3 months"."""
    said = ngettext("A gift: %(tier)s for %(months)s month", "A gift: %(tier)s for %(months)s months", months)
    return said % {"tier": tier, "months": months}


def how_often(interval: str) -> str:
    """Return the words of a choice."""
    return {Interval.MONTH: _("Monthly"), Interval.YEAR: _("Yearly"), Interval.ONCE: _("Once")}[Interval(interval)]


def how_much(interval: str) -> str:
    """Return the question about the amount."""
    return {
        Interval.MONTH: _("How much each month?"),
        Interval.YEAR: _("How much each year?"),
        Interval.ONCE: _("How much?"),
    }[Interval(interval)]


def who_learns(visibility: str) -> tuple[str, str]:
    """Return who may learn of a patron, and what that means."""
    return {
        Visibility.SECRET: (
            pgettext("who may learn of a patron", "Nobody"),
            _("Only those in the newsroom who look after payments"),
        ),
        Visibility.PRIVATE: (pgettext("who may learn of a patron", "The newsroom"), _("Its journalists may thank you")),
        Visibility.PUBLIC: (
            pgettext("who may learn of a patron", "Everybody"),
            _("Your name, never the amount, may stand with the patrons"),
        ),
    }[Visibility(visibility)]
