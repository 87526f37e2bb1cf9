"""When our books were laid beside a provider's, how far that got, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .accounts import ProviderAccount


class Comparison(models.Model):
    """One comparison with one provider: asked for, under way, done. One at a time for each account."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the clock")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        FAILED = "failed", _("not finished")

    account = models.ForeignKey(
        ProviderAccount, models.PROTECT, related_name="comparisons", verbose_name=_("compared with")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    # Since when; nothing for all there ever was.
    since = models.DateTimeField(_("since"), null=True)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    by_number = models.BigIntegerField(null=True)
    began_at = models.DateTimeField(_("begun"), null=True)
    # Its last sign of life: whoever is silent for long has lost it.
    alive_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    looked_at = models.PositiveIntegerField(_("looked at"), default=0)
    found = models.PositiveIntegerField(_("did not agree"), default=0)
    closed = models.PositiveIntegerField(_("agree again"), default=0)
    error = models.CharField(_("why it ended early"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["account"], name="one_comparison_at_a_time", condition=Q(state__in=["asked", "running"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.asked_at:%Y-%m-%d %H:%M}"
