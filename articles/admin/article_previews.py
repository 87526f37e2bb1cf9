"""How readers will see it, and links for people without an account."""

from django.contrib.admin import ModelAdmin


class PreviewPages(ModelAdmin):
    """Adds to the article's admin."""
