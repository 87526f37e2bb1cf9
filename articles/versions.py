"""Snapshots of an article, and the way back to one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Field, ForeignKey, QuerySet
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from . import own_links, references, tagging
from .body.values import without_controls
from .models import Article, ArticleByline, ArticleVersion, Author, PublishedArticle, RelatedLink, Story
from .querysets import not_over
from .working_copy import claim

# A form opens with what the newest version says; a few more cover writes that kept none.
LOOKED_BACK = 3
LISTS = ("tags", "authors")
RELATED_FIELDS = ("target_id", "story_id", "is_pinned", "position")


class NameTooLong(Exception):
    """A version was not named; the sentence is for the person who asked."""


def content_of(article: Article | PublishedArticle) -> dict[str, Any]:
    """Return everything an editor wrote in `article`, or what readers get of it, as plain data that JSON can hold."""
    return content_with(
        article,
        tags=article.tags.names(),
        authors=article.bylines.order_by("position", "pk").values_list("author_id", flat=True),
        related=article.related_links.order_by("position", "pk").values(*RELATED_FIELDS),
    )


def content_with(
    article: Article | PublishedArticle,
    *,
    tags: Iterable[str],
    authors: Iterable[int],
    related: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return what `content_of` does, of an article whose lists the caller knows: no query."""
    columns = {name: concrete_field(name).attname for name in Article.content_fields()}
    fields = {attname: getattr(article, attname) for attname in columns.values()}
    return {
        "fields": fields | {"slug": article.slug},
        "tags": sorted(tags),
        "authors": list(authors),
        "related": list(related),
    }


def concrete_field(name: str) -> Field:
    """Return a field of `Article` that has a column."""
    return next(field for field in Article._meta.concrete_fields if field.name == name)


def snapshot(article: Article, reason: str, by: Any = None) -> ArticleVersion:
    """Keep what `article` is now.

    Args:
        reason: an `ArticleVersion.Reason`.
        by: the account that caused it, or None for the system.
    """
    # Whatever changes a working copy keeps a version: its links are settled and written down with it.
    own_links.settle(article)
    references.keep(article)
    content = content_of(article)
    note_changes(article, content)
    return ArticleVersion.objects.create(
        article=article, reason=reason, made_by=by, revision=article.revision, content=content
    )


def keep(article: Article, reason: str, by: Any = None) -> ArticleVersion | None:
    """Keep what `article` is now, see `snapshot`, unless its newest version says the same."""
    newest = _of_working_copy(article).first()
    if newest is not None and newest.content == (content := content_of(article)):
        note_changes(article, content)
        return None
    return snapshot(article, reason, by)


def keep_reinstated(article: Article, edition: PublishedArticle, by: Any = None) -> None:
    """Keep what readers have again with `edition`. The working copy stands before it, and goes on from there."""
    keep(article, ArticleVersion.Reason.SAVED, by)
    ArticleVersion.objects.create(
        article=article,
        reason=ArticleVersion.Reason.REINSTATED,
        made_by=by,
        revision=article.revision,
        content=content_of(edition),
    )


def _of_working_copy(article: Article) -> QuerySet[ArticleVersion]:
    # What was brought back never was the working copy.
    return article.versions.exclude(reason=ArticleVersion.Reason.REINSTATED)


def note_changes(article: Article, content: dict[str, Any] | None = None) -> None:
    """Write down whether `article` says anything else than its last edition that is not over, public or to come.

    Lists ask the stored fact, and compare no bodies. Snapshots keep it; verbs that end an edition call it.

    Args:
        content: what `content_of(article)` says, where the caller has asked already.
    """
    last = article.editions.filter(not_over()).order_by("live_from").last()
    article.has_changes = last is not None and (
        (content or content_of(article)) != content_of(last) or article.translation_group != last.translation_group
    )
    # Not `save`: it would say that somebody wrote just now.
    Article.objects.filter(pk=article.pk).update(has_changes=article.has_changes)


def said_before(article: Article, field: str, revision: int) -> Iterator[Any]:
    """Yield what a text field, or one of the lists of `content_of`, said in the newest versions up to `revision`."""
    for version in _of_working_copy(article).filter(revision__lte=revision)[:LOOKED_BACK]:
        yield version.content[field] if field in LISTS else str(version.content["fields"].get(field) or "")


def name(version: ArticleVersion, words: str) -> None:
    """Give a version a name, so that it is found again; empty words take the name away.

    Raises:
        NameTooLong: it is longer than a name may be.
    """
    limit = ArticleVersion._meta.get_field("name").max_length or 120
    words = " ".join(without_controls(words).split())
    if len(words) > limit:
        sentence = _("The name has %(count)d characters: shorten it to %(limit)d.")
        raise NameTooLong(sentence % {"count": len(words), "limit": limit})
    version.name = words
    version.save(update_fields=["name"])


@transaction.atomic
def restore(version: ArticleVersion, by: Any = None, seen: int | None = None) -> Article:
    """Write a version back onto its article's working copy; what stood there is kept as a version.

    Nothing becomes public by it, and a version that says what stands there already changes nothing.
    People, tags or pictures deleted since are left out.

    Args:
        seen: the revision of the article that the person was shown.

    Raises:
        ChangedSince: the article has another revision by now; nothing was written.
    """
    article = Article.objects.select_for_update().get(pk=version.article_id)
    claim(article, seen)
    content = version.content
    if content == content_of(article):
        return article
    keep(article, ArticleVersion.Reason.RESTORED, by)
    for attname, value in content["fields"].items():
        field = next((each for each in Article._meta.concrete_fields if each.attname == attname), None)
        if field is None:
            continue
        if isinstance(field, ForeignKey) and value is not None:
            value = field.related_model._default_manager.filter(pk=value).values_list("pk", flat=True).first()
        setattr(article, attname, value)
    article.save()
    # A tag that was merged since comes back as what it became.
    tagging.set_tags(article, content["tags"])
    article.bylines.all().delete()
    known = set(Author.objects.filter(pk__in=content["authors"]).values_list("pk", flat=True))
    ArticleByline.objects.bulk_create(
        ArticleByline(article=article, author_id=pk, position=position)
        for position, pk in enumerate(content["authors"])
        if pk in known
    )
    article.related_links.all().delete()
    targets = set(
        Article.objects.filter(pk__in=[row["target_id"] for row in content["related"]]).values_list("pk", flat=True)
    )
    stories = set(
        Story.objects.filter(pk__in=[row.get("story_id") for row in content["related"]]).values_list("pk", flat=True)
    )
    RelatedLink.objects.bulk_create(
        RelatedLink(article=article, **{name: row[name] for name in RELATED_FIELDS if name in row})
        for row in content["related"]
        if row["target_id"] in targets or row.get("story_id") in stories
    )
    keep(article, ArticleVersion.Reason.SAVED, by)
    record("version.restored", article, by=by, version=version.pk, made_at=version.made_at.isoformat())
    return article
