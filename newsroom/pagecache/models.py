"""What was changed and is not yet taken out of every store: it outlives whoever was killed in between."""

from django.db import models


class Retirement(models.Model):
    """Keys to retire, written in the transaction that changes what they name."""

    keys = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="retirement_made_at")]

    def __str__(self) -> str:
        return ", ".join(self.keys)
