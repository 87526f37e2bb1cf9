"""Columns and rules that several tables share."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patrons.money import Money


class Interval(models.TextChoices):
    """How often a pledge is paid."""

    MONTH = "month", _("monthly")
    YEAR = "year", _("yearly")
    ONCE = "once", _("once")

    @property
    def months(self) -> int:
        """How many months one payment is for; 0 where nothing is promised."""
        return {"month": 1, "year": 12}.get(self.value, 0)


class Visibility(models.TextChoices):
    """Who learns of a patron: nobody, the newsroom's people, or everybody."""

    SECRET = "secret", _("secret")
    PRIVATE = "private", _("private")
    PUBLIC = "public", _("public")


def minor_units(verbose_name: Any = None, **options: Any) -> models.BigIntegerField:
    """Return a column for an amount, in its currency's smallest units."""
    return models.BigIntegerField(verbose_name, **options)


def currency(**options: Any) -> models.CharField:
    """Return a column for an ISO 4217 code."""
    return models.CharField(_("currency"), max_length=3, **options)


def public_id() -> models.UUIDField:
    """Return a column for the name by which others know a row: providers, addresses, mails."""
    return models.UUIDField(default=uuid.uuid4, unique=True, editable=False)


def is_currency(name: str, field: str = "currency") -> models.CheckConstraint:
    """Return the rule that a currency is three capital letters."""
    return models.CheckConstraint(condition=Q(**{f"{field}__regex": r"^[A-Z]{3}$"}), name=name)


class OfMoney(models.Model):
    """What has `amount_minor` and `currency`."""

    class Meta:
        abstract = True

    amount_minor: Any
    currency: Any

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
