"""The form opens with what its person typed and did not save, and what cannot be saved is kept again."""

import uuid
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, QueryDict

from articles import autosaving
from articles.models import Article, Autosave
from articles.rights import may_write

from . import states
from .article_form import PANEL_FIELDS, VERBS
from .form_values import as_sent, as_stored, comparable, fit_lines, keys_of, values_of
from .merged_form import CHOICE, WAITED


class Restoring(ModelAdmin):
    """The one way in which unsaved words come back."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return restored_form(form, notes_of(request)["restored"]) if "restored" in notes_of(request) else form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        restored = notes_of(request).get("restored")
        if restored is not None and f"{prefix}-TOTAL_FORMS" in restored:
            kwargs |= {"data": restored, "files": {}}
        return kwargs

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if "restored" in notes_of(request):
            for formset in formsets:
                # What is put back was not submitted: it has no mistakes yet.
                formset._errors = [ErrorDict() for _form in formset.forms]
                formset._non_form_errors = ErrorList()
                for form in formset.forms:
                    form._errors = ErrorDict()
        return formsets, inlines

    def _take_up(self, request: HttpRequest, object_id: str | None) -> None:
        """Find what the person typed and did not save, for the form that is about to be shown."""
        article = self.get_object(request, unquote(object_id)) if object_id else None
        key = read_uuid(request.GET.get("draft"))
        if object_id and (article is None or not may_write(request.user, article)):
            return
        if object_id is None and (key is None or not self.has_add_permission(request)):
            return
        kept = autosaving.of_article(request.user, article) if article else autosaving.of_key(request.user, key)  # type: ignore[arg-type]
        if kept is None:
            return
        data = _query(kept.data)
        form, formsets = self._unbound(request, article)
        if article is not None and says_nothing_new(form, formsets, data):
            # A button was refused, or words were typed and taken back.
            autosaving.forget(request.user, article=article)
            return
        for formset in formsets:
            stored = as_stored(formset)
            numbers = [
                value for name, value in kept.data if name.startswith(f"{formset.prefix}-") and name.endswith("-id")
            ]
            if any(number and number not in stored for number in numbers):
                fit_lines(data, formset)
        notes_of(request).update(restored=data, autosave=kept)

    def _keep(
        self, request: HttpRequest, article: Article | None, sent: QueryDict, key: uuid.UUID | None = None
    ) -> Autosave | None:
        """Keep what was sent and could not be saved as if it had been typed only."""
        buttons = {*VERBS, "_save", "_continue", "_addanother", WAITED}
        pairs = [[name, value] for name, values in sent.lists() for value in values if name not in buttons]
        pairs = [pair for pair in pairs if not pair[0].startswith(CHOICE)]
        if article is None:
            pairs = [pair for pair in pairs if pair[0] not in ("seen", "draft")]
        try:
            return autosaving.keep(request.user, autosaving.read_pairs(pairs), article=article, key=key)
        except autosaving.NotKept:
            return None

    def _unbound(self, request: HttpRequest, article: Article | None) -> tuple[Any, list[BaseInlineFormSet]]:
        """Return the form and the lists of lines as they are stored, bound to no data."""
        fields = flatten_fieldsets(self.get_fieldsets(request, article))
        form = self.get_form(request, article, change=article is not None, fields=fields)(instance=article)
        formsets = [
            formset(
                instance=article or self.model(),
                prefix=formset.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for formset, inline in self.get_formsets_with_inlines(request, article)
        ]
        return form, formsets


def restored_form(form: Any, data: QueryDict) -> Any:
    """Return a form class like `form` that opens with `data` in it, and with no mistakes marked."""

    class Restored(form):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(data, {}, **kwargs)
            self._errors = ErrorDict()

    return Restored


def says_nothing_new(form: forms.ModelForm, formsets: list[BaseInlineFormSet], data: QueryDict) -> bool:
    """Whether `data` has no word that is not stored; `form` and `formsets` are the article as it is stored."""
    stored, kept = values_of(form, formsets, as_sent(form, formsets)), values_of(form, formsets, data)
    if any(kept[name] != stored[name] for name in kept):
        return False
    # In the panels of the buttons; the choices in them begin with something.
    panels = [name for name in PANEL_FIELDS if not isinstance(form.fields.get(name), forms.ChoiceField | None)]
    typed = {data.get(key, "").strip() for name in panels for key in keys_of(form, name)} - {""}
    if not typed:
        return True
    # The words that readers find at its address begin as they are.
    notice = states.standing(form.instance)["withdrawn"]
    return typed == {comparable(form.fields["withdraw_note"], notice["note"])} if notice else False


def notes_of(request: HttpRequest) -> dict[str, Any]:
    """What the steps of one request tell each other."""
    if not hasattr(request, "desk_saving"):
        request.desk_saving = {}  # type: ignore[attr-defined]
    return request.desk_saving  # type: ignore[attr-defined,no-any-return]


def _query(pairs: list[list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return data


def read_uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
