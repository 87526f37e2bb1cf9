"""What somebody filled in at /support/, between the form and the last button."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .columns import public_id


class SupportDraft(models.Model):
    """A form on its way to a provider. Its public id is the form's mark: one draft begins one pledge, at most."""

    LASTS = timedelta(days=1)

    public_id = public_id()
    # As it was typed, for the way back; and what it came to, which is what the last page shows and begins.
    said = models.JSONField(default=dict)
    wish = models.JSONField(default=dict)
    network = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("form on its way")
        verbose_name_plural = _("forms on their way")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.public_id)
