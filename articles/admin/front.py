"""The front page of each language, and the fronts of sections: what editors put there by hand."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, StackedInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from articles.models import Front, FrontSlot, Section
from newsroom.audit.recording import RecordsChanges
from newsroom.seen_forms import SeenForms

from .front_preview import preview
from .front_slots import SlotForm, Slots
from .log_history import LogHistory
from .widgets import ChooserSelect


class SlotInline(StackedInline):
    model = FrontSlot
    form = SlotForm
    formset = Slots
    template = "admin/articles/front/slots.html"
    extra = 0
    fields = ["place", "article", "shows_from", "shows_until", "position"]

    class Media:
        js = ["admin/js/jquery.init.js", "articles/admin/slots.js"]

    def get_formset(self, request: HttpRequest, obj: Front | None = None, **kwargs: Any) -> Any:
        self.language = obj.language if obj else ""
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # A slot chooses among what is public: nothing is added or edited from here.
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "article":
            query = {"coming": "1"} | ({"language": self.language} if self.language else {})
            kwargs["widget"] = ChooserSelect(db_field, self.admin_site, what="articles", query=query)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class FrontForm(forms.ModelForm):
    """Each language, and each section in a language, has one front."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None and "language" in cleaned and "section" in cleaned:
            section = cleaned["section"]
            there = Front.objects.filter(language=cleaned["language"], section=section).first()
            if there is not None:
                words = _("This section has a front in this language already: open it.")
                if section is None:
                    words = _("There is a front page in this language already: open it.")
                link = format_html(
                    '<a href="{}">{}</a>', reverse("admin:articles_front_change", args=[there.pk]), words
                )
                self.add_error("section" if section else "language", link)
        return cleaned


@admin.register(Front)
class FrontAdmin(SeenForms, RecordsChanges, LogHistory, ModelAdmin):
    list_display = ["__str__", "language", "section"]
    list_filter = ["language"]
    list_select_related = ["section"]
    ordering = ["section__position", "section__name", "language"]
    form = FrontForm
    inlines = [SlotInline]
    warn_unsaved_form = True
    change_form_template = "admin/articles/front/change_form.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:front>/preview/", view, name="articles_front_preview"), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Front | None = None) -> Any:
        if obj is None:
            return ["language", "section"]
        return ["language", "section"] if obj.section_id else ["language", "sections"]

    def get_inlines(self, request: HttpRequest, obj: Front | None) -> list[Any]:
        # Which stories there are to choose from depends on the language.
        return self.inlines if obj else []

    def response_add(self, request: HttpRequest, obj: Front, post_url_continue: Any = None) -> HttpResponse:
        request.POST = request.POST | {"_continue": "1"}  # type: ignore[operator,assignment]
        return super().response_add(request, obj, post_url_continue)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.queryset = Section.objects.all()
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        """A section's front may go; the front page of a language goes only with the language."""
        if obj is not None and (obj.section_id or obj.language not in dict(settings.LANGUAGES)):
            return super().has_delete_permission(request, obj)
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Front | None = None) -> list[str]:
        # The slots hold stories of this language.
        return ["language", "section"] if obj else []

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["show_save_and_add_another"] = False
        context["zone"] = timezone.get_default_timezone_name()
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_view(self, request: HttpRequest, front: int) -> HttpResponse:
        """Show the page as readers would see it with what stands in the form; nothing is saved."""
        found = get_object_or_404(Front.objects.select_related("section"), pk=front)
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        if request.method != "POST":
            return preview(request, found)
        formset = next(iter(self.get_formset_instances(request, found)))
        if formset.is_valid():
            return preview(request, found, formset.as_typed())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": found,
            "title": gettext_lazy("Preview"),
            "errors": [
                *formset.non_form_errors(),
                *(error for form in formset.forms for errors in form.errors.values() for error in errors),
            ],
        }
        return TemplateResponse(request, "admin/articles/front/preview_refused.html", context, status=400)

    def get_formset_instances(self, request: HttpRequest, front: Front) -> list[Slots]:
        """Return the inline formsets bound to what was sent."""
        formsets, _inlines = self._create_formsets(request, front, change=True)
        return formsets
