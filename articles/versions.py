"""Snapshots of an article, and the way back to one."""

from typing import Any

from django.db import transaction
from django.db.models import Field, ForeignKey

from . import references, tagging
from .models import Article, ArticleByline, ArticleVersion, Author, Picture, RelatedLink

RELATED_FIELDS = ("target_id", "title", "url", "outlet", "excerpt", "picture_id", "position")


def content_of(article: Article) -> dict[str, Any]:
    """Return everything an editor wrote in `article` as plain data that JSON can hold."""
    columns = {name: concrete_field(name).attname for name in Article.content_fields()}
    fields = {attname: getattr(article, attname) for attname in columns.values()}
    return {
        "fields": fields | {"slug": article.slug},
        "tags": sorted(article.tags.names()),
        "authors": list(article.bylines.order_by("position", "pk").values_list("author_id", flat=True)),
        "related": list(article.related_links.order_by("position", "pk").values(*RELATED_FIELDS)),
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
    # Whatever changes a working copy keeps a version: what it refers to is written down with it.
    references.keep(article)
    return ArticleVersion.objects.create(article=article, reason=reason, made_by=by, content=content_of(article))


@transaction.atomic
def restore(version: ArticleVersion, by: Any = None) -> Article:
    """Write a version back onto its article's working copy; what stood there is kept as a version.

    Nothing becomes public by it. People, tags or pictures deleted since are left out.
    """
    article = Article.objects.select_for_update().get(pk=version.article_id)
    snapshot(article, ArticleVersion.Reason.RESTORED, by)
    content = version.content
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
    pictures = set(
        Picture.objects.filter(pk__in=[row["picture_id"] for row in content["related"]]).values_list("pk", flat=True)
    )
    for row in content["related"]:
        if row["target_id"] is not None and row["target_id"] not in targets:
            continue
        if row["picture_id"] not in pictures:
            row = row | {"picture_id": None}
        RelatedLink.objects.create(article=article, **row)
    references.keep(article)
    return article
