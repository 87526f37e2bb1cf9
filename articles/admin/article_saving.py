"""Nothing typed is lost, and nobody overwrites a colleague: autosave, presence, merge."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import transaction
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles import autosaving
from articles.merging import Seen
from articles.models import Article, Autosave
from articles.rights import may_write
from articles.working_copy import ChangedSince, claim, last_write

from .article_form import VERBS
from .conflicts import conflicts_of, label_of
from .form_values import as_stored, fit_lines
from .merged_form import CHOICE, Merged, merge, seen_now
from .saving_words import saving_state
from .seen_rows import SeenRows

ATTEMPTS = 3
BEGUN_SHOWN = 10
# The browser's copy of the words goes when it hears that they were saved.
SAVED_COOKIE = "desk_saved"


class SafeSaving(SeenRows, ModelAdmin):
    """Every write of the form is checked against what the person saw; every form opens with what was typed in it."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method != "POST":
            self._take_up(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)
        sent = request.POST
        for _attempt in range(ATTEMPTS):
            request.POST = sent
            request.desk_saving = {}  # type: ignore[attr-defined]
            try:
                with transaction.atomic():
                    response = self._merged_first(request, object_id) or super().changeform_view(
                        request, object_id, form_url, extra_context
                    )
                    return self._let_go(request, object_id, sent, response)
            except ChangedSince as late:
                refused = late
        self._keep(request, refused.article, sent)
        messages.error(request, str(refused))
        return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            claim(obj, seen=_notes(request)["revision"])
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        _notes(request)["saved"] = form.instance
        if said := _notes(request).get("said"):
            messages.info(request, said)

    # Opening the form

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return restored_form(form, _notes(request)["restored"]) if "restored" in _notes(request) else form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        restored = _notes(request).get("restored")
        if restored is not None and f"{prefix}-TOTAL_FORMS" in restored:
            kwargs |= {"data": restored, "files": {}}
        return kwargs

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if "restored" in _notes(request):
            for formset in formsets:
                # What is put back was not submitted: it has no mistakes yet.
                formset._errors = [ErrorDict() for _form in formset.forms]
                formset._non_form_errors = ErrorList()
                for form in formset.forms:
                    form._errors = ErrorDict()
        return formsets, inlines

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        writes = may_write(request.user, article) if article else self.has_add_permission(request)
        if writes and not context.get("is_popup"):
            context["saving"] = self._saving(request, article, context)
        return super().render_change_form(request, context, *args, **kwargs)

    def _saving(self, request: HttpRequest, article: Article | None, context: dict[str, Any]) -> dict[str, Any]:
        """What templates/admin/articles/article/_saving.html takes."""
        notes = _notes(request)
        restored: Autosave | None = notes.get("autosave")
        key = restored.key if restored else _uuid(request.POST.get("draft") or request.GET.get("draft")) or uuid.uuid4()
        if request.method == "POST":
            seen = request.POST.get("seen", "")
            self._keep(request, article, request.POST, key)
        elif restored is not None:
            seen = notes["restored"].get("seen", "")
        elif article is not None:
            formsets = [each.formset for each in context["inline_admin_formsets"]]
            seen = seen_now(context["adminform"].form, formsets, article.revision).written()
        else:
            seen = ""
        begun = (
            [] if article or restored or request.method == "POST" else autosaving.begun(request.user, BEGUN_SHOWN + 1)
        )
        return {
            "state": saving_state(request.user, article, key, restored, is_behind=request.method == "POST"),
            "seen": seen,
            "key": key,
            "restored": restored,
            "begun": begun[:BEGUN_SHOWN],
            "more_begun": len(begun) > BEGUN_SHOWN,
            "shown_at_most": BEGUN_SHOWN,
        }

    def _take_up(self, request: HttpRequest, object_id: str | None) -> None:
        """Find what the person typed and did not save, for the form that is about to be shown."""
        article = self.get_object(request, unquote(object_id)) if object_id else None
        key = _uuid(request.GET.get("draft"))
        if object_id and (article is None or not may_write(request.user, article)):
            return
        if object_id is None and (key is None or not self.has_add_permission(request)):
            return
        kept = autosaving.of_article(request.user, article) if article else autosaving.of_key(request.user, key)  # type: ignore[arg-type]
        if kept is None:
            return
        data = _query(kept.data)
        for formset in self._unbound(request, article)[1]:
            stored = as_stored(formset)
            numbers = [
                value for name, value in kept.data if name.startswith(f"{formset.prefix}-") and name.endswith("-id")
            ]
            if any(number and number not in stored for number in numbers):
                fit_lines(data, formset)
        _notes(request).update(restored=data, autosave=kept)

    # Saving it

    def _merged_first(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """Put the merge of both sides where the browser's form was; answer instead where somebody must choose."""
        if object_id is None:
            return None
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._without_article(request)
        if not self.has_change_permission(request, article):
            return None
        Article.objects.select_for_update().get(pk=article.pk)
        article.refresh_from_db()
        _notes(request)["revision"] = article.revision
        seen = self._seen(request, article)
        if seen is None or seen.revision == article.revision:
            return None
        form, formsets = self._unbound(request, article)
        merged = merge(form, formsets, request.POST, seen, article.revision)
        if merged.sides.conflicts:
            return self._ask(request, article, form, formsets, merged)
        if merged.sides.theirs or any(name.startswith(CHOICE) for name in request.POST):
            self._say_merged(request, article, form, formsets, merged)
        request.POST = merged.data  # type: ignore[assignment]
        return None

    def _seen(self, request: HttpRequest, article: Article) -> Seen | None:
        """What the sender saw; None where nobody else can have written in between."""
        if "seen" in request.POST:
            return Seen.read(request.POST["seen"])
        # Every form of ours says what it showed. What comes without may write over the sender's own
        # work and over that of the clock and of imports, but not over a colleague's.
        newest = article.versions.defer("content").first()
        is_mine = newest is None or newest.made_by_id in (None, request.user.pk)
        return None if is_mine else Seen(0, {})

    def _say_merged(self, request: HttpRequest, article: Article, form: Any, formsets: Any, merged: Merged) -> None:
        who, when = last_write(article)
        words = {
            "who": who or _("somebody"),
            "time": date_format(localtime(when), "TIME_FORMAT"),
            "fields": ", ".join(label_of(name, form, formsets) for name in merged.sides.theirs),
        }
        said = [_("Merged with what %(who)s saved at %(time)s: %(fields)s.") % words] if words["fields"] else []
        verbs = [verb for verb in VERBS if verb in merged.data]
        if verbs:
            # Nobody publishes words that they have not seen.
            for verb in verbs:
                del merged.data[verb]
            merged.data["_save"] = ""
            said.append(_("It is saved and nothing more: read it, then press the button again."))
        _notes(request)["said"] = " ".join(said)

    def _ask(self, request: HttpRequest, article: Article, form: Any, formsets: Any, merged: Merged) -> HttpResponse:
        self._keep(request, article, request.POST)
        who, when = last_write(article)
        hidden = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and name not in VERBS and not name.startswith(CHOICE) and name != "_save"
        ]
        if "seen" not in request.POST:
            hidden.append(("seen", Seen(0, {}).written()))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": _("Two people changed this article"),
            "who": who,
            "when": when,
            "conflicts": conflicts_of(
                merged.sides.conflicts, form, formsets, request.POST, merged.stored, merged.stored_prints
            ),
            "agreed": ", ".join(label_of(name, form, formsets) for name in merged.sides.theirs),
            "hidden": hidden,
        }
        return TemplateResponse(request, "admin/articles/article/conflict.html", context, status=409)

    def _without_article(self, request: HttpRequest) -> HttpResponse | None:
        """The article was deleted while somebody wrote: the words begin a new one."""
        if not self.has_add_permission(request):
            return None
        kept = self._keep(request, None, request.POST, uuid.uuid4())
        if kept is None:
            return None
        messages.warning(
            request, _("The article was deleted meanwhile. Your words are here: Save makes a new one of them.")
        )
        return HttpResponseRedirect(f"{reverse('admin:articles_article_add')}?draft={kept.key}")

    def _let_go(self, request: HttpRequest, object_id: str | None, sent: QueryDict, response: Any) -> Any:
        """Once it is saved, nothing is kept beside it."""
        saved = _notes(request).get("saved")
        if saved is None:
            return response
        if object_id is None:
            autosaving.forget(request.user, article=None, key=_uuid(sent.get("draft")))
        else:
            autosaving.forget(request.user, article=saved)
        if typed := _uuid(sent.get("typed")):
            response.set_cookie(SAVED_COOKIE, str(typed), max_age=600, samesite="Lax", secure=request.is_secure())
        return response

    def _keep(
        self, request: HttpRequest, article: Article | None, sent: QueryDict, key: uuid.UUID | None = None
    ) -> Autosave | None:
        """Keep what was sent and could not be saved as if it had been typed only."""
        buttons = {*VERBS, "_save", "_continue", "_addanother"}
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


def _notes(request: HttpRequest) -> dict[str, Any]:
    """What the steps of one request tell each other."""
    if not hasattr(request, "desk_saving"):
        request.desk_saving = {}  # type: ignore[attr-defined]
    return request.desk_saving  # type: ignore[attr-defined,no-any-return]


def _query(pairs: list[list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return data


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
