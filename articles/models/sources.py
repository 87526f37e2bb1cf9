"""Whose news we take in: other outlets' feeds, how each one fares, and when it is asked next."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.pagecache.filing import EVERYTHING, Filed, FiledQuerySet
from newsroom.said import worded

ADDRESS_LENGTH = 2000


class Source(Filed):
    """An outlet's feed. What people decide stands first; the rest is written by `articles.related` alone."""

    class Kind(models.TextChoices):
        FEED = "feed", _("feed")
        RSS = "rss", "RSS"
        ATOM = "atom", "Atom"
        RDF = "rdf", "RSS 1.0 (RDF)"
        JSON = "json", "JSON Feed"
        YOUTUBE = "youtube", _("YouTube channel")
        SITEMAP = "sitemap", _("news sitemap")

    name = models.CharField(_("outlet"), max_length=120, unique=True, help_text=_("As readers see it."))
    feed_url = models.CharField(_("address of the feed"), max_length=ADDRESS_LENGTH, unique=True)
    site_url = models.CharField(_("address of the site"), max_length=ADDRESS_LENGTH, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FEED, editable=False)
    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("A code such as en or uk; empty: as the feed says.")
    )
    licence_note = models.CharField(
        _("licence"), max_length=300, blank=True, help_text=_("What we may show of it, for the desk only.")
    )
    tags = models.ManyToManyField(
        "articles.Tag", blank=True, related_name="sources", verbose_name=_("tags it is about"),
        help_text=_("Every story of it gets these."),
    )  # fmt: skip
    is_trusted = models.BooleanField(
        _("trusted"), default=False, help_text=_("Its stories rank higher, and rules may approve them.")
    )
    is_paused = models.BooleanField(_("paused"), default=False, help_text=_("It is not asked for news."))
    every_minutes = models.PositiveIntegerField(
        _("ask every"), default=30, validators=[MinValueValidator(5), MaxValueValidator(10_080)],
        help_text=_("Minutes, at the shortest: a feed with little news is asked less often."),
    )  # fmt: skip
    keep_days = models.PositiveIntegerField(
        _("keep for"), default=90, validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("Days. What an article uses is kept longer."),
    )  # fmt: skip
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("added by"),
    )  # fmt: skip
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    icon = models.CharField(_("icon"), max_length=200, blank=True, editable=False)
    # As the feed names it; when it was looked for last; whether editors chose it, or chose to do without.
    icon_url = models.CharField(max_length=ADDRESS_LENGTH, blank=True, editable=False)
    icon_at = models.DateTimeField(null=True, editable=False)
    icon_is_ours = models.BooleanField(default=False, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    body_hash = models.CharField(max_length=64, blank=True, editable=False)
    # Items without a date that the feed lists, by the beginnings of their identities: see related.forgetting.
    undated = models.JSONField(default=list, editable=False)
    interval_minutes = models.PositiveIntegerField(default=30, editable=False)
    next_fetch_at = models.DateTimeField(_("asked next"), default=timezone.now, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    fetched_at = models.DateTimeField(_("last asked"), null=True, editable=False)
    succeeded_at = models.DateTimeField(_("last answered"), null=True, editable=False)
    new_at = models.DateTimeField(_("last news"), null=True, editable=False)
    last_status = models.PositiveSmallIntegerField(null=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    problem = models.CharField(_("problem"), max_length=500, blank=True, editable=False)
    # The same as a message and its values (newsroom.said), to be worded in the language of whoever reads it.
    problem_said = models.JSONField(null=True, editable=False)

    objects = FiledQuerySet.as_manager()

    # What readers see of an outlet, and whether they see it.
    SHOWN = frozenset({"name", "icon", "is_trusted"})

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        indexes = [
            models.Index(fields=["next_fetch_at"], name="source_due", condition=models.Q(is_paused=False)),
        ]

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return (EVERYTHING,)

    def __str__(self) -> str:
        return self.name

    @property
    def problem_words(self) -> str:
        """The problem in the reader's language."""
        return (worded(self.problem_said) or self.problem) if self.problem else ""
