"""Stories as the lists that are read most show them: two questions a list, both built once in a process."""

from collections import defaultdict
from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from newsroom.pagecache.filing import filed_under
from newsroom.pagecache.kept import kept
from newsroom.prepared import prepared

from .carried import prefetched
from .keyset import NEWEST, Along, KeysetPage, Place, in_order, page_from
from .models import Author, PublishedArticle, PublishedByline, Section, Tag
from .querysets import PublishedQuerySet, along_author, along_tag

PAGE_SIZE = 30


def of_section(
    section: Section, language: str, before: Place | None, without: Iterable[int] = (), at: datetime | None = None
) -> KeysetPage[PublishedArticle]:
    """Return a page of a section's stories but those `without`; at another moment than now, as it will be then.

    The first one of the first page has its bylines: it may lead the page.
    """
    found = _of_section(section=section.pk, language=language, without=tuple(without), **_place(before, at))
    return _page(found, before, named={found[0].pk} if found and before is None else frozenset())


def of_tag(tag: Tag, language: str, before: Place | None) -> KeysetPage[PublishedArticle]:
    """Return a page of the stories with a tag."""
    return _page(_of_tag(tag=tag.pk, language=language, **_place(before)), before)


def of_author(author: Author, language: str, before: Place | None) -> KeysetPage[PublishedArticle]:
    """Return a page of the stories of an author."""
    return _page(_of_author(author=author.pk, language=language, **_place(before)), before)


def by_number(
    numbers: Iterable[int], at: datetime | None = None, named: Iterable[int | None] = ()
) -> dict[int, PublishedArticle]:
    """Return those of these editions that readers may see, by number; `named` ones with their bylines."""
    wanted = tuple(sorted(set(numbers)))
    found = _by_number(numbers=wanted, now=at or timezone.now()) if wanted else []
    return {edition.pk: edition for edition in with_names(found, {*named})}


def with_names(
    editions: list[PublishedArticle], named: Container[int | None] = frozenset()
) -> list[PublishedArticle]:  # fmt: skip
    """Give each of these its section, and opinions and `named` ones their bylines, in one question at most.

    No card of another story says who wrote it.
    """
    sections = _sections()
    opinions = tuple(edition.pk for edition in editions if edition.is_opinion or edition.pk in named)
    lines = defaultdict(list)
    for line in _bylines(editions=opinions) if opinions else ():
        lines[line.article_id].append(line)
    for edition in editions:
        if edition.section_id in sections:
            edition.section = sections[edition.section_id]
            filed_under(edition.section.page_key)
        if edition.is_opinion or edition.pk in named:
            prefetched(edition)["bylines"] = lines[edition.pk]
    return editions


def section_called(slug: str) -> Section | None:
    """Return the section of this name in addresses, not to be changed, and file the page under it."""
    found = next((section for section in _sections().values() if section.slug == slug), None)
    if found is not None:
        filed_under(found.page_key)
    return found


def _sections() -> dict[int, Section]:
    return kept("sections", lambda: {section.pk: section for section in Section.objects.all()})


def _page(
    found: list[PublishedArticle], before: Place | None, named: Container[int | None] = frozenset()
) -> KeysetPage[PublishedArticle]:  # fmt: skip
    return page_from(with_names(found, named), PAGE_SIZE, before)


def _place(before: Place | None, at: datetime | None = None) -> dict[str, Any]:
    after = {"moment": before.moment, "number": before.pk} if before else {"moment": None, "number": None}
    return {**after, "now": at or timezone.now()}


@prepared
def _of_section(
    *, section: int, language: str, without: tuple[int, ...], moment: datetime | None, number: int | None, now: datetime
) -> PublishedQuerySet:
    stories = PublishedArticle.objects.live(now).in_language(language).filter(section=section)
    return _first(stories.exclude(pk__in=without) if without else stories, moment, number)


@prepared
def _of_tag(
    *, tag: int, language: str, moment: datetime | None, number: int | None, now: datetime
) -> PublishedQuerySet:
    return _first(PublishedArticle.objects.live(now), moment, number, along_tag(tag, language))


@prepared
def _of_author(
    *, author: int, language: str, moment: datetime | None, number: int | None, now: datetime
) -> PublishedQuerySet:
    return _first(PublishedArticle.objects.live(now), moment, number, along_author(author, language))


def _first(
    stories: PublishedQuerySet, moment: datetime | None, number: int | None, along: Along = NEWEST
) -> PublishedQuerySet:  # fmt: skip
    before = Place(moment, number) if moment is not None and number is not None else None
    # One more than is shown says whether the list goes on.
    return in_order(stories.for_lines(), before, along)[: PAGE_SIZE + 1]  # type: ignore[return-value]


@prepared
def _by_number(*, numbers: tuple[int, ...], now: datetime) -> PublishedQuerySet:
    # By number alone: asked for the language too, SQLite walks the whole archive of that language.
    return PublishedArticle.objects.live(now).filter(pk__in=numbers).for_lines().order_by()


@prepared
def _bylines(*, editions: tuple[int, ...]) -> Any:
    lines = PublishedByline.objects.filter(article__pk__in=editions).select_related("author")
    return lines.order_by("article_id", "position", "pk")
