from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who sign in, and their roles."""

    name = "newsroom.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from newsroom.audit.words import describe

        from .roles import NAMES, after_migrate

        describe(values={"role": NAMES})
        post_migrate.connect(after_migrate, dispatch_uid="newsroom-roles")
