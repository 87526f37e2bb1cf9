"""The front page of each language: a few slots by hand."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from articles.models import Front, FrontSlot, PublishedArticle, Section
from newsroom.audit.recording import RecordsChanges
from newsroom.lines_admin import InOrder, LineForm

from .widgets import ChooserSelect


class SlotForm(LineForm):
    """A slot takes what readers of its language can open now."""

    class Meta:
        model = FrontSlot
        fields = ["place", "article", "position"]
        error_messages = {"article": {"required": gettext_lazy("Choose an article, or remove the slot.")}}

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

    def validate_constraints(self) -> None:
        """`Slots` looks at all of them together: a story may move into the slot of another."""


class Slots(InOrder):
    """The slots as they will stand: each story once. Stories may change places in one save."""

    def clean(self) -> None:
        super().clean()
        places: dict[Any, str] = {}
        for form in self.forms:
            article = getattr(form, "cleaned_data", {}).get("article")
            if article is None or form.cleaned_data.get("DELETE"):
                continue
            place = FrontSlot.Place(form.cleaned_data["place"]).label if form.cleaned_data.get("place") else ""
            if article.pk in places:
                form.add_error(
                    "article",
                    _("“%(headline)s” stands in the slot “%(place)s” too: change or remove one of the two.")
                    % {"headline": article, "place": places[article.pk]},
                )
            places.setdefault(article.pk, str(place))
        # Somebody else may have filled a slot since this form was opened.
        known = [form.instance.pk for form in self.initial_forms]
        others = FrontSlot.objects.filter(front=self.instance, article__in=places) if self.instance.pk else []
        for slot in others:
            if slot.pk not in known:
                raise ValidationError(
                    _("“%(headline)s” was put into the slot “%(place)s” meanwhile: open this page anew."),
                    params={"headline": slot.article, "place": slot.get_place_display()},
                )

    def validate_unique(self) -> None:
        """Done by `clean`, in words that name the slot."""

    def save_existing_objects(self, commit: bool = True) -> Any:
        if commit:
            # Rows that change their story go first and are written anew under their numbers, or the
            # first of two that change places would meet the second.
            moved = [form.instance.pk for form in self.initial_forms if "article" in form.changed_data]
            FrontSlot.objects.filter(pk__in=[*moved, *(form.instance.pk for form in self.deleted_forms)]).delete()
        return super().save_existing_objects(commit)


class SlotInline(TabularInline):
    model = FrontSlot
    form = SlotForm
    formset = Slots
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
class FrontAdmin(RecordsChanges, ModelAdmin):
    list_display = ["__str__", "language"]
    fields = ["language", "sections"]
    inlines = [SlotInline]
    warn_unsaved_form = True

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.queryset = Section.objects.all()
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        """The front page of a language goes only with the language."""
        if obj is not None and obj.language not in dict(settings.LANGUAGES):
            return super().has_delete_permission(request, obj)
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Front | None = None) -> list[str]:
        # The slots hold stories of this language.
        return ["language"] if obj else []
