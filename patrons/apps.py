from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PatronsConfig(AppConfig):
    """The room for those who pay: tiers, pledges and votes will stand here."""

    name = "patrons"
    verbose_name = _("Patrons")
