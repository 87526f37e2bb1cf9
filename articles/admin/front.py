"""The front page of each language: a few slots by hand."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from articles.models import Front, FrontSlot, PublishedArticle, Section

from .widgets import ChooserSelect


class SlotForm(forms.ModelForm):
    """A slot takes what readers of its language can open now."""

    class Meta:
        model = FrontSlot
        fields = ["place", "article", "position"]

    def clean_article(self) -> Any:
        article = self.cleaned_data["article"]
        if "article" not in self.changed_data:
            return article
        edition = PublishedArticle.objects.live().filter(article=article).only("language").first()
        if edition is None:
            raise ValidationError(_("“%(headline)s” is not public: publish it first.") % {"headline": article})
        language = getattr(self.instance.front, "language", "") if self.instance.front_id else ""
        if language and edition.language != language:
            raise ValidationError(
                _("“%(headline)s” is written in another language than this front page.") % {"headline": article}
            )
        return article


class SlotInline(TabularInline):
    model = FrontSlot
    form = SlotForm
    extra = 0
    fields = ["place", "article", "position"]
    ordering_field = "position"

    def get_formset(self, request: HttpRequest, obj: Front | None = None, **kwargs: Any) -> Any:
        self.language = obj.language if obj else ""
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "article":
            query = {"live": "1"} | ({"language": self.language} if self.language else {})
            kwargs["widget"] = ChooserSelect(db_field, self.admin_site, what="articles", query=query)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Front)
class FrontAdmin(ModelAdmin):
    list_display = ["__str__", "language"]
    fields = ["language", "sections"]
    inlines = [SlotInline]
    warn_unsaved_form = True

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.queryset = Section.objects.all()
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Front | None = None) -> list[str]:
        # The slots hold stories of this language.
        return ["language"] if obj else []
