"""Where an article stands: what a line of the list brings along, and what the form says about it."""

from operator import attrgetter
from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from articles import versions
from articles.models import Article, ArticleByline, PublishedArticle, Redirect
from articles.querysets import ArticleQuerySet, not_over
from articles.withdrawals import withdrawn_edition
from newsroom.audit.models import Event

VERSIONS_SHOWN = 8
MOVES = ("article.submitted", "article.sent_back", "article.approved", "article.published", "article.scheduled")


def differs(article: Article, edition: PublishedArticle) -> bool:
    """Say whether the working copy says anything else than the public record `edition`."""
    fields = [field.attname for field in Article._meta.concrete_fields if field.name in Article.content_fields()]
    if any(getattr(article, name) != getattr(edition, name) for name in [*fields, "slug", "translation_group"]):
        return True
    return _beside(article) != _beside(edition)


def _beside(record: Article | PublishedArticle) -> tuple[Any, ...]:
    """Return what stands beside the text, in order: what came with the record is not asked for again."""
    related = attrgetter(*versions.RELATED_FIELDS)
    return (
        [line.author_id for line in record.bylines.all()],
        {tag.pk for tag in record.tags.all()},
        [related(line) for line in record.related_links.all()],
    )


def standing(article: Article) -> dict[str, Any]:
    """Return what the form says above an article: see templates/admin/articles/article/_state.html."""
    now = timezone.now()
    editions = list(
        article.editions.filter(not_over(now))  # type: ignore[misc]
        .order_by("live_from")
        .prefetch_related("bylines", "tags", "related_links")
    )
    live = next((edition for edition in editions if edition.live_from <= now), None)
    pending = next((edition for edition in editions if edition.live_from > now), None)
    # What readers have is public, whatever else is scheduled for it.
    shown = Article.State.PUBLISHED if live else article.state_now
    return {
        "state": article.state_now,
        "shown": shown,
        "shown_label": Article.State(shown).label,
        "live": live,
        "pending": pending,
        "withdrawn": withdrawn(article, editions),
        "ends": article.withdraws_at if (live or pending) and article.withdraws_at else None,
        "sent_back": sent_back(article),
        "was_public": live is not None or article.editions.filter(live_from__lte=timezone.now()).exists(),
        # With an update scheduled, what counts is whether that one is as written.
        "has_changes": live is not None and pending is None and differs(article, live),
        "pending_differs": pending is not None and differs(article, pending),
        "versions": article.versions.select_related("made_by").defer("content")[:VERSIONS_SHOWN],
        "corrections": article.corrections.all()[:5],
    }


def withdrawn(article: Article, editions: list[PublishedArticle]) -> dict[str, Any] | None:
    """Return when and by whom a withdrawn article was taken away, and what readers find there; None of others.

    Args:
        editions: those that are not over; with one of them public it is not withdrawn.
    """
    last = withdrawn_edition(article) if all(edition.live_from > timezone.now() for edition in editions) else None
    if last is None:
        return None
    asked = Event.objects.filter(
        subject_type="articles.article",
        subject_id=str(article.pk),
        verb__in=("article.withdrawn", "article.withdrawal_scheduled"),
    )
    # The clock withdraws in nobody's name: who planned it is who did it.
    event = asked.exclude(actor="").first()
    row = Redirect.objects.filter(old_path=last.get_absolute_url()).first()
    return {
        "at": last.live_until,
        "by": event.actor if event else "",
        "says_so": row is not None and not row.new_path,
        "names": row is not None and row.shows_headline,
        "leads_to": row.new_path if row else "",
        "note": row.note if row else "",
    }


def sent_back(article: Article) -> Event | None:
    """Return why a draft came back from review, if that is the last that happened to it there."""
    if article.state != Article.State.DRAFT:
        return None
    moves = Event.objects.filter(subject_type="articles.article", subject_id=str(article.pk), verb__in=MOVES)
    last = moves.first()
    return last if last is not None and last.verb == "article.sent_back" else None


def for_list(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Bring along what a line of the list shows, in a constant number of queries."""
    shown = cast("ArticleQuerySet", articles).saying_whether_public()
    return (
        shown.select_related("section", "lead_picture")
        .defer("body")
        .prefetch_related(  # type: ignore[misc]
            Prefetch("bylines", ArticleByline.objects.select_related("author")), "tags"
        )
    )
