"""Where things used to live."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """An old address of this site and where it leads now. Looked at only when nothing else answers."""

    class Origin(models.TextChoices):
        MOVED = "moved", _("A changed address")
        MERGED = "merged", _("A merge")
        ALIAS = "alias", _("An alias")
        GONE = "gone", _("A withdrawal")
        HAND = "hand", _("By hand")
        IMPORTED = "imported", _("An import")

    old_path = models.CharField(_("old address"), max_length=500, unique=True)
    new_path = models.CharField(
        _("new address"), max_length=500, blank=True, db_index=True, help_text=_("Empty: gone, and the page says so.")
    )
    note = models.CharField(
        _("words on the page"), max_length=300, blank=True, help_text=_("Why it is gone, for readers.")
    )
    # Off: the headline itself may be what had to go.
    shows_headline = models.BooleanField(_("shows the headline"), default=False, editable=False)
    hits = models.PositiveBigIntegerField(_("times asked for"), default=0, editable=False)
    last_hit_at = models.DateTimeField(_("last asked for"), null=True, blank=True, editable=False)
    made_by = models.CharField(_("made by"), max_length=10, choices=Origin, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_path"]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path or '410'}"
