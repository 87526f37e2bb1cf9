"""What providers told us, and what did not agree."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .accounts import ProviderAccount


class ProviderEvent(models.Model):
    """One delivery, kept once under the name its provider gave it; written after its signature was checked."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        DONE = "done", _("done")
        IGNORED = "ignored", _("not for us")
        WAITING = "waiting", _("waits for another")
        FAILED = "failed", _("failed")
        DEAD = "dead", _("given up")

    account = models.ForeignKey(ProviderAccount, models.PROTECT, related_name="events", verbose_name=_("from"))
    event_id = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=80)
    api_version = models.CharField(max_length=40, blank=True)
    # The first of the pledges it was about: with it, what it tells of a person is found and forgotten.
    pledge = models.ForeignKey(
        "patrons.Pledge", models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("pledge")
    )
    payload = models.JSONField(_("payload"), default=dict)
    sha256 = models.CharField(max_length=64)
    happened_at = models.DateTimeField(_("happened"), null=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED)
    # What must be known first, as "payment:pi_1": applied again once it is.
    waits_for = models.CharField(max_length=160, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("tried again"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    # Since then nothing in the payload tells of a person.
    shredded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("provider's event")
        verbose_name_plural = _("providers' events")
        ordering = ["-received_at", "-pk"]
        permissions = [("replay_event", "Can process providers' events again")]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="provider_event_newest"),
            models.Index(
                fields=["next_try_at"],
                name="provider_event_due",
                condition=Q(state__in=["received", "waiting", "failed"]),
            ),
            models.Index(fields=["received_at"], name="provider_event_whole", condition=Q(shredded_at=None)),
            models.Index(fields=["waits_for"], name="provider_event_waiting", condition=Q(state="waiting")),
        ]
        constraints = [models.UniqueConstraint(fields=["account", "event_id"], name="event_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class Discrepancy(models.Model):
    """Where our books and a provider's do not agree. Shown to staff, who settle it; nothing mends it in silence."""

    account = models.ForeignKey(ProviderAccount, models.PROTECT, null=True, related_name="+", verbose_name=_("with"))
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("about"), max_length=160)
    ours = models.CharField(_("in our books"), max_length=300, blank=True)
    theirs = models.CharField(_("at the provider"), max_length=300, blank=True)
    pledge = models.ForeignKey("patrons.Pledge", models.PROTECT, null=True, related_name="discrepancies")
    # What the provider said, as a fact that can be applied: see `patrons.written_facts`. Empty where it says nothing.
    told = models.JSONField(default=dict, editable=False)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.CharField(_("settled by"), max_length=150, blank=True)
    note = models.CharField(_("how it was settled"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        ordering = ["settled_at", "-found_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "subject"], name="discrepancy_once", condition=Q(settled_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"
