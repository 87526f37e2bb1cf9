"""What the desk's start page says by itself."""

from typing import Any

from django import template

from articles import clock, rights

register = template.Library()


@register.simple_tag(takes_context=True)
def late_clock(context: dict[str, Any]) -> clock.Overdue | None:
    """What is due and was not followed, for those who work with articles."""
    return clock.overdue() if rights.opens_the_room(context["request"].user) else None
