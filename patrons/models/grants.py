"""What somebody's support gives a right to. The only thing that access and votes ask."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import Patron
from .pledges import Pledge
from .tiers import Tier


class GrantQuerySet(models.QuerySet["Grant"]):
    def valid(self, moment: object = None) -> "GrantQuerySet":
        """Return what holds at `moment`, now when none is given."""
        moment = moment or timezone.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), starts_at__lte=moment, revoked_at=None)


class Grant(models.Model):
    """A patron's tier for a time: of a pledge, a gift, from Patreon, or given by staff."""

    class Source(models.TextChoices):
        PLEDGE = "pledge", _("pledge")
        GIFT = "gift", _("gift")
        STAFF = "staff", _("given by staff")
        PATREON = "patreon", "Patreon"

    patron = models.ForeignKey(Patron, models.PROTECT, related_name="grants", verbose_name=_("patron"))
    tier = models.ForeignKey(Tier, models.PROTECT, null=True, related_name="grants", verbose_name=_("tier"))
    source = models.CharField(_("from"), max_length=8, choices=Source)
    pledge = models.OneToOneField(
        Pledge, models.PROTECT, null=True, blank=True, related_name="grant", verbose_name=_("pledge")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["patron", "ends_at"], name="grant_of_patron")]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="pledge", pledge__isnull=False) | (~Q(source="pledge") & Q(pledge=None)),
                name="grant_names_its_pledge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier}" if self.tier else self.get_source_display()
