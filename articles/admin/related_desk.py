"""Answers for the panel “Related news”: what is found by words or address, and what is never wanted.

Pieces of the panel in HTML, for people who may write articles; others get 403.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import rights
from articles.body.values import identifier
from articles.models import Article, PublishedArticle, Story
from articles.querysets import HEAVY_FIELDS
from articles.related import addresses, cards, choosing

from . import choosers
from .any_ending import first_named

FOUND_AT_MOST = 8
FOUND = "admin/articles/article/_related_found.html"
CARD = "admin/articles/article/_related_card.html"
REFUSED = "admin/articles/article/_related_refused.html"
NEVER = "admin/articles/article/_related_never.html"


def for_writers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: only who may write articles is answered."""

    @never_cache
    def allowed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = request.user
        writes = user.has_perm("articles.add_article") or user.has_perm("articles.change_article")
        if not (user.is_active and user.is_staff and writes):
            return HttpResponse(status=403)
        return view(request, **kwargs)

    return allowed


@require_safe
@for_writers
def search(request: HttpRequest) -> HttpResponse:
    """Find our articles and other outlets' stories: public ones, the newest first, then what is at work here.

    Query: `q`, and `article`, whose panel asks.
    """
    words = choosers.words_of(request)
    own = identifier(request.GET.get("article", ""))
    found: dict[str, Any] = {"asked": " ".join(words), "articles": [], "stories": []}
    if words:
        # One more than is shown, and itself, says whether there are more; nothing is counted.
        records = _articles(request.user, words, FOUND_AT_MOST + 2)
        records = [each for each in records if str(_number(each)) != own]
        stories = cards.with_looks(Story.objects.usable().newest_first())
        others = first_named(stories, words, "title", "own_title", at_most=FOUND_AT_MOST + 1)
        found["more"] = max(len(records), len(others)) > FOUND_AT_MOST
        found["articles"] = [_card(each) for each in records[:FOUND_AT_MOST]]
        found["stories"] = [cards.of_story(each) for each in others[:FOUND_AT_MOST]]
    return render(request, FOUND, found | {"count": len(found["articles"]) + len(found["stories"])})


@require_POST
@for_writers
def address(request: HttpRequest) -> HttpResponse:
    """Say what lives at the `address` that was pasted, or in a sentence why nothing is added from there.

    POST: `address`, and `article`, whose panel asks. What nobody knows yet is fetched, for whoever may add stories.
    """
    typed = request.POST.get("address", "")
    try:
        own = int(identifier(request.POST.get("article", "")) or 0)
        card = addresses.card_at(typed, by=request.user, besides=own)
    except addresses.NothingThere as nothing:
        by_hand = _story_form(typed) if nothing.by_hand else ""
        return render(request, REFUSED, {"sentence": nothing, "by_hand": by_hand})
    return render(request, CARD, {"card": card})


@require_POST
@for_writers
def ban(request: HttpRequest, article: int) -> HttpResponse:
    """Never suggest `kind` (article, story) `number` for this article again."""
    found, target = _both(request, article)
    choosing.ban(found, target, by=request.user)
    return render(request, NEVER, {"original": found, "card": _known_card(target, request.user)})


@require_POST
@for_writers
def lift(request: HttpRequest, article: int) -> HttpResponse:
    """Take the ban of `kind` and `number` back."""
    found, target = _both(request, article)
    choosing.lift(found, target, by=request.user)
    return HttpResponse(status=204)


def _both(request: HttpRequest, article: int) -> tuple[Article, Article | Story]:
    """Return the article that somebody may write, and what the request names beside it."""
    found = get_object_or_404(Article.objects.defer("body"), pk=article)
    if not rights.may(request.user, "choose_related", found):
        raise PermissionDenied
    number = int(identifier(request.POST.get("number", "")) or 0)
    if request.POST.get("kind") == "story":
        return found, get_object_or_404(Story.objects.defer("text"), pk=number)
    target = get_object_or_404(Article.objects.defer("body"), pk=number)
    # What is neither public nor theirs to read is not there for them, banned or not.
    if not rights.may_see(request.user, target) and target.live_edition is None:
        raise Http404
    return found, target


def _known_card(target: Article | Story, user: Any) -> cards.Card:
    kind: cards.Kind = "story" if isinstance(target, Story) else "article"
    numbers = ([], [target.pk]) if kind == "story" else ([target.pk], [])
    return cards.cards(*numbers, user).get((kind, target.pk)) or cards.unknown(kind, target.pk)


def _articles(user: Any, words: list[str], at_most: int) -> list[Article | PublishedArticle]:
    """Return what readers have, the newest first, then working copies that `user` may read, the newest work first."""
    live = PublishedArticle.objects.live()
    public = live.filter(article__trashed_at=None).select_related("section").order_by("-published_at", "-pk")
    found = first_named(public.defer(*HEAVY_FIELDS), words, "headline", number="article", at_most=at_most)
    prefetch_related_objects(found, "lead_picture")
    at_work = choosers.readable(user)[0].exclude(Exists(live.filter(article=OuterRef("pk"))))
    return [*found, *first_named(at_work, words, "headline", at_most=at_most)]


def _card(record: Article | PublishedArticle) -> cards.Card:
    return cards.of_article(record) if isinstance(record, Article) else cards.of_edition(record)


def _number(record: Article | PublishedArticle) -> int:
    return record.pk if isinstance(record, Article) else record.article_id


def _story_form(url: str) -> str:
    """Return where a story is written down by hand, the address filled in."""
    return f"{reverse('admin:articles_story_add')}?{urlencode({'address': url.strip()[:2000]})}"
