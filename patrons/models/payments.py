"""Money that came, went back, or is argued about."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patrons.money import Money

from .accounts import ProviderAccount
from .columns import OfMoney, currency, is_currency, minor_units, public_id
from .pledges import Pledge
from .tiers import Tier


class Payment(OfMoney):
    """One charge of a pledge, as its provider reports it. Written by `patrons.pledges` alone."""

    class State(models.TextChoices):
        PENDING = "pending", _("under way")
        FAILED = "failed", _("failed")
        SUCCEEDED = "succeeded", _("paid")

    public_id = public_id()
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="payments", verbose_name=_("pledge"))
    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="payments", verbose_name=_("through"))
    provider_ref = models.CharField(_("reference"), max_length=120)
    amount_minor = minor_units(_("amount"))
    currency = currency()
    # Told without an amount of its own: the one that is promised, until the provider says it exactly.
    is_estimated = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    # What was or is being given back: raised before a provider is asked, lowered when it refuses.
    refunded_minor = minor_units(_("given back"), default=0)
    occurred_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    period_start = models.DateTimeField(null=True, editable=False)
    period_end = models.DateTimeField(null=True, editable=False)
    error = models.CharField(_("why it failed"), max_length=200, blank=True)
    receipt_number = models.CharField(_("receipt"), max_length=20, null=True, unique=True, editable=False)
    # As it was on the day, for the tax office: erasing the patron leaves it.
    receipt_name = models.CharField(max_length=120, blank=True, editable=False)
    # The tier that it pays for, and what that was called on the day, by language: neither changes afterwards.
    # Nothing asks by it: no index, of which each payment would be the dearer.
    tier = models.ForeignKey(Tier, models.PROTECT, null=True, related_name="+", editable=False, db_index=False)
    receipt_tier = models.JSONField(default=dict, editable=False)
    is_live = models.BooleanField(_("real money"), default=True, editable=False)
    # When a comparison last saw it at its provider.
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-occurred_at", "-pk"]
        indexes = [
            models.Index(fields=["pledge", "-occurred_at"], name="payment_of_pledge"),
            models.Index(fields=["-occurred_at", "-id"], name="payment_newest"),
            # What pays for now: among the last of these.
            models.Index(fields=["period_end", "period_start"], name="payment_pays_for"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "provider_ref"], name="payment_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_is_something"),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("amount_minor")), name="never_over_refunded"
            ),
            is_currency("payment_currency"),
        ]

    def __str__(self) -> str:
        return self.receipt_number or self.provider_ref

    @property
    def given_back(self) -> Money:
        """What was or is being given back."""
        return Money(self.refunded_minor, self.currency)

    @property
    def is_void(self) -> bool:
        """Whether it was booked by mistake: no money came for it and none went. Lists fetch the refunds along."""
        return bool(self.refunded_minor) and any(refund.is_mistake for refund in self.refunds.all())

    @property
    def refundable(self) -> Money:
        """What may still be given back."""
        paid = self.amount_minor if self.state == self.State.SUCCEEDED else 0
        return Money(max(paid - self.refunded_minor, 0), self.currency)


# How a booking that was taken back is named: no provider calls a refund so.
MISTAKE = "mistake-"


class Refund(OfMoney):
    """Some or all of one payment, given back. Currency is the payment's."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked for")
        PENDING = "pending", _("under way")
        SUCCEEDED = "succeeded", _("given back")
        FAILED = "failed", _("refused")

    class Source(models.TextChoices):
        STAFF = "staff", _("pledge staff")
        PROVIDER = "provider", _("at the provider")

    public_id = public_id()
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="+")
    provider_ref = models.CharField(_("reference"), max_length=120, blank=True)
    amount_minor = minor_units(_("amount"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    source = models.CharField(_("by"), max_length=8, choices=Source)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-at", "-pk"]
        permissions = [("refund_payment", "Can give payments back")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "provider_ref"], name="refund_once", condition=~Q(provider_ref="")
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_state_display()}"

    @property
    def is_mistake(self) -> bool:
        """Whether it is no refund: a booking was taken back, and no money moved."""
        return self.provider_ref.startswith(MISTAKE)

    @property
    def currency(self) -> str:  # type: ignore[override]
        return self.payment.currency


class Dispute(OfMoney):
    """A patron's bank took a payment back, or tries to."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes", verbose_name=_("payment"))
    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="+")
    provider_ref = models.CharField(_("reference"), max_length=120)
    amount_minor = minor_units(_("amount"))
    state = models.CharField(_("state"), max_length=4, choices=State, default=State.OPEN)
    answer_by = models.DateTimeField(_("answer by"), null=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "provider_ref"], name="dispute_once")]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_state_display()}"

    @property
    def currency(self) -> str:  # type: ignore[override]
        return self.payment.currency


class ReceiptRow(models.Model):
    """How far a row of receipts has come."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("row of receipts")
        verbose_name_plural = _("rows of receipts")

    def __str__(self) -> str:
        return self.name
