from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who sign in, and their roles."""

    name = "newsroom.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from newsroom.audit.words import describe
        from newsroom.work import schedules

        from . import forgetting, sessions
        from .log_words import DETAILS, VALUES, VERBS
        from .roles import NAMES, after_migrate

        schedules.register("forget_sign_ins", _("Forget old sign-ins"), forgetting.forget, at="04:20")
        describe(verbs=VERBS, details=DETAILS, values={"role": NAMES} | VALUES)
        post_migrate.connect(after_migrate, dispatch_uid="newsroom-roles")
        user_logged_in.connect(sessions.on_login, dispatch_uid="newsroom-sign-in")
        user_logged_out.connect(sessions.on_logout, dispatch_uid="newsroom-sign-out")
        post_save.connect(sessions.on_saved, sender=self.get_model("User"), dispatch_uid="newsroom-no-staff")
