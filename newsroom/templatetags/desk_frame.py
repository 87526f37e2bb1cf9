"""What the admin theme's frame lacks."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def with_main(page: SafeString) -> SafeString:
    """Mark the part beside the menu as the main one, so that screen readers can go there."""
    return mark_safe(page.replace('<div id="main"', '<div id="main" role="main"', 1))
