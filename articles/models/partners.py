"""Feeds for those we have an agreement with: which articles each gets, how much of them, and when."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_ITEMS = 100
LONGEST_DELAY = 30 * 24 * 60


def secret_word() -> str:
    """Return a word that nobody guesses: 192 random bits, in small letters as all addresses of this site."""
    return secrets.token_hex(24)


class PartnerFeed(models.Model):
    """One partner's feed. Its address holds a secret word instead of a name; no account, nothing to sign in to."""

    class Format(models.TextChoices):
        RSS = "rss", "RSS 2.0"
        JSON = "json", "JSON Feed 1.1"

    class Text(models.TextChoices):
        WHOLE = "whole", _("the whole text")
        EXCERPT = "excerpt", _("an excerpt")

    name = models.CharField(_("partner"), max_length=120, unique=True, help_text=_("For the desk only."))
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick to close the address without losing it.")
    )
    secret_word = models.CharField(max_length=64, unique=True, default=secret_word, editable=False)
    format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.RSS)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    text = models.CharField(_("how much of each article"), max_length=10, choices=Text, default=Text.EXCERPT)
    how_many = models.PositiveSmallIntegerField(
        _("how many articles"), default=20, validators=[MinValueValidator(1), MaxValueValidator(MOST_ITEMS)],
        help_text=_("The newest ones, at most 100."),
    )  # fmt: skip
    delay_minutes = models.PositiveIntegerField(
        _("delay"), default=0, validators=[MaxValueValidator(LONGEST_DELAY)],
        help_text=_("Minutes after publication before an article stands in the feed."),
    )  # fmt: skip
    sections = models.ManyToManyField(
        "articles.Section", blank=True, related_name="partner_feeds", verbose_name=_("sections"),
        help_text=_("None chosen: all of them."),
    )  # fmt: skip
    tags = models.ManyToManyField(
        "articles.Tag", blank=True, related_name="partner_feeds", verbose_name=_("tags"),
        help_text=_("Only articles with one of these; none chosen: with any or none. Internal tags work too."),
    )  # fmt: skip
    excluded_tags = models.ManyToManyField(
        "articles.Tag", blank=True, related_name="partner_feeds_without", verbose_name=_("never with these tags"),
        help_text=_("Internal tags work too, for example one for texts that may not be passed on."),
    )  # fmt: skip
    genres = models.JSONField(_("genres"), default=list, blank=True)
    with_others_texts = models.BooleanField(
        _("texts of others too"), default=False,
        help_text=_("Articles with a credit line or a first address elsewhere: only with the right to pass them on."),
    )  # fmt: skip
    credit = models.CharField(
        _("credit line"), max_length=300, blank=True,
        help_text=_("Stands below each article, before the link to it. Empty: “First published by …”."),
    )  # fmt: skip
    # The day alone: enough to see that a partner reads it, too little to watch anybody by.
    asked_on = models.DateField(_("last asked for"), null=True, blank=True, editable=False)
    renewed_at = models.DateTimeField(_("address made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("made by"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("partner feed")
        verbose_name_plural = _("partner feeds")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
