"""The reading vocabulary: every public page, feed and list is said in these words."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from newsroom.pagecache.filing import FiledQuerySet

from .keyset import Along

# A list never needs what only the article's own page shows.
HEAVY_FIELDS = ("body", "plain_text")
# Nor does a line or a card need these: each column less is read, carried over and made a value of for every row.
NOT_IN_LISTS = (
    *HEAVY_FIELDS, "search_headline", "search_description", "social_headline", "social_description",
    "credit_line", "shows_appeal", "shows_related", "live_from", "live_until", "updated_at",
    *(
        f"lead_picture__{name}"
        for name in (
            "original", "title", "licence", "protects_source", "byte_size", "sha256", "sent_as",
            "file_says", "fingerprint", "created_at", "created_by",
        )
    ),
    "section__description",
)  # fmt: skip
# What the rows of tags and authors repeat of an edition.
LISTED_BY = frozenset({"language", "published_at"})


def live_condition(prefix: str = "", at: datetime | None = None) -> Q:
    """Return what makes an edition public at a moment (now, when none is given)."""
    at = at or timezone.now()
    return Q(**{f"{prefix}live_from__lte": at}) & (
        Q(**{f"{prefix}live_until__isnull": True}) | Q(**{f"{prefix}live_until__gt": at})
    )


def along_tag(tag: int, language: str) -> Along:
    """Return the list of the articles in `language` that carry the tag of this number: one look into one index."""
    listed = Q(taggings__tag=tag, taggings__language=language)
    return Along("taggings__published_at", "taggings__content_object_id", listed)


def along_author(author: int, language: str) -> Along:
    """Return the list of the articles in `language` with the author of this number in the byline, likewise."""
    listed = Q(bylines__author=author, bylines__language=language)
    return Along("bylines__published_at", "bylines__article_id", listed)


def not_over(at: datetime | None = None) -> Q:
    """Return what makes an edition public now or later."""
    return Q(live_until__isnull=True) | Q(live_until__gt=at or timezone.now())


class PublishedQuerySet(FiledQuerySet):
    """Words for `PublishedArticle`. Public code begins with `live()`."""

    def update(self, **fields: Any) -> int:
        if LISTED_BY.isdisjoint(fields):
            return super().update(**fields)
        from .models.published import keep_lists

        # Before: what is changed may be what the records are found by.
        numbers = list(self.order_by().values_list("pk", flat=True))
        changed = super().update(**fields)
        keep_lists(numbers)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def live(self, at: datetime | None = None) -> Self:
        """Only what readers may see at `at` (now, when none is given)."""
        return self.filter(live_condition(at=at))

    def newest_first(self) -> Self:
        """In the order of lists: by first publication, newest first."""
        return self.order_by("-published_at", "-id")

    def in_language(self, language: str) -> Self:
        """Only articles written in `language`."""
        return self.filter(language=language)

    def published_on(self, first: date, last: date) -> Self:
        """Only articles first published from `first` to `last`, days of the newsroom's time zone."""
        zone = timezone.get_default_timezone()
        begin = datetime(first.year, first.month, first.day, tzinfo=zone)
        after = last + timedelta(days=1)
        return self.filter(
            published_at__gte=begin, published_at__lt=datetime(after.year, after.month, after.day, tzinfo=zone)
        )

    def before(self, at: datetime, pk: int) -> Self:
        """Only articles first published before this moment, or at it with a smaller number."""
        return self.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk), published_at__lte=at)

    def with_bylines(self) -> Self:
        """Bring the authors along, in byline order, in one further query."""
        from .models import PublishedByline

        bylines = PublishedByline.objects.select_related("author").order_by("position", "pk")
        return self.prefetch_related(Prefetch("bylines", queryset=bylines))

    def for_cards(self) -> Self:
        """What a card in a list shows, in two queries; anything more raises instead of querying."""
        return (
            self.defer(*NOT_IN_LISTS)
            .select_related("section", "lead_picture")
            .with_bylines()
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_page(self) -> Self:
        """What an article's own page shows of the article itself, in one query; `carried` brings the rest."""
        return self.select_related("section", "lead_picture", "social_picture").fetch_mode(models.FETCH_RAISE)

    def for_lines(self) -> Self:
        """What a line or a link to an article shows, in one query; anything more raises instead of querying."""
        fields = [name for name in NOT_IN_LISTS if not name.startswith("section__")]
        return self.defer(*fields).select_related("lead_picture").fetch_mode(models.FETCH_RAISE)

    def saying_whether_stories_are_beside(self) -> Self:
        """Set `has_stories` on each: most articles have nothing of other outlets, and then nothing is asked."""
        from .models import PublishedRelatedLink, RelatedByRule

        chosen = PublishedRelatedLink.objects.filter(article=models.OuterRef("pk"), story__isnull=False).order_by()
        by_rule = RelatedByRule.objects.filter(article=models.OuterRef("article")).order_by()
        return self.annotate(has_stories=models.Exists(chosen) | models.Exists(by_rule))


class StoryQuerySet(FiledQuerySet):
    """Words for `Story`, other outlets' news."""

    def usable(self) -> Self:
        """Only what may be offered and shown: neither hidden by an editor nor gone from its site."""
        return self.filter(is_hidden=False, gone_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def for_lines(self) -> Self:
        """What a line of another outlet's story shows, in one query."""
        return self.select_related("source", "own_picture").defer("text").fetch_mode(models.FETCH_RAISE)


class ByRuleQuerySet(FiledQuerySet):
    """Words for `RelatedByRule`, what rules put beside articles."""

    def shown_for(self, article_id: int) -> Self:
        """Only what may stand beside an article now, the likest first, each with its story and source.

        The rule is active, its source trusted, the story usable, and nobody banned it: true at once,
        whenever the rows themselves are cleaned up.
        """
        standing = self.standing().filter(article=article_id)
        return standing.select_related("story__source", "story__own_picture", "rule").defer("story__text")

    def standing(self) -> Self:
        """Only rows that still hold, of all articles."""
        from .models import RelatedBan

        banned = RelatedBan.objects.filter(article=models.OuterRef("article"), story=models.OuterRef("story"))
        return self.filter(
            rule__is_active=True, story__source__is_trusted=True, story__is_hidden=False, story__gone_at=None
        ).exclude(models.Exists(banned))


class ArticleQuerySet(models.QuerySet):
    """Words for `Article`, the desk's working copies. No public page asks them."""

    def at_work(self) -> Self:
        """All but what lies in the trash."""
        return self.filter(trashed_at=None)

    def in_trash(self) -> Self:
        """What was thrown away and can still come back."""
        return self.filter(trashed_at__isnull=False)

    def with_lines(self) -> Self:
        """Bring along all that stands beside an article: pictures, tags, bylines and related news, in order."""
        from .models import ArticleByline, RelatedLink

        return self.select_related("section", "lead_picture", "social_picture").prefetch_related(
            Prefetch("bylines", ArticleByline.objects.select_related("author")),
            Prefetch(
                "related_links",
                RelatedLink.objects.select_related(
                    "target__section", "target__lead_picture", "story__source", "story__own_picture"
                ).defer("target__body", "story__text"),
            ),
            "tags",
        )

    def saying_whether_public(self) -> Self:
        """Set `is_public_now` on each: a scheduled article may be a public one whose update is scheduled."""
        from .models import PublishedArticle

        live = PublishedArticle.objects.live().filter(article=models.OuterRef("pk"))
        return self.annotate(is_public_now=models.Exists(live))

    def behind_the_clock(self, at: datetime | None = None) -> Self:
        """Only articles whose moment has come while their stored state still says that it will."""
        at = at or timezone.now()
        begun = Q(state="scheduled", goes_live_at__lte=at)
        return self.filter(begun | Q(state__in=["scheduled", "published"], withdraws_at__lte=at))

    def in_state(self, state: str, at: datetime | None = None) -> Self:
        """Only articles whose `state_now` is `state` at a moment (now, when none is given)."""
        at = at or timezone.now()
        ended = Q(state__in=["scheduled", "published"], withdraws_at__isnull=False, withdraws_at__lte=at)
        begun = Q(state="scheduled", goes_live_at__isnull=False, goes_live_at__lte=at)
        if state == "withdrawn":
            return self.filter(Q(state="withdrawn") | ended)
        if state == "published":
            return self.filter(Q(state="published") | begun).exclude(ended)
        if state == "scheduled":
            return self.filter(state="scheduled").exclude(begun).exclude(ended)
        return self.filter(state=state)


class CorrectionQuerySet(FiledQuerySet):
    """Words for `Correction`."""

    def public(self) -> Self:
        """Only corrections of articles that readers can open now."""
        from .models import PublishedArticle

        live = PublishedArticle.objects.live().filter(article=models.OuterRef("article"))
        return self.filter(models.Exists(live))
