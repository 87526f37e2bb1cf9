"""What the settings put into the frame of a reader's page: the name, drawn or set, and the counting script."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.site.analytics import attributes, may_count
from newsroom.site.models import SiteSettings

register = template.Library()


@register.simple_tag
def drawn_name(site: SiteSettings) -> Any:
    """The newspaper's picture with its name as the words for it; the name itself where there is no picture."""
    if not site.nameplate:
        return site.local.name
    size = {"name": site.local.name, "width": site.nameplate_width, "height": site.nameplate_height}
    light = '<img class="plate-logo{}" src="{}" alt="{name}" width="{width}" height="{height}"{}>'
    if not site.nameplate_dark:
        return format_html(light, "", site.nameplate.url, "", **size)
    # Lazy: the one that is not shown is not fetched.
    lazy = SafeString(' loading="lazy"')
    return format_html(light, " for-light", site.nameplate.url, lazy, **size) + format_html(
        light, " for-dark", site.nameplate_dark.url, lazy, **size
    )


@register.simple_tag(takes_context=True)
def analytics(context: template.Context) -> Any:
    """The counting script's tag on a reader's public page while counting is on; elsewhere nothing."""
    request = context.get("request")
    if request is None or not may_count(request):
        return ""
    found = attributes(SiteSettings.load())
    if not found:
        return ""
    request.has_analytics = True
    return format_html("<script defer {}></script>\n", format_html_join(" ", '{}="{}"', found.items()))
