"""Who did what when: every change of state, role and setting, written once and never edited."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet):
    """Reads events. Whole sets are neither changed nor deleted."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("Events of the audit log are never changed.")

    def delete(self) -> Any:
        raise TypeError("Events of the audit log are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise TypeError("Events of the audit log are never changed.")


class Event(models.Model):
    """One thing that somebody, or the clock, did. It names people and things in words of that moment.

    No foreign key leads from here: an account or an article that goes takes none of its history along.
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    verb = models.CharField(_("what"), max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    subject = models.CharField(_("which"), max_length=300, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="event_newest"),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="event_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new event.

        Raises:
            TypeError: it was written before; history is not edited.
        """
        if self.pk is not None:
            raise TypeError("An event of the audit log is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An event of the audit log is never deleted.")
