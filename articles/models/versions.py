"""What an article was at a moment."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class ArticleVersion(models.Model):
    """A snapshot: fields, tags, bylines and links as plain data. Nothing but its name ever changes."""

    class Reason(models.TextChoices):
        SAVED = "saved", _("Saved")
        PUBLISHED = "published", _("Published")
        SCHEDULED = "scheduled", _("Scheduled")
        REINSTATED = "reinstated", _("Brought back")
        RESTORED = "restored", _("Before a version was restored")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="versions")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    name = models.CharField(_("name"), max_length=120, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["article", "-made_at"], name="version_newest")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {date_format(timezone.localtime(self.made_at), 'DATETIME_FORMAT')}"
