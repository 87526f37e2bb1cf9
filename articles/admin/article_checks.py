"""What stands in the way of publishing, beside the form."""

from django.contrib.admin import ModelAdmin


class CheckPages(ModelAdmin):
    """Adds to the article's admin."""
