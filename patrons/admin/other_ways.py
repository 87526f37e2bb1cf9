"""Other addresses to give to, as staff write them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from newsroom.audit.recording import RecordsChanges
from newsroom.languages_admin import TranslatedAdminMixin, TranslatedForm, translated_form
from patrons import other_ways
from patrons.models import OtherWay

TOO_LONG = gettext_lazy("It has %(show_value)d characters: shorten it to %(limit_value)d.")


class WayForm(TranslatedForm):
    """An other way. What is pasted into the address is not cut by the browser without a word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "address" in self.fields:
            self.fields["address"].widget.attrs.pop("maxlength", None)
            self.fields["address"].error_messages["max_length"] = TOO_LONG


@admin.register(OtherWay)
class OtherWayAdmin(RecordsChanges, TranslatedAdminMixin, ModelAdmin):
    """PayPal, a wallet, a post box: shown at /support/, beside the form."""

    form = translated_form(OtherWay, WayForm)
    list_display = ["label", "address", "is_shown", "position"]
    fieldsets = [(None, {"fields": ["label", "address", "note", "position", "is_shown"]})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        other_ways.forget()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        other_ways.forget()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        other_ways.forget()
