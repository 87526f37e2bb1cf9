from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "newsroom.audit"
    label = "audit"
    # The part of the menu in which it stands: what leads to the page says it once.
    verbose_name = _("Site")
