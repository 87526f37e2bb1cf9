"""From draft to published: the buttons of the states, who is on it, until when; its history, and the trash."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import rights, workflow
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.audit.log import record

from .article_access import AccessByRights
from .article_form import DateWidget, MomentWidget
from .article_verbs import REFUSED, STEPS, refusals
from .moment_fields import DayField, MomentField
from .next_steps import steps
from .revisions import revision_shown

# What editors plan; a writer reads it.
PLANNED_BY_EDITORS = ["assigned_to", "due_at", "planned_for", "priority"]
PLANNING = (
    gettext_lazy("Planning"),
    {
        "classes": ["side"],
        "description": format_lazy(
            "{} {}", gettext_lazy("Times are the newsroom's:"), timezone.get_default_timezone_name()
        ),
        "fields": ["assigned_to", "priority", "due_at", "planned_for", "embargo_until", "embargo_source"],
    },
)


class WorkflowPages(AccessByRights):
    """Adds to the article's admin: rights of each article, the panel of planning, verbs with an address."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.step_view))
        return [path("<int:article>/do/<slug:verb>/", view, name="articles_article_step"), *super().get_urls()]

    def step_view(self, request: HttpRequest, article: int, verb: str) -> HttpResponse:
        """Do one of `STEPS` with an article. POST `seen`: the revision that the person was shown."""
        found = get_object_or_404(Article, pk=article)
        if verb not in STEPS or not rights.may(request.user, verb, found):
            raise PermissionDenied
        function, words = STEPS[verb]
        try:
            function(found, by=request.user, seen=revision_shown(request.POST.get("seen")))
        except REFUSED as error:
            for sentence in refusals(error):
                messages.error(request, sentence)
        else:
            said = words % {"headline": found.headline}
            if verb == "throw_away":
                messages.success(request, undo(request, found, said))
                return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
            messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[found.pk]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        context["steps"] = steps(request.user, article, context.get("standing"))
        context["may_withdraw"] = request.user.has_perm("articles.withdraw_article")
        context["may_delete_for_good"] = bool(
            article and article.trashed_at and rights.may(request.user, "delete", article)
        )
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_fieldsets(request, obj), PLANNING]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = list(super().get_readonly_fields(request, obj))
        return fields if request.user.has_perm("articles.change_article") else [*fields, *PLANNED_BY_EDITORS]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("due_at", "embargo_until"):
            kwargs |= {"form_class": MomentField, "widget": MomentWidget(in_panel=False)}
        if db_field.name == "planned_for":
            kwargs |= {"form_class": DayField, "widget": DateWidget()}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "assigned_to":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True).order_by("name", "email")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        before = workflow.planned(Article.objects.get(pk=obj.pk) if change else Article())
        super().save_model(request, obj, form, change)
        if not change:
            record("article.made", obj, by=request.user)
        workflow.note_plan(obj, before, cast("User", request.user))


def undo(request: HttpRequest, article: Article, said: str) -> str:
    """Return a message about what was thrown away, with a button that brings it back."""
    return format_html(
        '<form method="post" action="{}" class="desk-undo"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="seen" value="{}">{} <button class="desk-button">{}</button></form>',
        reverse("admin:articles_article_step", args=[article.pk, "bring_back"]), get_token(request), article.revision,
        said, _("Undo"),
    )  # fmt: skip
