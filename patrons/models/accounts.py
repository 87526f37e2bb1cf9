"""Where money comes in: one row for each account at a provider."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

# Where readers are sent to become patrons elsewhere: that one host, and nothing that a browser could read otherwise.
PATREON_PAGE = re.compile(r"https://www\.patreon\.com/[A-Za-z0-9_./-]{1,200}(\?[A-Za-z0-9_.=&-]{1,200})?", re.ASCII)


# Names that are the same for every newsroom, until staff write another one: a page says them in its language.
KNOWN = {"Demonstration bank": _("Demonstration bank"), "Bank transfer": _("Bank transfer")}


class ProviderAccount(models.Model):
    """An account at Stripe, a Patreon campaign, a bank account … Its secrets stand in the environment, never here."""

    key = models.CharField(_("provider"), max_length=20, help_text=_("The name of its folder in patrons/providers."))
    label = models.CharField(_("name"), max_length=80, help_text=_("As readers see it, where there is a choice."))
    is_live = models.BooleanField(_("real money"), default=True, help_text=_("Off: nothing of it is counted anywhere."))
    is_enabled = models.BooleanField(_("offered"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    # How far the nightly look at the provider got.
    reconciled_until = models.DateTimeField(_("compared until"), null=True, editable=False)

    class Meta:
        verbose_name = _("way to pay")
        verbose_name_plural = _("ways to pay")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["key", "is_live"], name="one_account_a_provider")]

    def __str__(self) -> str:
        return str(KNOWN.get(self.label, self.label)) or self.key

    @property
    def page(self) -> str:
        """Where people become patrons at the provider itself; empty where there is no such page."""
        url = self.settings.get("url") if isinstance(self.settings, dict) else None
        return url if self.key == "patreon" and isinstance(url, str) and PATREON_PAGE.fullmatch(url) else ""
