from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FirstRunConfig(AppConfig):
    """From an empty database to a newspaper with a chief."""

    name = "newsroom.first_run"
    label = "first_run"
    verbose_name = _("First run")
