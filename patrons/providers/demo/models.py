"""The books of the demonstration bank. Newsroom's own never look at them: they are told, like any other's."""

import secrets
from typing import Any

from django.db import models
from django.utils import timezone

from patrons.money import Money


def _token() -> str:
    # Addresses of this site are told apart without regard to capitals.
    return secrets.token_hex(16)


class _OfMoney(models.Model):
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    # The public id of Newsroom's pledge, carried along.
    pledge = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Mandate(_OfMoney):
    """A subscription, and what it is now; `version` counts its changes."""

    ref = models.CharField(max_length=60, unique=True, default=_token)
    months = models.PositiveSmallIntegerField()
    told = models.CharField(max_length=10, default="active")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    period_end = models.DateTimeField()
    cancel_at = models.DateTimeField(null=True)
    resume_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=100, blank=True)
    # Until which month the card is good, as "2027-04".
    card_expires = models.CharField(max_length=7, blank=True)
    language = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.ref

    def becomes(self, told: str, **fields: Any) -> None:
        """Note a change."""
        self.told, self.changed_at = told, timezone.now()
        self.version += 1
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()


class Visit(_OfMoney):
    """A checkout: somebody who was sent here to pay."""

    ref = models.CharField(max_length=60, unique=True, default=_token)
    # The asker's own name for it: asked twice, it is one.
    key = models.CharField(max_length=120, unique=True)
    months = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    done_url = models.CharField(max_length=500)
    back_url = models.CharField(max_length=500)
    mandate = models.OneToOneField(Mandate, models.CASCADE, null=True, related_name="visit")
    is_paid = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref


class Charge(_OfMoney):
    """One try to take money."""

    ref = models.CharField(max_length=60, unique=True, default=_token)
    mandate = models.ForeignKey(Mandate, models.CASCADE, null=True, related_name="charges")
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, related_name="charges")
    outcome = models.CharField(max_length=10)
    error = models.CharField(max_length=100, blank=True)
    fee_minor = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    period_start = models.DateTimeField(null=True)
    period_end = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.ref


class Return(models.Model):
    """Money given back; `ours` is what Newsroom calls it, if it asked for it."""

    ref = models.CharField(max_length=60, unique=True, default=_token)
    charge = models.ForeignKey(Charge, models.CASCADE, related_name="returns")
    amount_minor = models.BigIntegerField()
    ours = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.ref


class Done(models.Model):
    """What was answered under a key: the same key is answered the same, and nothing is done again."""

    key = models.CharField(max_length=160, unique=True)
    answer = models.JSONField()

    def __str__(self) -> str:
        return self.key
