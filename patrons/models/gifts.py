"""A tier that somebody pays for and somebody else has."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .columns import public_id
from .grants import Grant
from .people import Patron, email_key
from .pledges import Pledge

# Without letters that are taken for one another: a link may be written on a card by hand.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
TOKEN_LENGTH = 20


def new_token() -> str:
    """Return the last part of a link that redeems a gift: a hundred bits that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _number in range(TOKEN_LENGTH))


class Gift(models.Model):
    """What belongs to the single pledge of a giver: for whom, from when, for how long, with which words.

    The tier and the money are the pledge's. `grant` is what the recipient has of it, and follows from the
    payments as every right does: see `patrons.gifts`.
    """

    MONTHS = (1, 3, 12)
    MESSAGE_LENGTH = 300
    AHEAD_DAYS = 366

    public_id = public_id()
    pledge = models.OneToOneField(Pledge, models.PROTECT, related_name="gift", verbose_name=_("pledge"))
    months = models.PositiveSmallIntegerField(_("months"))
    starts_on = models.DateField(_("from"))
    # Whom the recipient reads that it is from, and what: as the giver wrote it.
    giver_name = models.CharField(_("from whom"), max_length=120, blank=True)
    message = models.CharField(_("message"), max_length=MESSAGE_LENGTH, blank=True)
    recipient_name = models.CharField(_("for"), max_length=120, blank=True)
    recipient_email = models.EmailField(_("e-mail"), blank=True)
    recipient_key = models.CharField(max_length=320, blank=True, db_index=True, editable=False)
    # Without an address the giver hands a link over; its time begins when somebody redeems it.
    by_link = models.BooleanField(_("handed over by the giver"), default=False)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    recipient = models.ForeignKey(
        Patron, models.PROTECT, null=True, related_name="gifts", verbose_name=_("recipient"), editable=False
    )
    grant = models.OneToOneField(Grant, models.SET_NULL, null=True, related_name="gift", editable=False)
    letter_at = models.DateTimeField(_("letter sent"), null=True, editable=False)
    redeemed_at = models.DateTimeField(_("redeemed"), null=True, editable=False)
    declined_at = models.DateTimeField(_("declined"), null=True, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["starts_on"], name="gift_letter_due", condition=Q(letter_at=None))]
        constraints = [models.CheckConstraint(condition=Q(months__in=(1, 3, 12)), name="gift_months")]

    def __str__(self) -> str:
        return str(_("Gift %(number)s") % {"number": self.pk})

    def save(self, *args: object, **kwargs: object) -> None:
        self.recipient_key = email_key(self.recipient_email)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
