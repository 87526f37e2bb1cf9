"""What colleagues are called on pages of the desk."""

from typing import Any

from django import template

from articles.commenting import shown_name

register = template.Library()


@register.filter
def called(user: Any) -> str:
    """Return a person's name, or the beginning of the address; a dash for somebody who is gone."""
    return shown_name(user) if user else "–"
