"""What was written to patrons, and the doors that were opened for them by mail."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import Patron


class SentMail(models.Model):
    """A mail that went out, or is about to: the same one is not sent twice. Its words are not kept."""

    patron = models.ForeignKey(Patron, models.PROTECT, related_name="mails", verbose_name=_("patron"))
    kind = models.CharField(_("kind"), max_length=30)
    # What makes it this one and no other: "payment 12", "pledge 5 2026-03-31".
    about = models.CharField(_("about"), max_length=80)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["patron", "kind", "about"], name="mail_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class SignIn(models.Model):
    """A way in that was mailed to a patron: a link or a code, for a quarter of an hour, once."""

    patron = models.ForeignKey(Patron, models.CASCADE, null=True, related_name="+")
    # Asked for with an address that nobody here has: counted, so that nobody can try out who is a patron.
    network = models.CharField(max_length=64, blank=True)
    link_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sign-in by mail")
        verbose_name_plural = _("sign-ins by mail")
        indexes = [
            models.Index(fields=["patron", "asked_at"], name="sign_in_of_patron"),
            models.Index(fields=["network", "asked_at"], name="sign_in_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
