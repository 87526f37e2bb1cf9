"""Figures of a month, counted out of the ledger and kept so that a page need not read all of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .columns import OfMoney, currency, minor_units


class Figures(OfMoney):
    """What one month came to in one currency. Says nothing that the ledger does not say: see `patrons.figures`."""

    month = models.DateField(_("month"))
    currency = currency()
    # What patrons gave a month when it ended, and how many of them did.
    amount_minor = minor_units(_("a month"))
    patrons = models.PositiveIntegerField(_("patrons"))
    # The rest, as `patrons.figures.tallying.Month.said` writes it.
    numbers = models.JSONField(default=dict)
    at = models.DateTimeField(_("counted"))
    # The last entry of the ledger that was looked at, and how long counting everything took.
    upto = models.BigIntegerField()
    took_ms = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("figures of a month")
        verbose_name_plural = _("figures")
        ordering = ["currency", "month"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["currency", "month"], name="figures_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.amount}"
