"""Promises: who means to give how much, how often, through whom; and each way they changed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patrons import codes

from .accounts import ProviderAccount
from .columns import Interval, OfMoney, Visibility, currency, is_currency, minor_units, public_id
from .people import Patron
from .tiers import Campaign, Tier


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def begun_here(self) -> "PledgeQuerySet":
        """Those that we ask for and write about; who began at a provider hears of it there."""
        return self.exclude(source=Pledge.Source.PROVIDER)


class Pledge(OfMoney):
    """A promise. Money that came of it is a `Payment`, what it gives a right to a `Grant`.

    Written by `patrons.pledges` alone. `state` follows from what providers said (`told_*`) and from the
    payments, so that it is the same in whatever order that came: see `patrons.standing`.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("not paid yet")
        ABANDONED = "abandoned", _("not finished")
        AWAITING = "awaiting", _("transfer announced")
        ACTIVE = "active", _("active")
        PAST_DUE = "past_due", _("payment failed")
        PAUSED = "paused", _("paused")
        CANCELING = "canceling", _("ends")
        ENDED = "ended", _("ended")
        LAPSED = "lapsed", _("lapsed")
        GIVEN = "given", _("given once")
        REFUNDED = "refunded", _("given back")

    class Source(models.TextChoices):
        WEB = "web", _("this site")
        STAFF = "staff", _("pledge staff")
        IMPORT = "import", _("import")
        PROVIDER = "provider", _("begun at the provider")

    # What a subscription is at its provider, in our words.
    class Told(models.TextChoices):
        NOTHING = "", _("nothing yet")
        INCOMPLETE = "incomplete", _("not paid yet")
        ACTIVE = "active", _("active")
        PAST_DUE = "past_due", _("payment failed")
        PAUSED = "paused", _("paused")
        CANCELING = "canceling", _("ends")
        ENDED = "ended", _("ended")
        LAPSED = "lapsed", _("lapsed")
        # As lapsed, but what comes later begins it again: nobody can end a standing order but its bank.
        OVERDUE = "overdue", _("not come")

    public_id = public_id()
    patron = models.ForeignKey(Patron, models.PROTECT, related_name="pledges", verbose_name=_("patron"))
    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="pledges", verbose_name=_("through"))
    tier = models.ForeignKey(
        Tier, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("tier")
    )
    # What is asked for each time; the part of it that covers the provider's fee stands beside.
    amount_minor = minor_units(_("amount"))
    fee_cover_minor = minor_units(_("of it for the fee"), default=0)
    # What was promised at first, once the amount is another: the tier follows the amount, see `tier_prices.follow`.
    agreed_minor = models.BigIntegerField(null=True, editable=False)
    agreed_tier = models.ForeignKey(Tier, models.PROTECT, null=True, related_name="+", editable=False)
    currency = currency()
    interval = models.CharField(_("how often"), max_length=5, choices=Interval)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING, editable=False)
    source = models.CharField(_("came by"), max_length=10, choices=Source, default=Source.WEB, editable=False)
    is_live = models.BooleanField(_("real money"), default=True, editable=False)

    customer_ref = models.CharField(max_length=120, blank=True, editable=False)
    subscription_ref = models.CharField(max_length=120, blank=True, editable=False)
    told = models.CharField(max_length=10, choices=Told, blank=True, default="", editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    told_order = models.BigIntegerField(default=0, editable=False)

    # Year and month until which the card is good, as "2027-04": enough to warn in time, and all that is kept of it.
    card_expires = models.CharField(_("card expires"), max_length=7, blank=True, editable=False)
    # When a comparison last saw it at its provider.
    seen_at = models.DateTimeField(null=True, editable=False)
    # What an import said was paid before. It gives a right and is in no book: no money of it came through here.
    brought_as = models.CharField(max_length=64, blank=True, editable=False)
    brought_since = models.DateTimeField(null=True, editable=False)
    brought_until = models.DateTimeField(null=True, editable=False)

    period_end = models.DateTimeField(_("paid until"), null=True, editable=False)
    cancel_at = models.DateTimeField(_("ends on"), null=True, editable=False)
    resume_at = models.DateTimeField(_("paused until"), null=True, editable=False)
    started_at = models.DateTimeField(_("first payment"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True, editable=False)

    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.SECRET)
    # Of the form it was made in: letters about it are written in this language.
    language = models.CharField(_("language"), max_length=10, blank=True, editable=False)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    transfer_code = models.CharField(_("reference"), max_length=12, null=True, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("campaign")
    )
    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("article that brought it"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("cancel_pledge", "Can pause and cancel pledges"),
            ("export_pledge", "Can export and import patrons and pledges"),
            ("see_figures", "Can see the figures"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="pledge_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="pledge_by_state"),
            models.Index(fields=["patron", "-created_at"], name="pledge_of_patron"),
            models.Index(fields=["tier", "state"], name="pledge_by_tier"),
            models.Index(fields=["state", "period_end"], name="pledge_by_paid_until"),
            models.Index(fields=["currency", "-created_at", "-id"], name="pledge_by_currency"),
            models.Index(fields=["account", "-created_at", "-id"], name="pledge_by_account"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "subscription_ref"], name="one_pledge_a_subscription",
                condition=~Q(subscription_ref=""),
            ),
            models.UniqueConstraint(
                fields=["account", "brought_as"], name="brought_once", condition=~Q(brought_as="")
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="pledge_is_something"),
            models.CheckConstraint(condition=Q(fee_cover_minor__gte=0), name="fee_cover_is_no_debt"),
            is_currency("pledge_currency"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.amount} {self.get_interval_display()}"

    @property
    def months(self) -> int:
        """How many months one payment is for; 0 for a single gift."""
        return Interval(self.interval).months

    @property
    def speaks(self) -> str:
        """The language that letters about it are written in."""
        return self.language or self.patron.language

    @property
    def code_shown(self) -> str:
        """The reference of its transfers, as people read it."""
        return codes.shown(self.transfer_code or "")


class PledgeEvent(models.Model):
    """One change of a pledge: what, when, who or what caused it. Append-only, like the ledger."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="events", verbose_name=_("pledge"))
    verb = models.CharField(_("what"), max_length=30)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    told_at = models.DateTimeField(null=True)
    # A number and no reference: erasing an account must not reach what is append-only.
    by_number = models.BigIntegerField(null=True)
    cause = models.ForeignKey("patrons.ProviderEvent", models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event of a pledge")
        verbose_name_plural = _("events of pledges")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["pledge", "at"], name="pledge_event_in_order")]

    def __str__(self) -> str:
        return self.verb


class CheckoutAttempt(models.Model):
    """One way to a provider's page and back. The form's own mark makes a double click one attempt."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        COMPLETED = "completed", _("completed")
        EXPIRED = "expired", _("expired")
        FAILED = "failed", _("failed")

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="attempts", verbose_name=_("pledge"))
    form_mark = models.CharField(max_length=64, unique=True, editable=False)
    asked_hash = models.CharField(max_length=64, editable=False)
    session_ref = models.CharField(max_length=200, blank=True, editable=False)
    url = models.CharField(max_length=2000, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    declines = models.PositiveSmallIntegerField(_("declines"), default=0, editable=False)
    # How many of them somebody had read of when they went back to try another card.
    declines_seen = models.PositiveSmallIntegerField(default=0, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["network", "created_at"], name="checkout_by_network")]

    def __str__(self) -> str:
        return f"{self.pledge} ({self.get_state_display()})"
