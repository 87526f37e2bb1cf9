"""The forms of a picture: a new one, and what is said about one that is there."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles import library
from articles.models import Picture
from articles.pictures.opening import PictureRefused


class PictureForm(forms.ModelForm):
    """What is said about a picture, and where its focal point lies."""

    class Meta:
        model = Picture
        fields = ["title", "alt", "caption", "credit", "licence", "focus_x", "focus_y"]


class FileField(forms.FileField):
    """A picture's file; the library looks into it, not the field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("File"))
        super().__init__(widget=UnfoldAdminFileFieldWidget({"accept": "image/*"}), **kwargs)


class UploadForm(PictureForm):
    """A new picture. The library takes the file, or says in a sentence why it does not."""

    by: Any = None
    upload = FileField(
        help_text=gettext_lazy("What the file says of itself (caption, credit) is taken where you leave a field empty.")
    )

    class Meta(PictureForm.Meta):
        fields = [*PictureForm.Meta.fields, "protects_source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: the title that the file has, or the file's name.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        file = cleaned["upload"]
        written = {name: cleaned[name] for name in UploadForm.Meta.fields if cleaned[name] != ""}
        try:
            # Here and not on saving: what the library says belongs beside the field.
            self.instance = library.add_picture(file, file_name=file.name, by=self.by, **written)
        except PictureRefused as refused:
            self.add_error("upload", refused.sentence)
        except library.DuplicatePicture as duplicate:
            self.add_error("upload", duplicate_sentence(duplicate, cleaned["protects_source"]))
        else:
            cleaned |= {name: getattr(self.instance, name) for name in UploadForm.Meta.fields}
        return cleaned


class ReplaceForm(forms.Form):
    """A better file of the same picture."""

    upload = FileField()


class WordsForm(forms.ModelForm):
    """A line of the table "what still needs words"."""

    class Meta:
        model = Picture
        fields = ["alt", "caption", "credit", "licence"]
        widgets = {
            "alt": UnfoldAdminTextareaWidget({"rows": 3}),
            "caption": UnfoldAdminTextareaWidget({"rows": 3}),
            "credit": UnfoldAdminTextInputWidget,
            "licence": UnfoldAdminTextInputWidget,
        }

    def save(self, commit: bool = True) -> Picture:
        # Only what was typed here: somebody else may be at another field of the same picture.
        if self.changed_data:
            self.instance.save(update_fields=[name for name in self.changed_data if name in self.Meta.fields])
        return self.instance


def duplicate_sentence(duplicate: library.DuplicatePicture, protect: bool = False) -> str:
    """Return the sentence that leads to the picture which is there already; `protect`: its source should have been."""
    picture = duplicate.picture
    address = reverse("admin:articles_picture_change", args=[picture.pk])
    said = format_html('{} <a href="{}">{}</a>', already_there(picture, protect), address, picture.title)
    if protect and not picture.protects_source:
        way = reverse("admin:articles_picture_protect", args=[picture.pk])
        said = format_html('{} <a href="{}">{}</a>', said, way, _("Protect the source…"))
    return said


def already_there(picture: Picture, protect: bool) -> str:
    """Say that a file is in the library as `picture`, and whether its source is safe there."""
    if picture.protects_source:
        return _("This file is in the library already, protected:")
    if protect:
        return _("This file is in the library already, and is not protected: its original keeps place and time.")
    return _("This file is in the library already:")
