from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """What the newspaper is called and says about itself."""

    name = "newsroom.site"
    label = "site"
    verbose_name = _("Site")
