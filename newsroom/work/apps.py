from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """What is done beside the pages."""

    name = "newsroom.work"
    label = "work"
    # The part of the menu in which it stands: what leads to the page says it once.
    verbose_name = _("Site")

    def ready(self) -> None:
        from newsroom.audit.words import describe

        from . import figures, pruning, schedules  # noqa: F401 - figures are told by being read
        from .audited import VERBS

        schedules.register("prune", _("Tidy away finished work"), pruning.prune, at="04:10")
        describe(VERBS)
