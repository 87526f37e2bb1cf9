"""The desk's working copy of an article."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.querysets import ArticleQuerySet

from .content import ArticleContent
from .related import RelatedItem
from .taxonomy import Tag

if TYPE_CHECKING:
    from .published import PublishedArticle


class Article(ArticleContent):
    """What editors work on. Saving it never changes a public page: `publishing` does that."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        READY = "ready", _("Ready")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Priority(models.IntegerChoices):
        LOW = 1, _("Low")
        NORMAL = 2, _("Normal")
        HIGH = 3, _("High")
        URGENT = 4, _("Urgent")

    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    slug = models.SlugField(
        _("slug"), max_length=100, blank=True, help_text=_("The end of the address; empty: made from the headline.")
    )
    translation_group = models.UUIDField(_("translations"), default=uuid.uuid4, editable=False, db_index=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    goes_live_at = models.DateTimeField(_("scheduled for"), null=True, blank=True, editable=False)
    has_changes = models.BooleanField(
        _("changed since publication"), default=False, editable=False,
        help_text=_("It says something else than what was published or scheduled last."),
    )  # fmt: skip
    withdraws_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    due_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    planned_for = models.DateField(
        _("planned for"), null=True, blank=True, help_text=_("The day it should appear. It publishes nothing.")
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("What the source asked for: nothing is public before.")
    )
    embargo_source = models.CharField(_("whose embargo"), max_length=160, blank=True)
    trashed_at = models.DateTimeField(_("in the trash since"), null=True, blank=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    authors = models.ManyToManyField("articles.Author", through="ArticleByline", related_name="+")
    tags = TaggableManager(through="articles.ArticleTagging", blank=True, related_name="articles")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["-saved_at", "-id"], name="article_newest_work"),
            models.Index(fields=["state", "-saved_at", "-id"], name="article_by_state"),
            models.Index(fields=["planned_for"], name="article_planned", condition=models.Q(planned_for__isnull=False)),
            models.Index(fields=["goes_live_at"], name="article_due", condition=models.Q(goes_live_at__isnull=False)),
            models.Index(fields=["withdraws_at"], name="article_ends", condition=models.Q(withdraws_at__isnull=False)),
            models.Index(fields=["trashed_at"], name="article_trash", condition=models.Q(trashed_at__isnull=False)),
        ]
        permissions = [
            ("publish_article", _("Can publish, schedule and correct articles")),
            ("withdraw_article", _("Can withdraw articles")),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def live_edition(self) -> "PublishedArticle | None":
        """The public record that readers see now, if there is one."""
        return self.editions.live().first()

    @property
    def state_now(self) -> str:
        """The state as of this moment: what was scheduled and whose time has come is published, or withdrawn."""
        now = timezone.now()
        if (
            self.state in (self.State.PUBLISHED, self.State.SCHEDULED)
            and self.withdraws_at
            and self.withdraws_at <= now
        ):
            return self.State.WITHDRAWN
        if self.state == self.State.SCHEDULED and self.goes_live_at and self.goes_live_at <= now:
            return self.State.PUBLISHED
        return self.state

    def get_absolute_url(self) -> str:
        """The public address; of an article that is not public, where it would be."""
        from articles.permalinks import article_path

        moment = self.first_published_at or self.goes_live_at or timezone.now()
        return article_path(self.slug, moment, self.language)


class Byline(models.Model):
    """One name of a byline, in order."""

    author = models.ForeignKey("articles.Author", models.PROTECT, related_name="%(class)ss", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.author)


class ArticleByline(Byline):
    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")

    class Meta(Byline.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="article_byline_once")]


class ArticleTagging(ItemBase):
    content_object = models.ForeignKey(Article, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="article_taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="article_tag_once")]


class RelatedLink(RelatedItem):
    article = models.ForeignKey(Article, models.CASCADE, related_name="related_links")

    class Meta(RelatedItem.Meta):
        abstract = False
        verbose_name = _("related story")
        verbose_name_plural = _("related news")
        ordering = ["position", "pk"]
