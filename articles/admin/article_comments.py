"""Remarks on an article, beside the form."""

from django.contrib.admin import ModelAdmin


class CommentPages(ModelAdmin):
    """Adds to the article's admin."""
