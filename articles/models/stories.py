"""Stories of other outlets: what was fetched of each, and what our editors say instead."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.querysets import StoryQuerySet
from newsroom.pagecache.filing import Filed, FiledQuerySet

from .sources import ADDRESS_LENGTH, Source

EXCERPT_LENGTH = 250


class Story(Filed):
    """One story, taken in from a source or added by its address.

    The plain fields hold what was fetched and are written again when it is fetched again; the ones
    that begin with `own_` are our editors' and are never touched by that. Readers get `shown_…`.
    """

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="stories", verbose_name=_("source")
    )
    url = models.CharField(_("address"), max_length=ADDRESS_LENGTH, validators=[URLValidator(["http", "https"])])
    # What makes two addresses the same story, as a hash: see articles.related.formats.canonical.
    identity = models.CharField(max_length=64, unique=True, editable=False)
    guid = models.CharField(max_length=500, blank=True, editable=False)
    title_key = models.CharField(max_length=64, blank=True, editable=False)

    title = models.CharField(_("title"), max_length=300)
    excerpt = models.CharField(_("excerpt"), max_length=EXCERPT_LENGTH, blank=True)
    outlet = models.CharField(_("outlet"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    language_is_guessed = models.BooleanField(default=False, editable=False)
    text = models.TextField(blank=True, editable=False)
    # Without a date of its own (`is_dated`) it is the moment of taking in, for sorting.
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    is_dated = models.BooleanField(default=True, editable=False)
    found_at = models.DateTimeField(_("found at"), default=timezone.now, editable=False)
    picture_url = models.CharField(max_length=ADDRESS_LENGTH, blank=True, editable=False)
    thumbnail = models.CharField(max_length=200, blank=True, editable=False)
    thumbnail_width = models.PositiveSmallIntegerField(default=0, editable=False)
    thumbnail_height = models.PositiveSmallIntegerField(default=0, editable=False)
    thumbnail_tries = models.PositiveSmallIntegerField(default=0, editable=False)

    own_title = models.CharField(_("our title"), max_length=300, blank=True)
    own_excerpt = models.CharField(_("our excerpt"), max_length=EXCERPT_LENGTH, blank=True)
    own_outlet = models.CharField(_("our name for the outlet"), max_length=120, blank=True)
    own_picture = models.ForeignKey(
        "articles.Picture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("our picture")
    )
    is_hidden = models.BooleanField(_("hidden"), default=False, help_text=_("Neither offered nor shown anywhere."))
    tags = models.ManyToManyField("articles.Tag", through="articles.StoryTag", related_name="stories", blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("added by"),
    )  # fmt: skip

    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    gone_at = models.DateTimeField(_("gone since"), null=True, editable=False)

    objects = StoryQuerySet.as_manager()

    SHOWN = frozenset(
        "source url title excerpt outlet language published_at is_dated thumbnail thumbnail_width thumbnail_height "
        "own_title own_excerpt own_outlet own_picture own_picture_id is_hidden gone_at".split()
    )

    class Meta:
        verbose_name = _("story of another outlet")
        verbose_name_plural = _("stories of other outlets")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="story_newest"),
            models.Index(fields=["source", "-published_at", "-id"], name="story_of_source"),
            models.Index(fields=["source", "guid"], name="story_guid"),
            models.Index(fields=["title_key", "published_at"], name="story_title"),
            # Work that waits: few rows of many.
            models.Index(
                fields=["thumbnail_tries", "-id"], name="story_without_picture",
                condition=models.Q(thumbnail="") & ~models.Q(picture_url=""),
            ),
            models.Index(fields=["-gone_at"], name="story_gone", condition=models.Q(gone_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.shown_title

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return (self.page_key, "outside")

    @property
    def shown_title(self) -> str:
        return self.own_title or self.title

    @property
    def shown_excerpt(self) -> str:
        return self.own_excerpt or self.excerpt

    @property
    def shown_outlet(self) -> str:
        """Our name for it, the source's (when it came along with the story), the fetched one, else the host."""
        source = self._state.fields_cache.get("source")
        named = self.own_outlet or (source.name if source else "") or self.outlet
        return named or (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def is_usable(self) -> bool:
        return not self.is_hidden and self.gone_at is None


class StoryTag(Filed):
    """A tag on a story. The moment stands here too: a tag's newest stories are one look into one index."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey("articles.Tag", models.CASCADE, related_name="story_taggings")
    published_at = models.DateTimeField()

    objects = FiledQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "tag"], name="story_tag_once")]
        indexes = [models.Index(fields=["tag", "-published_at", "-story"], name="story_tag_newest")]

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return ("outside",)

    def __str__(self) -> str:
        return f"{self.story_id} · {self.tag_id}"

    @staticmethod
    def moment(story: Story) -> datetime:
        """Return what `published_at` holds for `story`."""
        return story.published_at
