"""Corrections, to read only: they are made beside the article and never rewritten."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from articles.models import Correction


@admin.register(Correction)
class CorrectionAdmin(ModelAdmin):
    list_display = ["text", "kind", "article", "made_at", "made_by"]
    list_filter = ["kind"]
    list_select_related = ["article", "made_by"]
    search_fields = ["text", "article__headline"]
    show_full_result_count = False
    fields = ["article", "kind", "placement", "text", "made_at", "made_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
