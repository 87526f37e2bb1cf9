"""Nothing typed is lost, and nobody overwrites a colleague: autosave, presence, merge."""

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles import autosaving, versions
from articles.merging import Seen
from articles.models import Article, Autosave
from articles.rights import may_write
from articles.working_copy import ChangedSince, claim, last_write

from .article_form import VERBS
from .conflicts import conflicts_of, label_of
from .merged_form import CHOICE, WAITED, Merged, merge, seen_now
from .restoring import Restoring, notes_of, read_uuid
from .saving_words import saving_state
from .seen_rows import SeenRows

ATTEMPTS = 3
BEGUN_SHOWN = 10
BRINGS_BACK = "_reinstate"
# The browser's copy of the words goes when it hears that they were saved.
SAVED_COOKIE = "desk_saved"


class SafeSaving(Restoring, SeenRows, ModelAdmin):
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
            claim(obj, seen=notes_of(request)["revision"])
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        notes_of(request)["saved"] = form.instance
        if said := notes_of(request).get("said"):
            messages.info(request, said)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        writes = may_write(request.user, article) if article else self.has_add_permission(request)
        if writes and not context.get("is_popup"):
            context["saving"] = self._saving(request, article, context)
        return super().render_change_form(request, context, *args, **kwargs)

    def _saving(self, request: HttpRequest, article: Article | None, context: dict[str, Any]) -> dict[str, Any]:
        """What templates/admin/articles/article/_saving.html takes."""
        notes = notes_of(request)
        restored: Autosave | None = notes.get("autosave")
        key = (
            restored.key
            if restored
            else read_uuid(request.POST.get("draft") or request.GET.get("draft")) or uuid.uuid4()
        )
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
        notes_of(request)["revision"] = article.revision
        # Every form of ours says what it showed: what comes without is asked about every difference.
        seen = Seen.read(request.POST.get("seen", ""))
        if seen.revision == article.revision:
            return None
        form, formsets = self._unbound(request, article)
        recall = partial(versions.said_before, article, revision=seen.revision)
        merged = merge(form, formsets, request.POST, seen, article.revision, recall)
        if merged.sides.conflicts:
            return self._ask(request, article, form, formsets, merged)
        if (
            merged.sides.theirs
            or merged.woven
            or merged.joined
            or any(name.startswith(CHOICE) for name in request.POST)
        ):
            self._say_merged(request, article, form, formsets, merged)
        request.POST = merged.data  # type: ignore[assignment]
        return None

    def _say_merged(self, request: HttpRequest, article: Article, form: Any, formsets: Any, merged: Merged) -> None:
        who, when = last_write(article)
        words = {
            "who": who or _("somebody"),
            "time": date_format(localtime(when), "TIME_FORMAT"),
            "fields": ", ".join(
                label_of(name, form, formsets) for name in (*merged.sides.theirs, *merged.woven, *merged.joined)
            ),
        }
        said = [_("Merged with what %(who)s saved at %(time)s: %(fields)s.") % words] if words["fields"] else []
        waited = merged.data.get(WAITED)
        if waited == BRINGS_BACK:
            merged.data[BRINGS_BACK] = ""
        # It gives readers what they had: no word of either side goes out.
        verbs = [verb for verb in VERBS if verb in merged.data and verb != BRINGS_BACK]
        waited = None if waited == BRINGS_BACK else waited
        if verbs or waited in VERBS:
            # Nobody publishes words that they have not seen.
            for verb in verbs:
                del merged.data[verb]
            merged.data["_save"] = ""
            if "_publish" in (*verbs, waited):
                said.append(_("It is saved and was not published: read it, then press the button again."))
            else:
                said.append(_("It is saved and nothing more: read it, then press the button again."))
        notes_of(request)["said"] = " ".join(said)

    def _ask(self, request: HttpRequest, article: Article, form: Any, formsets: Any, merged: Merged) -> HttpResponse:
        self._keep(request, article, request.POST)
        who, when = last_write(article)
        newest = article.versions.defer("content").first()
        is_me = bool(who) and newest is not None and newest.made_by_id == request.user.pk
        left_out = {"csrfmiddlewaretoken", "_save", *VERBS}
        hidden = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in left_out and not name.startswith(CHOICE)
        ]
        waits = next((verb for verb in VERBS if verb in request.POST), None)
        if waits and WAITED not in request.POST:
            hidden.append((WAITED, waits))
        if "seen" not in request.POST:
            hidden.append(("seen", Seen(0, {}).written()))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": _("You changed this article in two places") if is_me else _("Two people changed this article"),
            "who": who,
            "is_me": is_me,
            "when": when,
            "waits": (waits or request.POST.get(WAITED, BRINGS_BACK)) != BRINGS_BACK,
            "conflicts": conflicts_of(merged, form, formsets, request.POST),
            "woven": ", ".join(
                label_of(name, form, formsets) for name in dict.fromkeys((*merged.woven, *merged.partly))
            ),
            "joined": ", ".join(label_of(name, form, formsets) for name in merged.joined),
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
        saved = notes_of(request).get("saved")
        if saved is None:
            return response
        if object_id is None:
            autosaving.forget(request.user, article=None, key=read_uuid(sent.get("draft")))
        else:
            autosaving.forget(request.user, article=saved)
        if typed := read_uuid(sent.get("typed")):
            response.set_cookie(SAVED_COOKIE, str(typed), max_age=600, samesite="Lax", secure=request.is_secure())
        return response
