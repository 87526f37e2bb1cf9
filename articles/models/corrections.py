"""What was wrong and was put right, in public."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.querysets import CorrectionQuerySet
from newsroom.pagecache.filing import Filed


class Correction(Filed):
    """A dated line under an article. Made, mended and removed by the verbs of `corrections` alone."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CORRECTION)

    class Placement(models.TextChoices):
        BELOW = "below", _("Below the text")
        ABOVE = "above", _("Above the text")

    placement = models.CharField(_("where"), max_length=10, choices=Placement, default=Placement.BELOW)
    text = models.TextField(_("text"), help_text=_("What was wrong, and what is right."))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip

    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)
    # What readers were told until this one: it holds again once this one is removed.
    updated_before = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    KEYED_BY = ("article",)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="correction_newest")]

    @property
    def page_key(self) -> str:
        return "corrections"

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return (self.page_key, f"article/{self.article_id}")

    def __str__(self) -> str:
        return self.text[:80]
