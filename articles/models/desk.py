"""What people at the desk leave around an article: unsaved words, who has it open, remarks, links for outsiders."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """What somebody typed and has not saved: the form as it was sent, one row a person and article.

    It is no version and changes nothing but itself. A new article has none yet: then `key`, made
    by the form, tells two of them apart.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="autosaves")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    headline = models.CharField(max_length=200, blank=True)
    data = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="autosave_once")]

    def __str__(self) -> str:
        return self.headline


class OpenForm(models.Model):
    """One browser tab in which somebody has an article open. Seen again and again while it is."""

    tab = models.UUIDField(unique=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="open_forms")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_typing = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["article", "seen_at"], name="open_form_seen")]

    def __str__(self) -> str:
        return f"{self.user}: {self.article}"


class Comment(models.Model):
    """A remark of the desk on an article, or on the words of it that are quoted. Readers never see it."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="comments", verbose_name=_("article"))
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    outsider = models.CharField(_("name of an outsider"), max_length=80, blank=True)
    text = models.TextField(_("text"), max_length=4000)
    quote = models.CharField(_("on the words"), max_length=500, blank=True)
    before = models.CharField(max_length=64, blank=True, editable=False)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["article", "made_at"], name="comment_in_order")]

    def __str__(self) -> str:
        return self.text[:80]


def share_token() -> str:
    """Return a word that nobody guesses: 128 random bits."""
    return secrets.token_urlsafe(16)


class ShareLink(models.Model):
    """An address under which somebody without an account reads one unpublished article, until it ends."""

    token = models.CharField(max_length=32, unique=True, default=share_token, editable=False)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="share_links")
    note = models.CharField(_("for whom"), max_length=120, blank=True)
    may_comment = models.BooleanField(_("may comment"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.note or str(self.article)


class Beat(models.Model):
    """When something that runs by itself was last at work: one row a name. Its silence is reported at the desk."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
