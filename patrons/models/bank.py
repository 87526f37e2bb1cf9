"""The newsroom's own bank accounts, what their statements say, and other addresses to give to."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.languages import Translated
from patrons import iban

from .accounts import ProviderAccount
from .columns import OfMoney, currency, is_currency, minor_units
from .payments import Payment
from .pledges import Pledge


class BankAccount(models.Model):
    """Where transfers in one currency go."""

    account = models.ForeignKey(ProviderAccount, models.CASCADE, related_name="bank_accounts")
    currency = currency()
    beneficiary = models.CharField(_("beneficiary"), max_length=140, help_text=_("As the bank knows it."))
    iban = models.CharField("IBAN", max_length=50, blank=True)
    number = models.CharField(
        _("other number"), max_length=200, blank=True,
        help_text=_("Where there is no IBAN: account and routing number, sort code …"),
    )  # fmt: skip
    bic = models.CharField(
        "BIC", max_length=11, blank=True,
        validators=[RegexValidator(r"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?\Z", _("A BIC has 8 or 11 characters."))],
    )  # fmt: skip
    bank = models.CharField(_("bank"), max_length=140, blank=True)
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Such as the tax number that a Ukrainian bank asks for.")
    )

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("Bank accounts for transfers, one for each currency")
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "currency"], name="one_bank_account_a_currency",
                violation_error_message=_("There is an account for this currency already: change that one."),
            ),
            is_currency("bank_account_currency"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.currency} {iban.shown(self.iban) or self.number}"

    def clean(self) -> None:
        self.iban = iban.plain(self.iban)
        if self.iban and not iban.is_right(self.iban):
            raise ValidationError({"iban": _("A digit of this IBAN is wrong: compare it with the bank’s own paper.")})
        if not self.iban and not self.number:
            raise ValidationError({"iban": _("Write the IBAN, or another number where there is none.")})


class BankStatement(models.Model):
    """A file of a bank on its way into the books. Its text goes when its lines are written down."""

    class State(models.TextChoices):
        DRAFT = "draft", _("to be checked")
        BOOKING = "booking", _("being booked")
        DONE = "done", _("booked")

    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="statements", verbose_name=_("through"))
    name = models.CharField(_("file"), max_length=120)
    text = models.TextField(blank=True, editable=False)
    # By what its head says, the next one of the same bank is read as this one was.
    head = models.CharField(max_length=64, blank=True, editable=False)
    layout = models.JSONField(default=dict, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.DRAFT, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["account", "head"], name="statement_by_head")]

    def __str__(self) -> str:
        return self.name


class BankLine(OfMoney):
    """Money that came into a bank account: one line of a statement, or written down by hand.

    `fingerprint` is the same in whatever file the line stands, so that it is kept once.
    """

    class State(models.TextChoices):
        MATCHED = "matched", _("about to be booked")
        WAITING = "waiting", _("waits")
        BOOKED = "booked", _("booked")
        IGNORED = "ignored", _("not a pledge")

    class Found(models.TextChoices):
        CODE = "code", _("by its code")
        PERHAPS = "perhaps", _("perhaps")
        CURRENCY = "currency", _("other currency")
        TWICE = "twice", _("looks booked already")
        NOTHING = "nothing", _("nothing found")
        HAND = "hand", _("by hand")
        BACK = "back", _("booking taken back")

    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="lines", verbose_name=_("through"))
    statement = models.ForeignKey(
        BankStatement, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("statement")
    )
    number = models.PositiveIntegerField(_("line"), default=0)
    fingerprint = models.CharField(max_length=64, editable=False)
    day = models.DateField(_("day"))
    amount_minor = minor_units(_("amount"))
    currency = currency()
    payer = models.CharField(_("from"), max_length=200, blank=True)
    text = models.CharField(_("text"), max_length=500, blank=True)
    bank_ref = models.CharField(_("bank’s reference"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    found = models.CharField(_("found"), max_length=8, choices=Found, default=Found.NOTHING)
    # Whose it is, or perhaps is.
    pledge = models.ForeignKey(
        Pledge, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("pledge")
    )
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="lines")
    # How often it was booked: taken back and booked anew it is another payment.
    times = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["state", "-day", "-id"], name="line_by_state"),
            models.Index(fields=["-day", "-id"], name="line_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="line_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="line_is_something"),
            is_currency("line_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.amount}"


class OtherWay(Translated):
    """An address to give to that is no provider of ours: PayPal, a wallet, a post box."""

    TRANSLATED_FIELDS = ("label", "note")

    label = models.CharField(_("name"), max_length=80, help_text=_("PayPal, Ko-fi, by post …"))
    address = models.CharField(
        _("address"), max_length=500,
        help_text=_("A web address (https://…), mailto:…, or what is to be copied: an account, a wallet, a post box."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("other way to give")
        verbose_name_plural = _("other ways to give")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def url(self) -> str:
        """Where a click on it leads; empty for what is only to be copied."""
        return self.address if self.address.startswith(("https://", "mailto:")) else ""

    def clean(self) -> None:
        self.address = self.address.strip()
        check_address(self.address)


def check_address(text: Any) -> None:
    """Refuse what would be a link to nowhere good.

    Raises:
        ValidationError: it looks like an address of the web, and is none of https or mailto.
    """
    words = str(text)
    scheme = words.partition(":")[0].strip().lower()
    try:
        parts = urlsplit(words)
    except ValueError as error:
        raise ValidationError({"address": _("This is no address: copy it once more.")}) from error
    if scheme in ("javascript", "data", "vbscript", "file", "http", "blob"):
        raise ValidationError({"address": _("Write an address that begins with https:// or mailto:, or a plain text.")})
    if words.startswith("https://") and (not parts.hostname or any(each.isspace() for each in words)):
        raise ValidationError({"address": _("This web address is not complete: copy it from the browser.")})
    if words.startswith("mailto:") and ("@" not in words or any(each.isspace() for each in words)):
        raise ValidationError({"address": _("This e-mail address is not complete: write mailto:name@example.com.")})
