"""What the patrons' room shows on readers' pages."""

from typing import Any

from django import template

from newsroom.site.models import SiteSettings, local_link

register = template.Library()


def _appeal() -> dict[str, Any]:
    settings = SiteSettings.load()
    return {
        "appeal": settings.local,
        "url": local_link(settings.appeal_url),
        "other_url": local_link(settings.appeal_other_url),
    }


@register.inclusion_tag("patrons/_support_box.html")
def support_box() -> dict[str, Any]:
    """The appeal under an article: headline, text, one button, one link, in the editors' words."""
    return _appeal()


@register.inclusion_tag("patrons/_support_band.html")
def support_band() -> dict[str, Any]:
    """The appeal as a band across the front page."""
    return _appeal()
