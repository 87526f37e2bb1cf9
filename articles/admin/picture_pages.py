"""The library's own pages: words for many, another file for one, and protecting a source."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import modelformset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import library, source_protection
from articles.body.values import identifiers
from articles.models import Picture
from articles.picture_log import record_changed
from articles.pictures.opening import PictureRefused
from newsroom.audit.recording import changes_of

from .choosers import thumb_url
from .picture_form import ReplaceForm, WordsForm, duplicate_sentence
from .picture_list import WORDED_AT_ONCE


class PicturePages(ModelAdmin):
    """Adds the pages beside a picture's form."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("words/", view(self.words_view), name="articles_picture_words"),
            path("<int:picture>/protect/", view(self.protect_view), name="articles_picture_protect"),
            path("<int:picture>/replace/", view(self.replace_view), name="articles_picture_replace"),
            *super().get_urls(),
        ]

    def words_view(self, request: HttpRequest) -> HttpResponse:
        """Write alt text, caption, credit and licence of up to forty pictures. Query: `ids`."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        numbers = [int(number) for number in (identifiers(request.GET.get("ids", "")) or "").split(",") if number]
        pictures = Picture.objects.filter(pk__in=numbers[:WORDED_AT_ONCE])
        form_class = modelformset_factory(Picture, form=WordsForm, extra=0)
        data = request.POST.copy() if request.method == "POST" else None
        if data is not None and "_fill" in data:
            _fill(data)
        forms = form_class(data, queryset=pictures)
        if data is not None and forms.is_valid():
            _save(request, forms)
            return HttpResponseRedirect(reverse("admin:articles_picture_changelist"))
        context = {
            "title": _("Words for pictures"),
            "forms": forms,
            "lines": [(form, thumb_url(form.instance)) for form in forms if form.instance.pk],
            "is_capped": len(numbers) > WORDED_AT_ONCE,
            "at_once": WORDED_AT_ONCE,
            "fillable": [
                (name, str(Picture._meta.get_field(name).verbose_name)) for name in ("credit", "licence")  # type: ignore[union-attr]
            ],
        }  # fmt: skip
        return self._page(request, "words", context)

    def protect_view(self, request: HttpRequest, picture: int) -> HttpResponse:
        """Say what protecting the source of a picture means; a POST does it."""
        found = self._picture(request, picture)
        if request.method == "POST":
            try:
                source_protection.protect_source(found, by=request.user)
            except library.DuplicatePicture as duplicate:
                messages.error(request, duplicate_sentence(duplicate))
            except (OSError, PictureRefused):
                messages.error(request, _("The file of this picture cannot be read: nothing was changed."))
            else:
                messages.success(request, _("The source is protected: the original is gone, and so is what it said."))
            return self._back(found)
        return self._page(request, "protect", {"title": _("Protect the source"), "original": found})

    def replace_view(self, request: HttpRequest, picture: int) -> HttpResponse:
        """Take a better file for a picture; its number, words and uses stay."""
        found = self._picture(request, picture)
        form = ReplaceForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["upload"]
            try:
                library.replace_file(found, file, file_name=file.name, by=request.user)
            except PictureRefused as refused:
                form.add_error("upload", refused.sentence)
            except library.DuplicatePicture as duplicate:
                form.add_error("upload", duplicate_sentence(duplicate, found.protects_source))
            else:
                messages.success(request, _("The file is replaced. Words and uses are the same."))
                return self._back(found)
        context = {"title": _("Replace the file"), "original": found, "form": form, "thumb": thumb_url(found)}
        return self._page(request, "replace", context)

    def _picture(self, request: HttpRequest, pk: int) -> Picture:
        picture = get_object_or_404(Picture, pk=pk)
        if not self.has_change_permission(request, picture):
            raise PermissionDenied
        return picture

    def _back(self, picture: Picture) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_picture_change", args=[picture.pk]))

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context}
        return TemplateResponse(request, f"admin/articles/picture/{name}.html", whole)


def _fill(data: QueryDict) -> None:
    """Write what is the same for all into the lines that have nothing there, or into all when that is ticked."""
    for name in ("credit", "licence"):
        given = data.get(f"all_{name}", "")
        for number in range(WORDED_AT_ONCE if given else 0):
            field = f"form-{number}-{name}"
            if "all_over" in data or not data.get(field, "").strip():
                data[field] = given


def _save(request: HttpRequest, forms: Any) -> None:
    """Save the lines that changed, write that down, and say how many did."""
    changed = [form for form in forms.initial_forms if form.has_changed()]
    with transaction.atomic():
        forms.save()
        for form in changed:
            record_changed(form.instance, changes_of(form), by=request.user)
    saved, kept = len(changed), len(forms.initial_forms) - len(changed)
    sentence = ngettext("The words of %d picture are saved.", "The words of %d pictures are saved.", saved) % saved
    if kept:
        more = ngettext("%d picture stays as it was.", "%d pictures stay as they were.", kept)
        sentence = f"{sentence} {more % kept}"
    messages.success(request, sentence)
