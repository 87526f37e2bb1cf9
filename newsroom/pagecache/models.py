"""What was changed and is not yet taken out of every store: it outlives whoever was killed in between."""

from django.db import models
from django.utils import timezone


class Retirement(models.Model):
    """Keys to retire, written in the transaction that changes what they name."""

    keys = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="retirement_made_at")]

    def __str__(self) -> str:
        return ", ".join(self.keys)


class EdgePurge(models.Model):
    """Keys whose pages are out here, and the caches further out have yet to hear of it. See `edges.telling`."""

    keys = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    was_told = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="edge_purge_due_at")]

    def __str__(self) -> str:
        return ", ".join(self.keys)
