"""The picture library: upload, rights, alt text, focal point."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from articles import alike, library
from articles.models import Picture
from articles.picture_log import record_changed
from newsroom.audit.recording import RecordsChanges
from newsroom.seen_forms import SeenForms

from .choosers import thumb_url
from .deleting import KeptWhileUsed
from .log_history import LogHistory
from .picture_form import PictureForm, UploadForm
from .picture_list import PictureList
from .picture_pages import PicturePages

# Each shape, and where readers meet it.
CROPS = {
    "3x2": gettext_lazy("Articles and lists"),
    "og": gettext_lazy("Social networks"),
    "16x9": gettext_lazy("Search engines, wide"),
    "4x3": gettext_lazy("Search engines"),
    "1x1": gettext_lazy("Search engines, square"),
}


@admin.register(Picture)
class PictureAdmin(SeenForms, RecordsChanges, PictureList, PicturePages, LogHistory, KeptWhileUsed, ModelAdmin):
    form = PictureForm
    add_fieldsets = [
        (None, {"fields": ["upload", "protects_source", "title", "alt", "caption", ("credit", "licence")]}),
        (gettext_lazy("Focal point"), {"fields": [("focus_x", "focus_y")], "classes": ["collapse"]}),
    ]
    fieldsets = [
        (None, {"fields": ["title", "alt", "caption", ("credit", "licence")]}),
        (gettext_lazy("Focal point"), {"fields": [("focus_x", "focus_y")]}),
    ]
    change_form_before_template = "admin/articles/picture/_preview.html"

    class Media:
        js = ["articles/admin/focus.js", "articles/admin/pictures_upload.js", "articles/admin/pictures_words.js"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = type("UploadForm", (UploadForm,), {"by": request.user})
        form = super().get_form(request, obj, change, **kwargs)
        for name in ("focus_x", "focus_y"):
            if name in form.base_fields:
                form.base_fields[name].widget.attrs |= {"min": "0", "max": "1", "step": "any"}
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        picture = context.get("original")
        if picture is not None:
            context["focus_picture"] = library.rendition_url(picture, _file(picture, "full"))
            context["crops"] = [
                {"shape": shape, "place": place, "url": library.rendition_url(picture, _file(picture, shape))}
                for shape, place in CROPS.items()
            ]
            context["alike"] = [(other, thumb_url(other)) for other in alike.pictures_like(picture)]
            context["taken_at"] = _moment(picture.file_says.get("taken_at"))
            context["may_change"] = self.has_change_permission(request, picture)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        if not change:
            return  # The library saved it, or the form would not be valid.
        focus = {"focus_x", "focus_y"}
        # Only what was typed: the file may be replaced, or its source protected, by somebody else just now.
        obj.save(update_fields=[name for name in form.changed_data if name not in focus])
        if not focus & set(form.changed_data):
            return
        try:
            library.refocus(obj, obj.focus_x, obj.focus_y)
        except OSError:
            obj.refresh_from_db(fields=["focus_x", "focus_y"])
            messages.error(request, _("The file of this picture cannot be read: its crops stay as they are."))

    def record_saved(self, request: HttpRequest, obj: Any, changed: dict[str, Any], change: bool) -> None:
        if change:  # What is new the library wrote down itself.
            record_changed(obj, changed, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        library.remove_picture(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> None:
        for picture in queryset:
            library.remove_picture(picture, by=request.user)


def _file(picture: Picture, shape: str) -> str:
    return library.shape_names(picture, shape).fallback.name


def _moment(written: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(written or "")
    except ValueError:
        return None
