"""Remarks on an article, beside the form; and the addresses that its script, or a plain form, sends them to.

An answer is JSON for the script. A browser without it gets the article's form back, with a sentence.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import commenting
from articles.body.values import identifiers
from articles.models import Article, Comment
from articles.rights import may_see
from newsroom.accounts.roles import called

VERBS = ("resolve", "reopen", "edit", "delete")


class CommentPages(ModelAdmin):
    """Adds the comments to what the article's form shows."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        if article is not None:
            context |= panel(request, article)
        return super().render_change_form(request, context, *args, **kwargs)


def panel(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Return what `_comments.html` takes."""
    found = commenting.threads(article)
    settled = [each for each in found if each.resolved_at]
    return {
        "open_comments": [each for each in found if not each.resolved_at],
        "settled_comments": settled,
        "comment_limit": commenting.TEXT_AT_MOST,
        "comment_words": {
            "Comment": _("Comment"),
            "Show the comment": _("Show the comment"),
            "on words that have changed": _("on words that have changed"),
            "not sent": _("The comment could not be sent. What you wrote is still here: try again."),
            "sent": _("The comment is sent."),
            "done": _("Done."),
        },
    }


def for_who_sees(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: hands the article over, to those who may see it; others get 403, and its number tells nothing."""

    @never_cache
    def allowed(request: HttpRequest, article: int, **rest: Any) -> HttpResponse:
        user = request.user
        if not (user.is_active and user.is_staff):
            return JsonResponse(
                {"error": _("Sign in again, in another tab. What you wrote is still here.")}, status=403
            )
        found = Article.objects.filter(pk=article).first()
        if found is None or not may_see(user, found):
            return JsonResponse({"error": _("You may not see this article, or it is gone.")}, status=403)
        return view(request, found, **rest)

    return allowed


@for_who_sees
def comments(request: HttpRequest, article: Article) -> HttpResponse:
    """Give the list of comments; a POST writes one: `text`, `quote`, `before`, `parent`, `mentions`."""
    if request.method == "GET":
        return _list(request, article)
    return _write(request, article)


@require_POST
def _write(request: HttpRequest, article: Article) -> HttpResponse:
    parent = None
    if number := _numbers(request.POST.get("parent", "")):
        parent = Comment.objects.select_related("parent").filter(pk=number[0], article=article).first()
    if request.POST.get("parent") and parent is None:
        return _refused(request, article, _("The comment that you answered is gone."))
    try:
        made = commenting.comment(
            article,
            request.POST.get("text", ""),
            by=request.user,
            parent=parent,
            quote=request.POST.get("quote", ""),
            before=request.POST.get("before", ""),
            mentions=_mentions(request),
        )
    except commenting.Refused as refused:
        return _refused(request, article, str(refused))
    return _list(request, article, at=made.pk, note=_not_told(made))


@require_POST
@for_who_sees
def one_comment(request: HttpRequest, article: Article, comment: int, verb: str) -> HttpResponse:
    """Settle, reopen, change or take away one comment: `verb` is one of `VERBS`."""
    if verb not in VERBS:
        raise Http404
    found = get_object_or_404(Comment.objects.select_related("parent"), pk=comment, article=article)
    try:
        if verb == "edit":
            commenting.edit(found, request.POST.get("text", ""), by=request.user, mentions=_mentions(request))
        elif verb == "delete":
            commenting.delete(found, by=request.user)
        elif verb == "resolve":
            commenting.resolve(found, by=request.user)
        else:
            commenting.reopen(found)
    except commenting.Refused as refused:
        return _refused(request, article, str(refused))
    return _list(request, article, at=comment, note=_not_told(found))


@require_safe
@for_who_sees
def people(request: HttpRequest, article: Article) -> HttpResponse:
    """Suggest whom to mention. Query: `term`. Names and roles only: an address is nobody's business here."""
    found = commenting.mentionable(article, request.GET.get("term", "")[:80])
    return JsonResponse(
        {
            "results": [
                {
                    "id": user.pk,
                    "name": commenting.shown_name(user),
                    "note": ", ".join(called(group.name) for group in user.groups.all()),
                }
                for user in found
            ]
        }
    )


def _not_told(comment: Comment) -> str:
    names: list[str] = getattr(comment, "not_told", [])
    return " ".join(_("%(name)s cannot open this article and was not told.") % {"name": name} for name in names)


def _list(request: HttpRequest, article: Article, at: int | None = None, note: str = "") -> HttpResponse:
    if not _wants_json(request):
        if note:
            messages.warning(request, note)
        return HttpResponseRedirect(_form(article, at))
    context = panel(request, article) | {"original": article}
    anchors = [
        {"id": each.pk, "quote": each.quote, "before": each.before} for each in context["open_comments"] if each.quote
    ]
    return JsonResponse(
        {
            "html": render_to_string("admin/articles/article/_comment_list.html", context, request),
            "open": len(context["open_comments"]),
            "anchors": anchors,
            "at": at,
            "note": note,
        }
    )


def _refused(request: HttpRequest, article: Article, sentence: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": sentence}, status=400)
    messages.error(request, sentence)
    # A browser without the script leaves the page: what was typed comes back in the message's place.
    if typed := request.POST.get("text", "").strip():
        messages.info(request, _("You wrote: %(text)s") % {"text": typed[: commenting.TEXT_AT_MOST]})
    return HttpResponseRedirect(_form(article))


def _form(article: Article, at: int | None = None) -> str:
    place = f"comment-{at}" if at else "desk-comments"
    return f"{reverse('admin:articles_article_change', args=[article.pk])}#{place}"


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _numbers(value: str) -> list[int]:
    return [int(number) for number in (identifiers(value) or "").split(",") if number]


def _mentions(request: HttpRequest) -> list[int]:
    return _numbers(",".join(request.POST.getlist("mentions")[:100]))
