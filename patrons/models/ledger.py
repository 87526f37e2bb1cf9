"""The books. Rows are added and never changed: the database itself refuses, see `patrons.append_only`."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .accounts import ProviderAccount
from .columns import OfMoney, currency, is_currency, minor_units
from .payments import Dispute, Payment, Refund
from .pledges import Pledge


class LedgerEntry(OfMoney):
    """One movement of money, seen from the newsroom: what comes is positive.

    It names no person: the way to one leads through the pledge, and erasing somebody leaves it as it is.
    A mistake is mended by another entry that `reverses` it.
    """

    class Kind(models.TextChoices):
        CHARGE = "charge", _("payment")
        FEE = "fee", _("provider's fee")
        REFUND = "refund", _("given back")
        REFUND_RETURNED = "refund_back", _("refund that failed")
        DISPUTE = "dispute", _("taken back by the bank")
        DISPUTE_FEE = "dispute_fee", _("fee for a dispute")
        DISPUTE_WON = "dispute_won", _("dispute won")
        PAYOUT = "payout", _("paid out to the newsroom's bank")
        ADJUSTMENT = "adjustment", _("correction")

    INCOMING = ("charge", "refund_back", "dispute_won")
    OUTGOING = ("fee", "refund", "dispute", "dispute_fee", "payout")

    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="entries", verbose_name=_("through"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    amount_minor = minor_units(_("amount"))
    currency = currency()
    # How many months the payment is for, 0 for a single gift; its period says which.
    months = models.PositiveSmallIntegerField(default=0)
    period_start = models.DateTimeField(null=True)
    period_end = models.DateTimeField(null=True)
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, related_name="entries", verbose_name=_("pledge"))
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="entries", verbose_name=_("payment"))
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, related_name="entries")
    dispute = models.ForeignKey(Dispute, models.PROTECT, null=True, related_name="entries")
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversed_by")
    provider_ref = models.CharField(_("reference"), max_length=120)
    is_live = models.BooleanField(_("real money"), default=True)
    occurred_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("written down"), default=timezone.now)
    cause = models.ForeignKey("patrons.ProviderEvent", models.PROTECT, null=True, related_name="+")
    # A number and no reference: erasing an account must not reach what is append-only.
    by_number = models.BigIntegerField(null=True)
    memo = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("ledger")
        ordering = ["-occurred_at", "-pk"]
        indexes = [
            models.Index(fields=["-occurred_at", "-id"], name="entry_newest"),
            models.Index(fields=["payment"], name="entry_of_payment"),
            models.Index(fields=["pledge", "occurred_at"], name="entry_of_pledge"),
            models.Index(fields=["kind", "occurred_at"], name="entry_by_kind"),
            # Lists of the desk, which stand still under any filter and over millions.
            models.Index(fields=["account", "-occurred_at", "-id"], name="entry_by_account"),
            models.Index(fields=["currency", "-occurred_at", "-id"], name="entry_by_currency"),
            models.Index(fields=["currency", "kind", "-occurred_at", "-id"], name="entry_by_both"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "provider_ref"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["charge", "refund_back", "dispute_won"], amount_minor__gt=0)
                | Q(kind__in=["fee", "refund", "dispute", "dispute_fee", "payout"], amount_minor__lt=0)
                | (Q(kind="adjustment") & ~Q(amount_minor=0)),
                name="entry_has_its_sign",
            ),
            is_currency("entry_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
