"""What the desk's start page says by itself."""

from typing import Any

from django import template

from articles import clock, planning, rights
from articles.related import health
from newsroom.accounts.roles import gives_roles

register = template.Library()


@register.simple_tag(takes_context=True)
def late_clock(context: dict[str, Any]) -> clock.Overdue | None:
    """What is due and was not followed, for those who can see to it: chief editors and owners."""
    return clock.overdue() if gives_roles(context["request"].user) else None


@register.simple_tag
def source_report() -> health.Report:
    """Which sources need somebody."""
    return health.report()


@register.simple_tag(takes_context=True)
def my_table(context: dict[str, Any]) -> planning.Table | None:
    """What lies on the table of who looks, if they work with articles."""
    user = context["request"].user
    return planning.table(user) if rights.opens_the_room(user) else None
