"""Where a thing is used: what would be left with a hole if it went."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Model, Q, Value
from django.utils.translation import gettext_lazy as _

from .models import (
    Article,
    ArticleByline,
    ArticleTagging,
    Author,
    Front,
    FrontSlot,
    Page,
    PartnerFeed,
    Picture,
    PublishedArticle,
    PublishedByline,
    PublishedRelatedLink,
    PublishedTagging,
    Reference,
    RelatedByRule,
    RelatedLink,
    Section,
    Source,
    Story,
    Tag,
)

NAMED_AT_MOST = 20
COUNTED_AT_MOST = 500


@dataclass(frozen=True)
class Use:
    """One record that uses the thing, and in words whether readers see it."""

    record: Model
    state: str = ""


@dataclass(frozen=True)
class Group:
    """Records of one kind: the first ones, how many there are, and whether there are still more."""

    kind: str
    named: list[Use] = field(default_factory=list)
    count: int = 0
    more: bool = False


def uses_of(target: Model) -> list[Group]:
    """Return what uses `target` (a picture, article, tag, author, section, source or story), by kind.

    A constant number of queries, whatever the number of uses. Articles in the trash are listed as such.
    """
    find = _FINDERS.get(type(target))
    return [group for group in find(target) if group.count] if find else []


def _of_picture(picture: Picture) -> Iterable[Group]:
    lead_or_social = Q(lead_picture=picture) | Q(social_picture=picture)
    named = Reference.objects.filter(target_picture=picture.pk)
    yield _articles(
        Article.objects.filter(lead_or_social).order_by("-pk").values_list("pk", flat=True),
        PublishedArticle.objects.filter(lead_or_social).order_by("-article").values_list("article", flat=True),
        *_naming(named),
    )
    stories = Story.objects.filter(own_picture=picture).newest_first()
    yield _group(_("Stories of other outlets"), list(stories[: COUNTED_AT_MOST + 1]))
    yield _pages(named)
    portraits = list(Author.objects.filter(portrait=picture).order_by("-pk")[: COUNTED_AT_MOST + 1])
    yield _group(_("Portraits"), portraits)


def _of_article(article: Article) -> Iterable[Group]:
    named = Reference.objects.filter(target_article=article.pk)
    related = RelatedLink.objects.filter(target=article)
    shown = PublishedRelatedLink.objects.filter(target=article)
    slots = FrontSlot.objects.filter(article=article)
    # The article's own form asks this each time it opens, and mostly the answer is none: one question for all.
    kinds = set(
        _one(named.filter(page__isnull=False), "page").union(
            _one(named.filter(page__isnull=True), "article"),
            _one(related, "article"),
            _one(shown, "article"),
            _one(slots, "front"),
            all=True,
        )
    )
    if "article" in kinds:
        yield _articles(
            *_naming(named),
            related.order_by("-article").values_list("article", flat=True),
            shown.order_by("-article__article").values_list("article__article", flat=True),
            but=article.pk,
        )
    if "page" in kinds:
        yield _pages(named)
    if "front" in kinds:
        fronts = [slot.front for slot in slots.select_related("front")[: COUNTED_AT_MOST + 1]]
        yield _group(_("Front pages"), list({front.pk: front for front in fronts}.values()))


def _one(rows: Any, kind: str) -> Any:
    """Return the word `kind` for each of `rows`, as part of a union."""
    return rows.order_by().annotate(kind=Value(kind)).values_list("kind", flat=True)


def _of_tag(tag: Tag) -> Iterable[Group]:
    yield _articles(
        ArticleTagging.objects.filter(tag=tag).order_by("-pk").values_list("content_object", flat=True),
        PublishedTagging.objects.filter(tag=tag).order_by("-pk").values_list("content_object__article", flat=True),
    )
    # A feed for one tag would hold everything, were the tag to go.
    yield _partner_feeds(Q(tags=tag) | Q(excluded_tags=tag))


def _of_author(author: Author) -> Iterable[Group]:
    yield _articles(
        ArticleByline.objects.filter(author=author).order_by("-pk").values_list("article", flat=True),
        PublishedByline.objects.filter(author=author).order_by("-pk").values_list("article__article", flat=True),
    )


def _of_section(section: Section) -> Iterable[Group]:
    yield _articles(
        Article.objects.filter(section=section).order_by("-pk").values_list("pk", flat=True),
        PublishedArticle.objects.filter(section=section).order_by("-pk").values_list("article", flat=True),
    )
    fronts = Front.objects.filter(Q(section=section) | Q(sections=section)).distinct()
    yield _group(_("Front pages"), list(fronts[: COUNTED_AT_MOST + 1]))
    yield _partner_feeds(Q(sections=section))


def _partner_feeds(wanted: Q) -> Group:
    return _group(_("Partner feeds"), list(PartnerFeed.objects.filter(wanted).distinct()[: COUNTED_AT_MOST + 1]))


def _of_story(story: Story) -> Iterable[Group]:
    yield from _of_stories({"story": story})


def _of_source(source: Source) -> Iterable[Group]:
    yield from _of_stories({"story__source": source})


def _of_stories(which: dict[str, Any]) -> Iterable[Group]:
    yield _articles(
        RelatedLink.objects.filter(**which).order_by("-article").values_list("article", flat=True),
        PublishedRelatedLink.objects.filter(**which)
        .order_by("-article__article")
        .values_list("article__article", flat=True),
        RelatedByRule.objects.filter(**which).order_by("-article").values_list("article", flat=True),
    )


_FINDERS: dict[type[Model], Callable[[Any], Iterable[Group]]] = {
    Picture: _of_picture,
    Article: _of_article,
    Tag: _of_tag,
    Author: _of_author,
    Section: _of_section,
    Story: _of_story,
    Source: _of_source,
}


def _naming(named: Any) -> tuple[Any, Any]:
    """Return the articles whose working copies or editions are among the references `named`."""
    copies = named.filter(article__isnull=False).order_by("-article").values_list("article", flat=True)
    editions = named.filter(edition__isnull=False).order_by("-edition__article")
    return copies, editions.values_list("edition__article", flat=True)


def _articles(*sources: Any, but: int | None = None) -> Group:
    """Return the articles that the querysets of their numbers name, each read no further than is counted."""
    numbers: dict[int, None] = {}
    for source in sources:
        numbers |= dict.fromkeys(source[: COUNTED_AT_MOST + 1])
    numbers.pop(but or 0, None)
    shown = list(islice(numbers, NAMED_AT_MOST))
    found = Article.objects.only("headline", "state", "goes_live_at", "trashed_at").in_bulk(shown)
    count = len(numbers)
    return Group(
        str(_("Articles")),
        [Use(found[pk], state_of(found[pk])) for pk in shown if pk in found],
        min(count, COUNTED_AT_MOST),
        count > COUNTED_AT_MOST,
    )


def _pages(named: Any) -> Group:
    numbers = named.filter(page__isnull=False).values("page")
    pages = list(Page.objects.filter(pk__in=numbers).defer("body")[: COUNTED_AT_MOST + 1])
    return _group(_("Standing pages"), pages, lambda page: str(_("Public") if page.is_live else _("Not public")))


def _group(kind: Any, records: list[Any], state: Callable[[Any], str] = lambda record: "") -> Group:
    count = len(records)
    named = [Use(record, state(record)) for record in records[:NAMED_AT_MOST]]
    return Group(str(kind), named, min(count, COUNTED_AT_MOST), count > COUNTED_AT_MOST)


def state_of(article: Article) -> str:
    """Return in a word where an article stands, the trash included."""
    return str(_("In the trash") if article.trashed_at else Article.State(article.state_now).label)
