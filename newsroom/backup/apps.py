from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class BackupConfig(AppConfig):
    """All of a newsroom in one file."""

    name = "newsroom.backup"
    label = "backup"
    verbose_name = _("Backup")

    def ready(self) -> None:
        from newsroom.work import schedules

        if settings.BACKUP_DIR:
            schedules.register("backup", _("Backup of each night"), _nightly, at=settings.BACKUP_AT, queue="slow")


def _nightly() -> None:
    from .making import nightly

    nightly()
