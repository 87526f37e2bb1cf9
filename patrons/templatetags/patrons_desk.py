"""What the pledges' desk shows on the start page, for whoever looks after pledges."""

from django import template

from patrons import health

register = template.Library()


@register.simple_tag
def patrons_waiting() -> health.Waiting | None:
    """What waits for somebody; None where nothing does."""
    return health.waiting()
