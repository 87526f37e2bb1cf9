"""What a newsroom offers those who pay, and what it asks for: tiers, their prices, campaigns."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.languages import Translated

from .columns import Interval, OfMoney, currency, is_currency, minor_units


class Tier(Translated):
    """A way to be a patron: a name, and what comes with it."""

    TRANSLATED_FIELDS = ("name", "description", "benefits")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        LIVE = "live", _("offered")
        ARCHIVED = "archived", _("no longer offered")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("in one sentence"), max_length=240, blank=True)
    benefits = models.TextField(_("what it gives"), blank=True, help_text=_("A line each."))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    votes = models.PositiveSmallIntegerField(
        _("votes a round"), default=1, help_text=_("How many topics a patron of this tier may vote for. 0: none.")
    )

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> dict[str, str]:
        """What it is called, by language."""
        return {code: str(self.in_language("name", code)) for code, _name in settings.LANGUAGES}


class TierPrice(OfMoney):
    """What a tier costs at least, in one currency and rhythm. Never edited: a new price takes the old one's place."""

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="prices", verbose_name=_("tier"))
    currency = currency()
    interval = models.CharField(_("how often"), max_length=5, choices=Interval)
    amount_minor = minor_units(_("amount"))
    is_active = models.BooleanField(_("asked now"), default=True)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["tier", "currency", "interval", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "currency", "interval"], name="one_price_asked", condition=Q(is_active=True)
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="price_is_something"),
            is_currency("price_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_interval_display()}"


class Campaign(Translated, OfMoney):
    """What the newsroom collects for now: an amount by a day, shown with the appeal."""

    TRANSLATED_FIELDS = ("name", "purpose")

    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what it is for"), max_length=300, blank=True)
    amount_minor = minor_units(_("goal"))
    currency = currency()
    counts = models.CharField(
        _("what counts"), max_length=8, default="monthly",
        choices=[("monthly", _("what patrons give a month")), ("given", _("all that is given in its time"))],
    )  # fmt: skip
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    # What readers are told came in; counted by the clock, so that all pages say the same. Null: never counted.
    came_minor = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="goal_is_something"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")), name="campaign_ends_after_it_began"
            ),
            is_currency("campaign_currency"),
        ]

    def __str__(self) -> str:
        return self.name
