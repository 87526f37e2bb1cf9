"""Patrons and pledges that come from another system: a table, and what each of its lines would be."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .accounts import ProviderAccount
from .columns import public_id
from .pledges import Pledge


class Import(models.Model):
    """A table that somebody uploaded. Nothing of it is anywhere else before they say so."""

    class State(models.TextChoices):
        COLUMNS = "columns", _("columns to be named")
        LOOKING = "looking", _("being looked through")
        READY = "ready", _("nothing was changed yet")
        DOING = "doing", _("under way")
        DONE = "done", _("done")

    # Lines name people: they go when nobody needs them any more.
    LASTS_DAYS = 30

    public_id = public_id()
    account = models.ForeignKey(
        ProviderAccount, models.PROTECT, related_name="+", verbose_name=_("pledges are paid through")
    )
    name = models.CharField(_("file"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    header = models.JSONField(default=list)
    # Which of our words stands in which column: {"email": 0, …}; and what is true of lines that do not say.
    columns = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.COLUMNS)
    lines = models.PositiveIntegerField(default=0)
    # The last line that was looked at, or done.
    reached = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ImportLine(models.Model):
    """A line of such a table, and what it is to us."""

    class Verdict(models.TextChoices):
        NONE = "", _("not looked at")
        NEW = "new", _("new")
        KNOWN = "known", _("here already")
        DIFFERS = "differs", _("here, with other values")
        REFUSED = "refused", _("refused")

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    # Whom it names, so that their wish to be forgotten reaches it; and by what we know the pledge again.
    email_key = models.CharField(max_length=320, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.NONE, blank=True)
    words = models.CharField(max_length=300, blank=True)
    is_done = models.BooleanField(default=False)
    pledge = models.ForeignKey(Pledge, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        ordering = ["number"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["of", "verdict", "number"], name="import_line_by_verdict"),
            models.Index(fields=["of", "mark", "number"], name="import_line_by_mark"),
            models.Index(fields=["email_key"], name="import_line_of_person"),
        ]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="import_line_once")]

    def __str__(self) -> str:
        return f"{self.number}"
