"""Verbs for many articles of the list at once: each done or refused by itself, and said so."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation, ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import publishing, rights, trash, workflow
from articles.models import Article
from newsroom.accounts.models import User

from .article_form import DateWidget
from .article_verbs import REFUSED, refusals
from .moment_fields import DayField
from .revisions import revision_shown
from .seen_rows import FIELD

AT_ONCE = 100
# Those whose right is asked for the whole room; the rest is for everybody who has articles.
NEEDS = {
    "approve_selected": "articles.publish_article",
    "publish_selected": "articles.publish_article",
    "assign_selected": "articles.change_article",
    "plan_selected": "articles.change_article",
}
OUTSIDE_TRASH = ["submit_selected", "approve_selected", "assign_selected", "plan_selected", "publish_selected",
                 "throw_away_selected"]  # fmt: skip
IN_TRASH = ["bring_back_selected", "delete_selected"]


class AssignForm(forms.Form):
    """To whom; nobody is an answer too."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Assign to"), required=False, empty_label=gettext_lazy("Nobody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[User]", self.fields["person"])
        field.queryset = User.objects.filter(is_active=True, is_staff=True).order_by("name", "email")


class DayForm(forms.Form):
    """For which day; empty: for none."""

    day = DayField(label=gettext_lazy("Plan for"), required=False, widget=DateWidget)


def _has_something_new(article: Article) -> bool:
    """Whether publishing would change what readers have."""
    return article.has_changes or article.live_edition is None


class BulkActions(ModelAdmin):
    """Adds actions to the articles' list."""

    actions = [*OUTSIDE_TRASH, "bring_back_selected"]

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        found = super().get_actions(request, action_location=action_location)
        offered = IN_TRASH if request.GET.get("trash") else OUTSIDE_TRASH
        return {
            name: action
            for name, action in found.items()
            if name in offered and (name not in NEEDS or request.user.has_perm(NEEDS[name]))
        }

    @admin.action(description=gettext_lazy("Submit for review"))
    def submit_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._each(request, queryset, "submit_for_review", workflow.submit_for_review)

    @admin.action(description=gettext_lazy("Mark as ready"))
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._each(request, queryset, "approve", workflow.approve)

    @admin.action(description=gettext_lazy("Publish"))
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._each(request, queryset, "publish", publishing.publish, is_needed=_has_something_new)

    @admin.action(description=gettext_lazy("Assign to…"))
    def assign_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        form = AssignForm(request.POST if "apply" in request.POST else None)
        if not form.is_valid():
            return self._ask_more(request, queryset, form, "assign_selected", _("Assign to…"))
        person = form.cleaned_data["person"]
        self._each(request, queryset, "assign", lambda article, **who: workflow.assign(article, person, **who))
        return None

    @admin.action(description=gettext_lazy("Plan for a day…"))
    def plan_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        form = DayForm(request.POST if "apply" in request.POST else None)
        if not form.is_valid():
            return self._ask_more(request, queryset, form, "plan_selected", _("Plan for a day…"))
        day = form.cleaned_data["day"]
        self._each(request, queryset, "plan", lambda article, **who: workflow.plan(article, planned_for=day, **who))
        return None

    @admin.action(description=gettext_lazy("Move to the trash"))
    def throw_away_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._each(request, queryset, "throw_away", trash.throw_away)

    @admin.action(description=gettext_lazy("Bring back"))
    def bring_back_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._each(request, queryset, "bring_back", trash.bring_back)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        trash.delete_for_good(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        with transaction.atomic():
            for article in queryset:
                trash.delete_for_good(article, by=request.user)

    def _each(
        self,
        request: HttpRequest,
        queryset: QuerySet[Article],
        verb: str,
        function: Callable[..., Any],
        is_needed: Callable[[Article], bool] = lambda article: True,
    ) -> None:
        """Call a verb for each article with the revision that the person saw; say what was done and what was not."""
        chosen = list(queryset[: AT_ONCE + 1])
        if len(chosen) > AT_ONCE:
            messages.error(request, _("At most %(number)d at once: choose fewer.") % {"number": AT_ONCE})
            return
        done = 0
        for article in chosen:
            if not rights.may(request.user, verb, article):
                messages.error(request, _("“%(headline)s” is not yours to do this with.") % {"headline": article})
                continue
            if not is_needed(article):
                sentence = _("“%(headline)s” was left out: readers have it as it is.")
                messages.info(request, sentence % {"headline": article})
                continue
            try:
                function(article, by=request.user, seen=revision_shown(request.POST.get(f"{FIELD}{article.pk}")))
            except REFUSED as error:
                sentence = " ".join(refusals(error))
                named = sentence if article.headline in sentence else f"“{article.headline}”: {sentence}"
                messages.error(request, named)
            else:
                done += 1
        if done:
            words = ngettext("Done for %(count)d article.", "Done for %(count)d articles.", done)
            messages.success(request, words % {"count": done})

    def _ask_more(
        self, request: HttpRequest, queryset: QuerySet[Article], form: forms.Form, action: str, title: str
    ) -> HttpResponse:
        """Show what was chosen, and ask for what the verb needs."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        chosen = list(queryset[: AT_ONCE + 1])
        context = self.admin_site.each_context(request) | {
            "title": title, "form": form, "action": action, "opts": self.opts, "at_once": AT_ONCE,
            "too_many": len(chosen) > AT_ONCE, "checkbox": ACTION_CHECKBOX_NAME,
            "chosen": [(one, request.POST.get(f"{FIELD}{one.pk}", "")) for one in chosen[:AT_ONCE]],
        }  # fmt: skip
        return TemplateResponse(request, "admin/articles/article/bulk.html", context)
