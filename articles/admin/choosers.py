"""Answers for whoever picks an article, a picture or a tag: the editor's dialogs and the form's lists.

JSON for people at the desk. Each result has `id` and `text`, the words that Select2 looks for, and
what a card needs. Blocks in a body hold numbers only, so the editor asks here (`?ids=1,2`) what
they stand for today.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import rights
from articles.body.embeds import player_for
from articles.body.values import identifier, identifiers
from articles.library import rendition_url, shape_names
from articles.models import Article, Picture, PublishedArticle, Story, Tag, TagAlias
from articles.own_addresses import articles_at
from articles.querysets import HEAVY_FIELDS, not_over
from articles.slugs import make_slug

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
    `coming=1` for what they can open now or will, `not`, the number of the one that asks, and `address`,
    a path of this site, for the article that lives there.
    """
    found, public = readable(request.user)
    if (language := request.GET.get("language")) in LANGUAGES:
        found, public = found.filter(language=language), public.filter(language=language)
    if (language := request.GET.get("not_language")) in LANGUAGES:
        found, public = found.exclude(language=language), public.exclude(language=language)
    # One question an article, asked of those that have the words: most of a large archive is public.
    editions = PublishedArticle.objects.filter(article=OuterRef("pk"))
    if request.GET.get("live"):
        found = found.filter(Exists(editions.live()))
    if request.GET.get("coming"):
        found = found.filter(Exists(editions.filter(not_over())))
    if "address" in request.GET:
        numbers = list(articles_at([request.GET["address"].replace("\0", "")[:500]]).values())
        return JsonResponse({"results": _cards_of(found.filter(pk__in=numbers), public.filter(article__in=numbers))})
    if (ids := request.GET.get("ids")) is not None:
        numbers = [int(number) for number in (identifiers(ids) or "").split(",") if number]
        return JsonResponse({"results": _cards_of(found.filter(pk__in=numbers), public.filter(article__in=numbers))})
    if own := identifier(request.GET.get("not", "")):
        found, public = found.exclude(pk=own), public.exclude(article=int(own))
    begin, end = page_of(request)
    records = _newest(found, public, words_of(request), end + 1)
    return JsonResponse({"results": _article_cards(records[begin:end]), "pagination": {"more": len(records) > end}})


def readable(user: Any) -> tuple[QuerySet[Article], QuerySet[PublishedArticle]]:
    """Return what `user` may choose of: working copies, and what readers have of those that are not theirs to read."""
    found = Article.objects.at_work().select_related("section", "lead_picture").defer("body")
    if rights.sees_all(user):
        return found, PublishedArticle.objects.none()
    own = rights.own(user)
    public = PublishedArticle.objects.live().filter(article__trashed_at=None).select_related("section")
    return found.filter(own), public.exclude(article__in=Article.objects.filter(own).order_by())


def _newest(
    found: QuerySet[Article], public: QuerySet[PublishedArticle], words: Iterable[str], at_most: int
) -> list[Article | PublishedArticle]:
    # Both are read so far: their newest come first together.
    rows: list[tuple[datetime, int, Article | PublishedArticle]] = [
        (article.saved_at, article.pk, article) for article in found.filter(named(words, "headline"))[:at_most]
    ]
    shown = public.filter(named(words, "headline", number="article")).order_by("-live_from", "-pk").defer(*HEAVY_FIELDS)
    rows += [(edition.live_from, edition.article_id, edition) for edition in shown[:at_most]]
    return [record for _moment, _number, record in sorted(rows, key=lambda row: row[:2], reverse=True)][:at_most]


def _cards_of(found: QuerySet[Article], public: QuerySet[PublishedArticle]) -> list[dict[str, Any]]:
    return _article_cards([*found, *public.defer(*HEAVY_FIELDS)])


@for_the_desk(lambda user: user.has_perm("articles.view_picture") or user.has_perm("articles.change_picture"))
def pictures(request: HttpRequest) -> HttpResponse:
    """Find pictures by name, caption, credit or number, the newest first. Query: `term`, `ids`, `page`."""
    return _answer(request, Picture.objects.all(), ("title", "caption", "credit"), picture_cards)


@for_the_desk(lambda user: user.has_perm("articles.view_tag") or user.has_perm("articles.change_tag"))
def tags(request: HttpRequest) -> HttpResponse:
    """Find tags by name, those that begin with what is looked for first.

    A tag's `id` is its name here, so that a number typed as a new tag stays one.
    """
    term = (request.GET.get("term") or "").replace("\0", "").strip()[:200]
    found = Tag.objects.all()
    also, alike = {}, []
    if term:
        aliases = TagAlias.objects.all()
        for word in term.split()[:8]:
            aliases = aliases.filter(name__holds=word)
        aliases = aliases.order_by("name")[:PAGE_SIZE]
        also = {alias.tag_id: alias.name for alias in aliases}
        begins = Q(name__istartswith=term)
        if not term.isascii() and (slug := make_slug(term)):
            # Databases compare without case in Latin letters only, perhaps: the slug knows the others.
            begins |= Q(slug__startswith=slug)
            alike = list(found.filter(begins).values_list("pk", flat=True)[:PAGE_SIZE])
        found = found.order_by(Case(When(begins, then=0), default=1), "name")
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
        also=[*also, *alike],
    )


@for_the_desk(rights.opens_the_room)
def stories(request: HttpRequest) -> HttpResponse:
    """Find other outlets' stories by title or number, the newest first. Query: `term`, `ids`, `page`."""
    found = Story.objects.usable().newest_first().select_related("source").defer("text")
    return _answer(request, found, ("title", "own_title"), story_cards)


@for_the_desk(rights.opens_the_room)
def embeds(request: HttpRequest) -> HttpResponse:
    """Say which site's player shows `url`; an empty `player` means that readers get a link."""
    player = player_for(request.GET.get("url", ""))
    return JsonResponse({"player": player.provider if player else ""})


def chooser_url(what: str, **query: str) -> str:
    """Return the address of a chooser: `articles`, `stories`, `pictures`, `embeds` or `tags`, with a query."""
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
    asked = named(words_of(request), *fields, number="" if fields == ("name",) else "pk")
    found = found.filter(asked | Q(pk__in=also) if also else asked)
    begin, end = page_of(request)
    # One more than is shown says whether there is another page; nothing is counted.
    rows = list(found[begin : end + 1])
    return JsonResponse({"results": cards(rows[:PAGE_SIZE]), "pagination": {"more": len(rows) > PAGE_SIZE}})


def words_of(request: HttpRequest) -> list[str]:
    """Return what is looked for."""
    term = (request.GET.get("term") or request.GET.get("q") or "").replace("\0", "").strip()[:200]
    return term.split()[:8]


def named(words: Iterable[str], *fields: str, number: str = "pk") -> Q:
    """Return what finds every word in one of `fields`; one that is a number may be the record's, in `number`."""
    asked = Q()
    for word in words:
        matches = Q()
        for field in fields:
            matches |= Q(**{f"{field}__holds": word})
        if number and identifiers(word) == word and "," not in word:
            matches |= Q(**{number: int(word)})
        asked &= matches
    return asked


def page_of(request: HttpRequest) -> tuple[int, int]:
    """Return where the page that is asked for begins and ends."""
    page = request.GET.get("page", "1")
    number = min(int(page), FURTHEST_PAGE) if page.isascii() and page.isdigit() and page != "0" else 1
    return (number - 1) * PAGE_SIZE, number * PAGE_SIZE


def _article_cards(found: Iterable[Article | PublishedArticle]) -> list[dict[str, Any]]:
    """Return a card of each: of the desk's copy, or of what readers have, which stands for its article."""
    cards = []
    for one in found:
        is_own = isinstance(one, Article)
        state = one.state_now if isinstance(one, Article) else Article.State.PUBLISHED
        words = (one.section.name if one.section else "", Article.State(state).label, one.language.upper())
        cards.append(
            {
                "id": one.pk if isinstance(one, Article) else one.article_id,
                "text": one.headline,
                "note": " · ".join(str(word) for word in words if word),
                "is_public": state == Article.State.PUBLISHED,
                "thumb": thumb_url(one.lead_picture) if is_own else "",
            }
        )
    return cards


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


def story_cards(found: Iterable[Story]) -> list[dict[str, Any]]:
    return [
        {"id": story.pk, "text": story.shown_title, "note": story.shown_outlet, "url": story.url} for story in found
    ]


def thumb_url(picture: Picture | None) -> str:
    """Return the address of a picture small enough for a list; empty when there is none."""
    if picture is None or not picture.rendition_key:
        return ""
    return rendition_url(picture, shape_names(picture, "3x2").fallback.name)
