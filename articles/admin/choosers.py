"""Answers for whoever picks an article, a picture or a tag: the editor's dialogs and the form's lists.

JSON for people at the desk. Each result has `id` and `text`, the words that Select2 looks for, and
what a card needs. Blocks in a body hold numbers only, so the editor asks here (`?ids=1,2`) what
they stand for today.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import rights
from articles.body.embeds import player_for
from articles.body.values import identifiers
from articles.library import rendition_url, shape_names
from articles.models import Article, Picture, PublishedArticle, Redirect, Tag, TagAlias
from articles.querysets import not_over

PAGE_SIZE = 20
FURTHEST_PAGE = 50
LANGUAGES = dict(settings.LANGUAGES)


def for_the_desk(
    may: Callable[[Any], bool],
) -> Callable[[Callable[[HttpRequest], HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator: only the people of the desk of whom `may` is true get an answer, others 403."""

    def decorator(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
        @require_safe
        @never_cache
        def allowed(request: HttpRequest) -> HttpResponse:
            user = request.user
            allows = user.is_active and user.is_staff and may(user)
            return view(request) if allows else JsonResponse({"results": []}, status=403)

        return allowed

    return decorator


@for_the_desk(rights.opens_the_room)
def articles(request: HttpRequest) -> HttpResponse:
    """Find articles by headline or number, the newest work first: a writer's own, and what readers have.

    Query: `term`, `ids`, `page`, `language`, `not_language`, `live=1` for what readers can open now,
    `coming=1` for what they can open now or will, and `address`, a path of this site, for the article
    that lives there.
    """
    found = Article.objects.at_work().select_related("section", "lead_picture").defer("body")
    public = PublishedArticle.objects.live().values("article")
    headline = "headline"
    if not rights.sees_all(request.user):
        # Of others' articles a writer learns what every reader knows, not what the desk is changing.
        own, headline = rights.own(request.user), "shown"
        readers = PublishedArticle.objects.live().filter(article=OuterRef("pk")).values("headline")[:1]
        found = found.filter(own | Q(pk__in=public)).annotate(
            is_foreign=Case(When(own, then=False), default=True, output_field=BooleanField()),
            shown=Case(When(own, then=F("headline")), default=Subquery(readers)),
        )
    if (language := request.GET.get("language")) in LANGUAGES:
        found = found.filter(language=language)
    if (language := request.GET.get("not_language")) in LANGUAGES:
        found = found.exclude(language=language)
    if request.GET.get("live"):
        found = found.filter(pk__in=public)
    if request.GET.get("coming"):
        found = found.filter(pk__in=PublishedArticle.objects.filter(not_over()).values("article"))
    if "address" in request.GET:
        path = request.GET["address"].replace("\0", "")[:500].rstrip("/")
        now = Redirect.objects.filter(old_path=f"{path}/").values_list("new_path", flat=True).first()
        return JsonResponse({"results": _article_cards(_living_at(found, now or f"{path}/"))})
    return _answer(request, found, (headline,), _article_cards)


def _living_at(found: QuerySet[Article], path: str) -> list[Article]:
    slug = path.rstrip("/").rpartition("/")[2]
    editions = PublishedArticle.objects.filter(slug=slug, article__in=found)[:20] if slug else []
    numbers = [edition.article_id for edition in editions if edition.get_absolute_url() == path]
    return list(found.filter(pk__in=numbers)[:1])


@for_the_desk(lambda user: user.has_perm("articles.view_picture") or user.has_perm("articles.change_picture"))
def pictures(request: HttpRequest) -> HttpResponse:
    """Find pictures by name, caption, credit or number, the newest first. Query: `term`, `ids`, `page`."""
    return _answer(request, Picture.objects.all(), ("title", "caption", "credit"), picture_cards)


@for_the_desk(lambda user: user.has_perm("articles.view_tag") or user.has_perm("articles.change_tag"))
def tags(request: HttpRequest) -> HttpResponse:
    """Find tags by name. A tag's `id` is its name here, so that a number typed as a new tag stays one."""
    term = (request.GET.get("term") or "").replace("\0", "").strip()[:200]
    found = Tag.objects.all()
    if term:
        aliases = TagAlias.objects.all()
        for word in term.split()[:8]:
            aliases = aliases.filter(name__icontains=word)
        aliases = aliases.order_by("name")[:PAGE_SIZE]
        also = {alias.tag_id: alias.name for alias in aliases}
    else:
        also = {}
    return _answer(
        request,
        found,
        ("name",),
        lambda tags: [
            {"id": tag.name, "text": tag.name}
            | (
                {"note": _("also: %(alias)s") % {"alias": also[tag.pk]}, "alias": also[tag.pk]}
                if tag.pk in also
                else {}
            )
            for tag in tags
        ],
        also=list(also),
    )


@for_the_desk(rights.opens_the_room)
def embeds(request: HttpRequest) -> HttpResponse:
    """Say which site's player shows `url`; an empty `player` means that readers get a link."""
    player = player_for(request.GET.get("url", ""))
    return JsonResponse({"player": player.provider if player else ""})


def chooser_url(what: str, **query: str) -> str:
    """Return the address of a chooser: `articles`, `pictures`, `embeds` or `tags`, with a query."""
    address = reverse(f"desk_{what}")
    return f"{address}?{urlencode(query)}" if query else address


def _answer(
    request: HttpRequest,
    found: QuerySet[Any],
    fields: tuple[str, ...],
    cards: Callable[[Iterable[Any]], list[dict[str, Any]]],
    also: Iterable[int] = (),
) -> JsonResponse:
    ids = request.GET.get("ids")
    if ids is not None:
        numbers = [int(number) for number in (identifiers(ids) or "").split(",") if number]
        return JsonResponse({"results": cards(found.filter(pk__in=numbers))})
    term = (request.GET.get("term") or request.GET.get("q") or "").replace("\0", "").strip()[:200]
    named = Q()
    for word in term.split()[:8]:
        matches = Q()
        for field in fields:
            matches |= Q(**{f"{field}__icontains": word})
        if identifiers(word) == word and "," not in word and fields != ("name",):
            matches |= Q(pk=int(word))
        named &= matches
    found = found.filter(named | Q(pk__in=also) if also else named)
    page = request.GET.get("page", "1")
    number = min(int(page), FURTHEST_PAGE) if page.isascii() and page.isdigit() and page != "0" else 1
    begin = (number - 1) * PAGE_SIZE
    # One more than is shown says whether there is another page; nothing is counted.
    rows = list(found[begin : begin + PAGE_SIZE + 1])
    return JsonResponse({"results": cards(rows[:PAGE_SIZE]), "pagination": {"more": len(rows) > PAGE_SIZE}})


def _article_cards(found: Iterable[Article]) -> list[dict[str, Any]]:
    seen = []
    for article in found:
        is_foreign = getattr(article, "is_foreign", False)
        seen.append((article, is_foreign, Article.State.PUBLISHED if is_foreign else article.state_now))
    return [
        {
            "id": article.pk,
            "text": getattr(article, "shown", article.headline),
            "note": " · ".join(
                str(word)
                for word in (
                    article.section.name if article.section else "",
                    Article.State(state).label,
                    article.language.upper(),
                )
                if word
            ),
            "is_public": state == Article.State.PUBLISHED,
            "thumb": "" if is_foreign else thumb_url(article.lead_picture),
        }
        for article, is_foreign, state in seen
    ]


def picture_cards(found: Iterable[Picture]) -> list[dict[str, Any]]:
    return [
        {
            "id": picture.pk,
            "text": picture.title,
            "note": " · ".join(filter(None, (picture.credit, f"{picture.width} × {picture.height}"))),
            "caption": picture.caption,
            "credit": picture.credit,
            "lacks_alt": not picture.alt.strip(),
            "alt": picture.alt,
            "thumb": thumb_url(picture),
            "social": rendition_url(picture, shape_names(picture, "og").fallback.name) if picture.rendition_key else "",
        }
        for picture in found
    ]


def thumb_url(picture: Picture | None) -> str:
    """Return the address of a picture small enough for a list; empty when there is none."""
    if picture is None or not picture.rendition_key:
        return ""
    return rendition_url(picture, shape_names(picture, "3x2").fallback.name)
