"""Standing pages: About, Ethics, how to support."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField
from unfold.admin import ModelAdmin

from articles import old_addresses, own_links, references
from articles.models import Page
from newsroom.admin_csp import NonceMediaMixin
from newsroom.audit.recording import RecordsChanges
from newsroom.seen_forms import SeenForms

from .log_history import LogHistory
from .widgets import BodyWidget


@admin.register(Page)
class PageAdmin(SeenForms, RecordsChanges, NonceMediaMixin, LogHistory, ModelAdmin):
    list_display = ["title", "slug", "language", "is_live", "saved_at"]
    list_filter = ["language", "is_live"]
    search_fields = ["title__holds"]
    show_full_result_count = False
    fields = ["title", "body", ("slug", "language"), "description", "is_live"]
    formfield_overrides = {ProseEditorField: {"widget": BodyWidget}}
    warn_unsaved_form = True

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        before = Page.objects.filter(pk=obj.pk, is_live=True).first() if change else None
        obj.saved_at = timezone.now()
        obj.body = own_links.lasting(obj.body)
        super().save_model(request, obj, form, change)
        references.keep(obj)
        address = before.get_absolute_url() if before else ""
        if obj.is_live:
            old_addresses.moved(address, obj.get_absolute_url())
        elif address:
            old_addresses.mark_gone(address)

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        if obj.is_live:
            old_addresses.mark_gone(obj.get_absolute_url())
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> None:
        for page in queryset.filter(is_live=True):
            old_addresses.mark_gone(page.get_absolute_url())
        super().delete_queryset(request, queryset)

    def view_on_site(self, obj: Page) -> str | None:
        return obj.get_absolute_url() if obj.is_live else None
