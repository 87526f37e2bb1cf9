"""Where articles are written. The buttons call the verbs of `publishing`; saving alone changes nothing public."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorField
from unfold.admin import ModelAdmin

from articles import publishing, rights, versions
from articles.body.text import reading_minutes, word_count
from articles.models import Article, ArticleVersion
from articles.transitions import NotReady, words_of
from newsroom.accounts.models import User
from newsroom.admin_csp import NonceMediaMixin

from . import states
from .article_checks import CheckPages
from .article_comments import CommentPages
from .article_form import VERBS, ArticleForm
from .article_list import ArticleList
from .article_look import Look
from .article_planning import PlanningPages
from .article_previews import PreviewPages
from .article_reading import ReadingPage
from .article_related import RelatedPages
from .article_saving import SafeSaving
from .article_verbs import may_press, run
from .article_versions import VersionPages
from .article_workflow import WorkflowPages
from .deleting import KeptWhileUsed, used_in
from .inlines import BylineInline
from .log_history import LogHistory
from .related_lines import RelatedInline
from .widgets import ArticleBody, ChooserSelect

# Beside the text, and open. The template of the form says what the classes mean.
SIDE = ["side", "open"]


@admin.register(Article)
class ArticleAdmin(
    NonceMediaMixin,
    Look,
    ReadingPage,
    SafeSaving,
    WorkflowPages,
    LogHistory,
    PlanningPages,
    CheckPages,
    PreviewPages,
    RelatedPages,
    CommentPages,
    VersionPages,
    KeptWhileUsed,
    ArticleList,
    ModelAdmin,
):
    form = ArticleForm
    has_versions = True
    inlines = [BylineInline, RelatedInline]
    formfield_overrides = {ProseEditorField: {"widget": ArticleBody}}
    # saving.js keeps what is typed, and warns where it cannot.
    warn_unsaved_form = False
    fieldsets = [
        (None, {"fields": ["headline", "deck", "body"]}),
        (gettext_lazy("Section and tags"), {"classes": SIDE, "fields": ["section", ("genre", "kicker"), "tags"]}),
        (gettext_lazy("Lead picture"), {"classes": SIDE, "fields": ["lead_picture", "lead_caption"]}),
        (
            gettext_lazy("Search and social"),
            {
                "classes": ["below"],
                "fields": [
                    ("search_headline", "search_description"),
                    ("social_headline", "social_description"),
                    ("social_picture", "front_headline"),
                ],
            },
        ),
        (
            gettext_lazy("Address and language"),
            {"classes": ["side", "last"], "fields": ["slug", "language", "translation_of", "canonical_url"]},
        ),
        (
            gettext_lazy("More"),
            {"classes": ["side", "last"], "fields": ["credit_line", "shows_appeal"]},
        ),
        # The head of the panel shows it: see templates/admin/articles/article/_related.html.
        (gettext_lazy("Related news"), {"classes": ["in-related"], "fields": ["shows_related"]}),
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = cast("type[ArticleForm]", super().get_form(request, obj, change, **kwargs))
        form.verb = self._verb(request)
        form.may_add_tags = request.user.has_perm("articles.add_tag")
        query = {"not_language": obj.language} if obj else {}
        target = RelatedInline.model._meta.get_field("target")
        form.translation_widget = ChooserSelect(target, self.admin_site, what="articles", query=query)
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("lead_picture", "social_picture"):
            kwargs["widget"] = ChooserSelect(db_field, self.admin_site, what="pictures", preview=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        context["may_publish"] = request.user.has_perm("articles.publish_article")
        context["zone"] = timezone.get_default_timezone_name()
        context["clock_there"] = timezone.localtime(timezone=timezone.get_default_timezone())
        context["standing"] = states.standing(article) if article else None
        context["counted"] = _counted(context["adminform"].form)
        if context["standing"]:
            article.shown_live = context["standing"]["live"]  # type: ignore[union-attr]
        if context["standing"] and (notice := context["standing"]["withdrawn"]):
            leaves = ("page" if notice["names"] else "unnamed") if notice["says_so"] else "nothing"
            context["adminform"].form.initial |= {"withdraw_leaves": leaves, "withdraw_note": notice["note"]}
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = cast("User", request.user)
        obj.slug = publishing.unique_slug(obj) if obj.slug else ""
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        article, verb = form.instance, self._verb(request)
        for word, name in getattr(form.fields.get("tags"), "understood", {}).items():
            messages.info(request, _("“%(word)s” is another word for the tag “%(tag)s”.") % {"word": word, "tag": name})
        try:
            if verb is not None and not may_press(request.user, verb, article):
                if VERBS[verb] not in rights.MAKES_PUBLIC or not rights.is_withdrawn(article):
                    raise PermissionDenied
                # A page that was opened before a colleague withdrew it still has the button.
                raise NotReady([_("It was withdrawn: ask a chief editor to bring it back.")])
            done = run(verb, article, form.cleaned_data, request.user)
        except NotReady as refused:
            for sentence in refused.sentences:
                messages.error(request, sentence)
            messages.info(request, _("What you wrote is saved; nothing public changed."))
        else:
            if done:
                messages.success(request, done)
        versions.keep(article, ArticleVersion.Reason.SAVED, request.user)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        return self._stay(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._stay(request, obj) or super().response_change(request, obj)

    def _stay(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """After a verb, and after Save, the article stays open: its state stands above it."""
        if "_popup" in request.POST:
            return None
        if self._verb(request) is None:
            self._say_saved(request, article)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _say_saved(self, request: HttpRequest, article: Article) -> None:
        pending = article.editions.filter(live_from__gt=timezone.now()).order_by("live_from").first()
        if pending is None and article.state_now == Article.State.WITHDRAWN:
            messages.success(request, _("Saved. The article stays withdrawn until it is brought back."))
            return
        if pending is None or not states.differs(article, pending):
            messages.success(request, _("Saved. Readers see no change before you publish."))
            return
        said = _("Saved here. The text as it was scheduled goes out on %(moment)s.")
        said %= {"moment": words_of(pending.live_from)}
        if may_press(request.user, "_schedule_anew", article):
            # It belongs to the form, so that what is typed by then comes along.
            button = '{} <button form="article_form" name="_schedule_anew" class="desk-button">{}</button>'
            said = format_html(button, said, _("Schedule this text instead"))
        messages.warning(request, said)

    def _verb(self, request: HttpRequest) -> str | None:
        return next((verb for verb in VERBS if verb in request.POST), None)

    def uses_of(self, record: Any) -> list[str]:
        if record.editions.exists():
            return [_("Readers have seen it: withdraw it instead, and its address will say so."), *used_in(record)]
        if record.trashed_at is None:
            return [_("It is not in the trash: delete it there.")]
        return super().uses_of(record)

    def view_on_site(self, obj: Article) -> str | None:
        live = obj.shown_live if hasattr(obj, "shown_live") else obj.live_edition
        return live.get_absolute_url() if live else None


def _counted(form: Any) -> dict[str, int]:
    """Return how long the text in the form is, as the script of the form counts it from then on."""
    said = {name: str(form[name].value() or "") if name in form.fields else "" for name in ("body", "headline")}
    words = word_count(said["body"])
    return {"words": words, "minutes": reading_minutes(words), "headline": len(said["headline"].strip())}
