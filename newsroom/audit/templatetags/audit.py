"""Events of the audit log in templates."""

from django import template
from django.apps import apps
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from newsroom.audit.models import Event
from newsroom.audit.words import details_in_words, in_words

register = template.Library()
register.simple_tag(in_words, name="verb_words")


@register.simple_tag
def event_details(event: Event) -> SafeString:
    """An event's details as a list of names and values, or nothing."""
    try:
        model = apps.get_model(event.subject_type)
    except (LookupError, ValueError):
        model = None
    pairs = details_in_words(event.details, model)
    if not pairs:
        return mark_safe("")  # nothing is safe
    return format_html('<dl class="desk-details">{}</dl>', format_html_join(" ", "<dt>{}:</dt><dd>{}</dd>", pairs))
