"""From draft to published: the buttons of the states, who is on it, until when."""

from django.contrib.admin import ModelAdmin


class WorkflowPages(ModelAdmin):
    """Adds to the article's admin."""
