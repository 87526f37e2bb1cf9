"""Answers for saving.js: what is typed is kept, who else is here, whether the person is still signed in.

JSON for people who may write. A refusal is 400 with one sentence, 403 for who may not.
"""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import autosaving, presence
from articles.models import Article, Autosave
from articles.rights import may_write
from articles.working_copy import last_write

from .restoring import read_uuid

TABS_AT_MOST = 50
# A little more than the words themselves: names, quotes, escapes.
REQUEST_AT_MOST = autosaving.BYTES_AT_MOST + 200_000


class Refused(Exception):
    """The request was refused: the sentence and the status of the answer."""

    def __init__(self, sentence: str, status: int = 400):
        self.status = status
        super().__init__(sentence)


def for_writers(view: Callable[[HttpRequest, dict[str, Any]], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Decorator: POST with a JSON object from somebody who may write articles; refusals become answers."""

    @require_POST
    @never_cache
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                raise Refused(_("You are signed out."), 403)
            return view(request, _read(request))
        except (Refused, autosaving.NotKept) as refused:
            status = getattr(refused, "status", 400)
            return JsonResponse({"error": str(refused), "user": request.user.pk}, status=status)

    return answered


@for_writers
def autosave(request: HttpRequest, sent: dict[str, Any]) -> HttpResponse:
    """Keep the form in `form` for its sender. `article` is a number, or null with the `key` of a new one."""
    article = _article(request, sent)
    pairs = autosaving.read_pairs(sent.get("form"))
    kept = autosaving.keep(request.user, pairs, article=article, key=None if article else _uuid(sent, "key"))
    return _standing(request, article, sent, {"time": _clock(kept.saved_at)})


@for_writers
def heartbeat(request: HttpRequest, sent: dict[str, Any]) -> HttpResponse:
    """Say that the form is open in `tab`; the answer says who else has it open, and whether it was saved since.

    `gone` names tabs of the same browser that are not there any more.
    """
    article = _article(request, sent)
    named = sent.get("gone")
    gone = [tab for each in named[:TABS_AT_MOST] if (tab := read_uuid(str(each)))] if isinstance(named, list) else []
    if gone:
        presence.leave(request.user, *gone)
    return _standing(request, article, sent, {})


@require_safe
@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """Say who is signed in, and give a token for the next POST: that of the page ends with its session."""
    user = request.user
    return JsonResponse({"user": user.pk if user.is_authenticated else None, "token": get_token(request)})


@require_POST
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """The tab was closed."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("You are signed out.")}, status=403)
    try:
        presence.leave(request.user, uuid.UUID(request.POST.get("tab", "")))
    except ValueError:
        return JsonResponse({"error": _("This is no tab of ours.")}, status=400)
    return HttpResponse(status=204)


@require_POST
@never_cache
def discard(request: HttpRequest) -> HttpResponse:
    """Drop one's own unsaved words; back to the form as it is stored."""
    kept = None
    if request.user.is_authenticated:
        try:
            kept = Autosave.objects.filter(user=request.user, key=uuid.UUID(request.POST.get("key", ""))).first()
        except ValueError:
            return JsonResponse({"error": _("There are no such words.")}, status=400)
    if not request.user.is_authenticated or (kept and kept.article and not may_write(request.user, kept.article)):
        return JsonResponse({"error": _("You may not do this.")}, status=403)
    back = reverse("admin:articles_article_add")
    if kept is not None:
        if kept.article_id:
            back = reverse("admin:articles_article_change", args=[kept.article_id])
        kept.delete()
        messages.info(request, _("Discarded: the form is as it was saved.") if kept.article_id else _("Discarded."))
    return HttpResponseRedirect(back)


def _read(request: HttpRequest) -> dict[str, Any]:
    too_large = Refused(_("These are too many words to keep beside the article: press Save, or shorten."), 413)
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > REQUEST_AT_MOST:
            raise too_large
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as unreadable:
        raise Refused(_("The request is no JSON.")) from unreadable
    if not isinstance(sent, dict):
        raise Refused(_("The request is no JSON object."))
    if sent.get("user") not in (None, request.user.pk):
        raise Refused(_("Somebody else is signed in in this browser."), 403)
    return sent


def _article(request: HttpRequest, sent: dict[str, Any]) -> Article | None:
    number = sent.get("article")
    if number is None:
        if not (request.user.is_staff and request.user.has_perm("articles.add_article")):
            raise Refused(_("You may not write articles."), 403)
        return None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**63:
        raise Refused(_("“%(number)s” is no number of an article.") % {"number": str(number)[:40]})
    article = Article.objects.defer("body").filter(pk=number).first()
    # Who may not write learns nothing about what there is.
    if not may_write(request.user, article or Article()):
        raise Refused(_("You may not change this article."), 403)
    if article is None:
        raise Refused(_("The article was deleted meanwhile. Press Save: a new one is made of your words."), 404)
    return article


def _standing(
    request: HttpRequest, article: Article | None, sent: dict[str, Any], more: dict[str, Any]
) -> HttpResponse:
    people: list[str] = []
    changed = ""
    if article is not None:
        tab = _uuid(sent, "tab")
        presence.here(request.user, article, tab, is_typing=sent.get("typing") is True)
        people = [_person(other) for other in presence.others(request.user, article, tab)]
        seen = sent.get("revision")
        if isinstance(seen, int) and seen < article.revision:
            changed = _changed(article, str(request.user))
    return JsonResponse({"people": people, "changed": changed, **more})


def _person(other: presence.Other) -> str:
    if other.is_me:
        return _("You have it open in another tab")
    parts = [_("%(name)s also has this open") % {"name": other.name}]
    if other.is_typing:
        parts.append(_("writing"))
    elif other.has_unsaved:
        parts.append(_("has unsaved words"))
    return " · ".join(parts)


def _changed(article: Article, me: str) -> str:
    who, when = last_write(article)
    if who == me:
        sentence = _("You saved this article elsewhere at %(time)s. Your Save will merge both.")
    elif who:
        sentence = _("%(who)s saved this article at %(time)s. Your Save will merge both.")
    else:
        sentence = _("This article was changed at %(time)s. Your Save will merge both.")
    return sentence % {"who": who, "time": _clock(when)}


def _clock(moment: Any) -> str:
    return date_format(localtime(moment), "TIME_FORMAT")


def _uuid(sent: dict[str, Any], name: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(sent.get(name, "")))
    except ValueError as wrong:
        raise Refused(_("The request names no %(name)s.") % {"name": name}) from wrong
