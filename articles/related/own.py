"""Our own articles in the index, and for each of them the articles of ours that its readers may go on to.

The verbs that publish and withdraw call `keep` and `forget`; pages ask `near_editions`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from articles import pagekeys
from articles.models import NearArticle, PublishedArticle, PublishedTagging

from . import nearest
from .nearest import Kind
from .nearest.kinds import text_of_edition
from .rank import rank, said_by_words
from .subjects import subjects

KEPT = 12
# So many are ranked by their words, and as many by their tags, of which the best are kept.
LOOKED_AT = 40
# What fits less stands beside no article by itself: better a short list than noise. See decision 020.
FITS_AT_LEAST = 0.2
# Readers go on in their language while there is something.
_OTHER_LANGUAGE = 0.5
# The same section fills up so much of what words and tags leave open.
_SECTION = 0.08
_DAY = 86_400
# Of a larger archive the newest are looked after; the others by `manage.py index_related`.
_REFRESHED = 500


def keep(edition: PublishedArticle, *, with_neighbours: bool = True) -> None:
    """Let an article be found by what this edition says, and find its neighbours.

    While readers have another edition, one that is only planned tells nothing yet: the clock calls again.

    Args:
        with_neighbours: whether to look for its neighbours as well, which takes several times longer.
    """
    live = PublishedArticle.objects.live().filter(article=edition.article_id)
    current = list(live.values_list("pk", flat=True))
    if current and edition.pk not in current:
        return
    nearest.put(Kind.ARTICLE, [text_of_edition(edition)])
    if with_neighbours:
        refresh(edition)


def forget(articles: Iterable[int]) -> None:
    """Let articles with these numbers be found no more; what is kept about their neighbours is not shown."""
    nearest.remove(Kind.ARTICLE, articles)


def refresh(edition: PublishedArticle) -> None:
    """Keep anew which articles are near this one. Older ones find it by the same rows, from their end."""
    fits = _fits(edition)
    best = sorted(fits, key=lambda other: -_score(fits[other], other.published_at, edition.published_at))[:KEPT]
    numbers = {other.article_id: fits[other] for other in best if fits[other] >= FITS_AT_LEAST}
    kept = NearArticle.objects.filter(article=edition.article_id)
    pagekeys.retire_articles(edition.article_id, *numbers, *kept.values_list("other", flat=True))
    kept.exclude(other__in=numbers).delete()
    NearArticle.objects.bulk_create(
        [NearArticle(article_id=edition.article_id, other_id=pk, score=numbers[pk]) for pk in sorted(numbers)],
        update_conflicts=True, unique_fields=["article", "other"], update_fields=["score"],
    )  # fmt: skip


def refresh_newest() -> None:
    """Keep anew what is near the newest articles: how rare tags and words are, other articles have changed since."""
    newest = PublishedArticle.objects.live().defer("body", "plain_text").newest_first()[:_REFRESHED]
    for edition in newest:
        refresh(edition)


def near_editions(edition: PublishedArticle, limit: int = KEPT) -> list[PublishedArticle]:
    """Return live editions near this one, the best to go on to first: its language, likeness, freshness. One query.

    They come without body and plain text, with section and lead picture.
    """
    found = (
        PublishedArticle.objects.live()
        .filter(article__in=numbers_near(edition.article_id).order_by())
        .exclude(translation_group=edition.translation_group)
        .annotate(near=likeness(edition.article_id))
        .defer("body", "plain_text")
        .select_related("section", "lead_picture")
    )
    return best_first(edition, {other: other.near for other in found if other.near >= FITS_AT_LEAST})[:limit]


def numbers_near(article: int) -> QuerySet:
    """Return the numbers of the articles near one, written from either end; of the others' end the nearest."""
    of_this = NearArticle.objects.filter(article=article)
    nearest_back = NearArticle.objects.filter(other=article).order_by("-score")[: 2 * KEPT]
    of_others = NearArticle.objects.filter(pk__in=nearest_back.values("pk"))
    return of_this.order_by().values(found=F("other")).union(of_others.order_by().values(found=F("article")))


def likeness(article: int) -> Greatest:
    """Return how well a row, an edition of another article, fits beside one; 0 for one that is not near."""
    score = NearArticle.objects.filter(article=article, other=OuterRef("article")).values("score")
    back = NearArticle.objects.filter(other=article, article=OuterRef("article")).values("score")
    return Greatest(Coalesce(Subquery(score), 0.0), Coalesce(Subquery(back), 0.0))


def best_first(edition: PublishedArticle, likenesses: Mapping[PublishedArticle, float]) -> list[PublishedArticle]:
    """Return editions in the order in which readers of this one may go on to them."""
    return sorted(
        likenesses,
        key=lambda other: (
            other.language != edition.language,
            -_score(likenesses[other], other.published_at, edition.published_at),
            -other.pk,
        ),
    )


def index_all(progress: Callable[[int], None] | None = None) -> int:
    """Keep the neighbours of every live article anew, once the index is built; return how many articles."""
    done = 0
    for edition in PublishedArticle.objects.live().defer("body", "plain_text").order_by("pk").iterator(200):
        refresh(edition)
        done += 1
        if progress:
            progress(done)
    return done


def _fits(edition: PublishedArticle) -> dict[PublishedArticle, float]:
    """Return live editions that share words or tags with this one, and how well each fits, whenever it appeared."""
    near = _found(edition, edition.language, LOOKED_AT)
    if len(near) < KEPT:
        near |= _found(edition, None, KEPT)
    about = subjects(edition.tags.all())
    by_tags = sorted(about.editions, key=lambda pk: (-about.editions[pk], -pk))[:LOOKED_AT]
    others = list(
        PublishedArticle.objects.live()
        .filter(Q(article__in=near) | Q(pk__in=by_tags))
        .exclude(translation_group=edition.translation_group)
        .only("article", "published_at", "language", "section", "headline")
    )
    taggings = PublishedTagging.objects.filter(content_object__in=[each.pk for each in others], tag__in=about.tags)
    borne: dict[int, set[int]] = {}
    for pk, tag in taggings.values_list("content_object", "tag") if about.tags else ():
        borne.setdefault(pk, set()).add(tag)
    fits = {}
    for other in others:
        named = about.found_in(other.headline)
        shared = borne.get(other.pk, set()) | named
        said = said_by_words(near.get(other.article_id, 0.0))
        fit = rank(said, tags=about.say(shared, named)).fits
        if fit and other.section_id and other.section_id == edition.section_id:
            fit = 1 - (1 - fit) * (1 - _SECTION)
        fits[other] = fit * (1 if other.language == edition.language else _OTHER_LANGUAGE)
    return fits


def _found(edition: PublishedArticle, language: str | None, limit: int) -> dict[int, float]:
    found = nearest.nearest(Kind.ARTICLE, edition.article_id, among=[Kind.ARTICLE], language=language, limit=limit)
    return {near.pk: near.score for near in found}


def _score(likeness: float, moment: datetime, beside: datetime) -> float:
    return rank(likeness, days_after=(moment - beside).total_seconds() / _DAY).score
