"""Corrections. They are made beside the article; here a chief mends their words, or removes one made by mistake."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from articles import corrections
from articles.models import Correction
from newsroom.seen_forms import SeenForms

LONGEST = 2000


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ("kind", "placement", "text")
        help_texts = {"text": gettext_lazy("The date stays. Readers are told that the words were edited.")}
        error_messages = {"text": {"required": gettext_lazy("Write what was wrong, and what is right.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            self.fields["text"].validators.append(MaxLengthValidator(LONGEST))


@admin.register(Correction)
class CorrectionAdmin(SeenForms, ModelAdmin):
    form = CorrectionForm
    list_display = ["text", "kind", "article", "made_at", "made_by", "edited_at"]
    list_filter = ["kind"]
    list_select_related = ["article", "made_by"]
    search_fields = ["text__holds", "article__headline__holds"]
    show_full_result_count = False
    fields = ["of_article", ("kind", "placement"), "text", ("made_at", "made_by", "edited_at")]
    readonly_fields = ["of_article", "made_at", "made_by", "edited_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        corrections.amend(obj, obj.text, kind=obj.kind, placement=obj.placement, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Correction) -> None:
        corrections.remove(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        for one in queryset:
            corrections.remove(one, by=request.user)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What happened to a correction stands in the history of its article."""
        found = self.get_object(request, object_id)
        # Asked first: whether there is one is told to nobody else.
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        if found is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("admin:articles_article_history", args=[found.article_id]))

    @admin.display(description=gettext_lazy("Article"))
    def of_article(self, correction: Correction) -> str:
        address = reverse("admin:articles_article_change", args=[correction.article_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', address, correction.article)
