from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoBankConfig(AppConfig):
    """The demonstration bank keeps its own books, as another company would."""

    name = "patrons.providers.demo"
    label = "demo_bank"
    verbose_name = _("Demonstration bank")
