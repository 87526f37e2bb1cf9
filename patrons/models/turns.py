"""What the clock of this room has to do, and when it did it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Turn(models.Model):
    """One job of the clock. Whoever moves `held_until` forward has it; the others leave it alone until then."""

    name = models.CharField(max_length=40, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    held_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("job of the clock")
        verbose_name_plural = _("jobs of the clock")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
