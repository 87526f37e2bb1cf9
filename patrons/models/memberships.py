"""What begins at a provider that keeps the people itself: who is whom, which tier is which, and each look at all."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patrons.money import Money

from .accounts import ProviderAccount
from .columns import currency, minor_units
from .grants import Grant
from .people import Patron
from .tiers import Tier


class Membership(models.Model):
    """A member there, a patron here. It stays when the patron is forgotten, so that nobody is fetched again."""

    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="memberships")
    ref = models.CharField(_("reference"), max_length=120)
    patron = models.ForeignKey(Patron, models.PROTECT, null=True, related_name="memberships")
    # Where nothing is paid for it: a gift, a trial.
    grant = models.OneToOneField(Grant, models.PROTECT, null=True, related_name="membership")
    # The provider's tiers, dearest first: staff may say later which of ours these are.
    tiers = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True)
    told_order = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["account", "ref"], name="membership_once")]

    def __str__(self) -> str:
        return self.ref


class MappedTier(models.Model):
    """A tier at a provider, and the one of ours that it stands for."""

    account = models.ForeignKey(ProviderAccount, models.CASCADE, related_name="mapped_tiers")
    ref = models.CharField(max_length=60)
    title = models.CharField(_("at the provider"), max_length=200, blank=True)
    amount_minor = minor_units(default=0)
    currency = currency()
    is_offered = models.BooleanField(_("offered there"), default=True)
    tier = models.ForeignKey(Tier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tier"))

    class Meta:
        verbose_name = _("tier at a provider")
        verbose_name_plural = _("tiers at providers")
        default_permissions = ()
        ordering = ["-is_offered", "amount_minor", "pk"]
        constraints = [models.UniqueConstraint(fields=["account", "ref"], name="mapped_tier_once")]

    def __str__(self) -> str:
        return self.title or self.ref

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Synchronisation(models.Model):
    """One look at all members of an account: how far it is, and how it came out."""

    # One that was not heard of for so long was cut off.
    SILENT = timedelta(minutes=10)

    account = models.ForeignKey(ProviderAccount, models.CASCADE, related_name="synchronisations")
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    heard_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    members = models.PositiveIntegerField(default=0)
    # Pledges that began, and members that could not be taken in.
    begun = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("synchronisation")
        verbose_name_plural = _("synchronisations")
        default_permissions = ()
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account"], name="one_synchronisation", condition=Q(ended_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.begun_at:%Y-%m-%d %H:%M}"
