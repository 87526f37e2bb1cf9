"""What is kept of signing in. No address of a machine: networks and devices are keyed hashes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignIn(models.Model):
    """One sign-in: it goes on until it is ended, and is remembered for a while after that."""

    class How(models.TextChoices):
        PASSWORD = "password", _("password")
        CODE = "code", _("password and code")
        PASSKEY = "passkey", _("passkey")
        BOTH = "both", _("password and passkey")
        RECOVERY = "recovery", _("password and recovery code")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, blank=True, db_index=True)
    how = models.CharField(max_length=10, choices=How.choices, default=How.PASSWORD)
    device = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-seen_at"], name="sign_in_of_account")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.browser} {self.system}"


class Attempt(models.Model):
    """A try to sign in, to confirm or to get a new password, that did not succeed: counted, and soon forgotten."""

    kind = models.CharField(max_length=10)
    account = models.CharField(max_length=64)
    network = models.CharField(max_length=64, blank=True)
    device = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="attempt_of_account"),
            models.Index(fields=["network", "at"], name="attempt_of_network"),
            models.Index(fields=["at"], name="attempt_at"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class NetworkKey(models.Model):
    """A random key under which networks are kept for one period; without it they cannot be told. See `networks`."""

    term = models.CharField(max_length=10)
    number = models.IntegerField()
    secret = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "number"], name="network_key_once")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.term} {self.number}"
