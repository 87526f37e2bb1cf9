"""Patrons: an e-mail address, and what its owner lets us know and show."""

import unicodedata

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .columns import Visibility, public_id
from .names import NamedRows, note_words


def email_key(email: str) -> str:
    """Return `email` as it is compared: one mailbox, one key, however somebody typed it."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


class Patron(models.Model):
    """Somebody who supports the newsroom, or began to. Erasing one blanks this row; pledges and books stay."""

    public_id = public_id()
    email = models.EmailField(_("e-mail"), blank=True)
    email_key = models.CharField(max_length=320, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    locale = models.CharField(_("language"), max_length=10, blank=True)
    verified_at = models.DateTimeField(_("address confirmed"), null=True, editable=False)
    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.SECRET)
    wall_name = models.CharField(_("name on the wall"), max_length=80, blank=True)
    wall_approved_at = models.DateTimeField(_("approved for the wall"), null=True, editable=False)
    # What they do not wish to get; what they must get (receipts, failed payments) is not asked.
    no_mail_about = models.JSONField(_("mail they do not want"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("For pledge staff. Part of what a patron may download."))
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = NamedRows.as_manager()

    class Meta:
        verbose_name = _("patron")
        verbose_name_plural = _("patrons")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="patron_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["email_key"], name="patron_email_once", condition=Q(erased_at=None, merged_into=None)
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return str(_("Erased patron %(number)d") % {"number": self.pk})
        return self.name or self.email or str(_("Patron %(number)s") % {"number": self.pk})

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.erased_at:
            # Who has no address here has a key of their own all the same.
            self.email_key = email_key(self.email) or f"none:{self.public_id}"
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        only = kwargs.get("update_fields")
        if only is None or "name" in only:  # type: ignore[operator]
            note_words([self])

    @property
    def language(self) -> str:
        """The language that mails to them are written in."""
        return self.locale or settings.LANGUAGE_CODE
