"""The picture library: upload, rights, alt text, focal point."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget

from articles import library
from articles.models import Picture
from articles.pictures.opening import PictureRefused

from .choosers import thumb_url
from .deleting import KeptWhileUsed

CROPS = ("3x2", "16x9", "4x3", "1x1", "og")


class PictureForm(forms.ModelForm):
    """What is said about a picture, and where its focal point lies."""

    class Meta:
        model = Picture
        fields = ["title", "alt", "caption", "credit", "licence", "focus_x", "focus_y"]


class UploadForm(PictureForm):
    """A new picture. The library takes the file, or says in a sentence why it does not."""

    by: Any = None
    upload = forms.FileField(
        label=gettext_lazy("File"),
        widget=UnfoldAdminFileFieldWidget({"accept": "image/*"}),
        help_text=gettext_lazy(
            "What the file says of itself (caption, credit) is taken where you leave a field empty."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: the name of the file.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        file = cleaned["upload"]
        cleaned["title"] = cleaned["title"] or file.name.rsplit(".", 1)[0].replace("_", " ")[:200] or _("Picture")
        written = {name: cleaned[name] for name in PictureForm.Meta.fields if name != "title" and cleaned[name] != ""}
        try:
            # Here and not on saving: what the library says belongs beside the field.
            self.instance = library.add_picture(file, title=cleaned["title"], by=self.by, **written)
        except PictureRefused as refused:
            self.add_error("upload", str(refused))
        except library.DuplicatePicture as duplicate:
            address = reverse("admin:articles_picture_change", args=[duplicate.picture.pk])
            sentence = _("This file is in the library already:")
            self.add_error("upload", format_html('{} <a href="{}">{}</a>', sentence, address, duplicate.picture.title))
        else:
            cleaned |= {name: getattr(self.instance, name) for name in PictureForm.Meta.fields}
        return cleaned


class LacksAlt(admin.SimpleListFilter):
    title = gettext_lazy("alt text")
    parameter_name = "alt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("Missing"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(alt="") if self.value() == "missing" else queryset


@admin.register(Picture)
class PictureAdmin(KeptWhileUsed, ModelAdmin):
    form = PictureForm
    list_display = ["thumb", "name", "credit", "size", "alt_state", "created_at"]
    list_display_links = ["thumb", "name"]
    list_filter = [LacksAlt]
    search_fields = ["title", "caption", "credit"]
    list_per_page = 40
    show_full_result_count = False
    add_fieldsets = [
        (None, {"fields": ["upload", "title", "alt", "caption", ("credit", "licence")]}),
        (gettext_lazy("Focal point"), {"fields": [("focus_x", "focus_y")], "classes": ["collapse"]}),
    ]
    fieldsets = [
        (None, {"fields": ["title", "alt", "caption", ("credit", "licence")]}),
        (gettext_lazy("Focal point"), {"fields": [("focus_x", "focus_y")]}),
    ]
    change_form_before_template = "admin/articles/picture/_preview.html"

    class Media:
        js = ["articles/admin/focus.js"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = type("UploadForm", (UploadForm,), {"by": request.user})
        form = super().get_form(request, obj, change, **kwargs)
        for name in ("focus_x", "focus_y"):
            if name in form.base_fields:
                form.base_fields[name].widget.attrs |= {"min": "0", "max": "1", "step": "0.01"}
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        picture = context.get("original")
        if picture is not None:
            context["focus_picture"] = library.rendition_url(picture, _file(picture, "full"))
            context["crops"] = [
                {"shape": shape, "url": library.rendition_url(picture, _file(picture, shape))} for shape in CROPS
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        if not change or not {"focus_x", "focus_y"} & set(form.changed_data):
            obj.save()
            return
        try:
            library.refocus(obj, obj.focus_x, obj.focus_y)
        except OSError:
            before = Picture.objects.get(pk=obj.pk)
            obj.focus_x, obj.focus_y = before.focus_x, before.focus_y
            obj.save()
            messages.error(request, _("The file of this picture cannot be read: its crops stay as they are."))

    @admin.display(description=gettext_lazy("Picture"))
    def thumb(self, picture: Picture) -> str:
        return format_html('<img class="desk-thumb" src="{}" alt="" loading="lazy">', thumb_url(picture))

    @admin.display(description=gettext_lazy("Name in the library"), ordering="title")
    def name(self, picture: Picture) -> str:
        return picture.title

    @admin.display(description=gettext_lazy("Size"))
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"

    @display(description=gettext_lazy("Alt text"), label={"missing": "danger", "there": "success"})
    def alt_state(self, picture: Picture) -> tuple[str, str]:
        return ("there", _("Written")) if picture.alt.strip() else ("missing", _("Missing"))


def _file(picture: Picture, shape: str) -> str:
    return library.shape_names(picture, shape).fallback.name
