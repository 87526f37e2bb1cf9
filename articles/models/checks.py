"""How strict the newsroom is before it publishes: one row a check whose level was changed in the admin."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckLevel(models.Model):
    """What a check of `articles.checks` does when it finds something."""

    class Level(models.TextChoices):
        BLOCKS = "blocks", _("Blocks publishing")
        WARNS = "warns", _("Warns")
        OFF = "off", _("Off")

    code = models.CharField(_("check"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.WARNS)

    class Meta:
        verbose_name = _("check before publishing")
        verbose_name_plural = _("checks before publishing")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
