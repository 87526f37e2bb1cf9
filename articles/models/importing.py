"""What was moved in from another system: each run with its report, and what each thing of the old site became."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One archive moved in, or looked at: what was chosen, how far it is, and the report to keep."""

    class System(models.TextChoices):
        WORDPRESS = "wordpress", "WordPress"
        GHOST = "ghost", "Ghost"

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be looked at")
        LOOKED = "looked", _("Looked at")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    system = models.CharField(_("system"), max_length=20, choices=System)
    site = models.CharField(_("old site"), max_length=300, blank=True)
    file_names = models.JSONField(_("files"), default=list, blank=True)
    # Where uploaded files lie until the end; of a command nothing, its files stay where they are.
    folder = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    choices = models.JSONField(_("choices"), default=dict, blank=True)
    report = models.JSONField(_("report"), default=dict, blank=True)
    sentence = models.CharField(_("what went wrong"), max_length=500, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    is_to_stop = models.BooleanField(_("to be stopped"), default=False)
    made_at = models.DateTimeField(_("begun at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_system_display()}: {self.site or ', '.join(map(str, self.file_names))}"


class Imported(models.Model):
    """What one thing of the old site became here, so that nothing comes in twice and nobody's edits are lost."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article")
        PAGE = "page", _("Page")
        AUTHOR = "author", _("Author")
        SECTION = "section", _("Section")
        TAG = "tag", _("Tag")
        PICTURE = "picture", _("Picture")

    # The system and the old site's host: exports of one site share it, whatever scheme they name.
    site = models.CharField(max_length=300)
    # Of what it was there; a category may become a section or a tag, and is the same category still.
    of = models.CharField(max_length=20)
    key = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, choices=Kind)
    # A number without a constraint: what was deleted here since stays known, and does not come back.
    became = models.BigIntegerField()
    # What the export said, and what we made of it: whatever differs from the second was edited here.
    said = models.CharField(max_length=64, blank=True)
    wrote = models.CharField(max_length=64, blank=True)
    # The text as the export has it, while its links wait for what comes later in the file.
    waiting = models.TextField(blank=True)
    lacks = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "of", "key"], name="imported_once")]
        indexes = [models.Index(fields=["kind", "became"], name="imported_as")]

    def __str__(self) -> str:
        return f"{self.of} {self.key} → {self.kind} {self.became}"
