"""The newspaper's own words: one form, the menus in it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image
from unfold.admin import ModelAdmin, TabularInline

from newsroom.audit.recording import RecordsChanges
from newsroom.languages_admin import TranslatedAdminMixin, TranslatedForm, translated_form
from newsroom.lines_admin import InOrder, LineForm

from .models import MenuItem, SiteSettings

SMALLEST_LOGO = 512


class SettingsForm(TranslatedForm):
    """Refuses a logo that no search engine would show."""

    def clean_logo(self) -> Any:
        logo = self.cleaned_data.get("logo")
        if not logo or "logo" not in self.changed_data:
            return logo
        try:
            with Image.open(logo) as picture:
                picture.verify()
                width, height, kind = picture.width, picture.height, picture.format
        # Pillow raises nearly anything on a file that somebody made to hurt it.
        except Exception as error:
            raise ValidationError(_("This is no picture: choose a PNG.")) from error
        finally:
            logo.seek(0)
        if kind != "PNG" or width != height or width < SMALLEST_LOGO:
            raise ValidationError(
                _("The file is a %(kind)s of %(width)d × %(height)d pixels: choose a square PNG of at least 512.")
                % {"kind": kind, "width": width, "height": height}
            )
        return logo


class MenuItemForm(LineForm, TranslatedForm):
    """A translated line."""


class MenuItemInline(TranslatedAdminMixin, TabularInline):
    model = MenuItem
    form = translated_form(MenuItem, MenuItemForm)
    formset = InOrder
    extra = 0
    fields = ["place", "label", "url", "position"]
    ordering_field = "position"


@admin.register(SiteSettings)
class SiteSettingsAdmin(RecordsChanges, TranslatedAdminMixin, ModelAdmin):
    audit_name = "settings"
    form = translated_form(SiteSettings, SettingsForm)
    inlines = [MenuItemInline]
    warn_unsaved_form = True
    fieldsets = [
        (None, {"fields": ["name", "tagline", "description", "logo", "contact_email"]}),
        (
            gettext_lazy("Around the pages"),
            {"classes": ["tab"], "fields": ["notice", "ear_left", "ear_right", "footer_note"]},
        ),
        (
            gettext_lazy("Appeal for support"),
            {
                "classes": ["tab"],
                "fields": [
                    "appeal_headline", "appeal_text", "appeal_button", "appeal_url", "appeal_other", "appeal_other_url",
                ],
            },
        ),
    ]  # fmt: skip

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one row, made when it is first opened by somebody who may change it."""
        if self.has_change_permission(request):
            SiteSettings.objects.get_or_create(pk=1)
        if not self.has_view_or_change_permission(request) or not SiteSettings.objects.filter(pk=1).exists():
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:site_sitesettings_change", args=[1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # A changed menu changes what is cached with the settings.
        form.instance.save()
