"""What readers get. Written by `publishing` alone; read through `live()` alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.permalinks import article_path
from articles.querysets import LISTED_BY, PublishedQuerySet
from newsroom.pagecache.filing import Filed

from .article import Article, Byline
from .content import ArticleContent, Genre
from .related import RelatedItem
from .taxonomy import Tag


class PublishedArticle(Filed, ArticleContent):
    """One public edition of an article, true from `live_from` until `live_until`.

    An article has at most one live edition at any moment; a scheduled update is a second
    edition that begins where the first ends.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="editions")
    slug = models.SlugField(max_length=100)
    translation_group = models.UUIDField(db_index=True)
    published_at = models.DateTimeField(_("published at"))
    updated_at = models.DateTimeField(_("updated at"), null=True, blank=True)
    live_from = models.DateTimeField(_("public from"))
    live_until = models.DateTimeField(_("public until"), null=True, blank=True)
    plain_text = models.TextField(editable=False, blank=True)
    word_count = models.PositiveIntegerField(default=0, editable=False)

    authors = models.ManyToManyField("articles.Author", through="PublishedByline", related_name="+")
    tags = TaggableManager(through="articles.PublishedTagging", blank=True, related_name="published_articles")

    objects = PublishedQuerySet.as_manager()

    KEYED_BY = ("article",)

    class Meta:
        verbose_name = _("published article")
        verbose_name_plural = _("published articles")
        get_latest_by = "published_at"
        indexes = [
            models.Index(fields=["language", "-published_at", "-id"], name="published_newest"),
            models.Index(fields=["section", "language", "-published_at", "-id"], name="published_in_section"),
            models.Index(fields=["slug", "language"], name="published_slug"),
            # What the clock will change soon: few rows of many.
            models.Index(fields=["live_from"], name="published_begins"),
            models.Index(fields=["live_until"], name="published_ends", condition=models.Q(live_until__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "live_from"], name="edition_begins_once"),
            models.CheckConstraint(
                condition=models.Q(live_until=None) | models.Q(live_until__gte=models.F("live_from")),
                name="edition_ends_after_it_begins",
            ),
        ]

    # A preview in memory says otherwise while it has no moment yet.
    is_unpublished = False

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, update_fields=update_fields, **kwargs)
        if not is_new and (update_fields is None or not LISTED_BY.isdisjoint(update_fields)):
            keep_lists([self.pk])

    @property
    def page_key(self) -> str:
        # A list that loads a headline and nothing more need not ask whose it is.
        return f"article/{self.article_id}" if "article_id" in self.__dict__ else f"edition/{self.pk}"

    @property
    def retired_keys(self) -> tuple[str, ...]:
        # What else is around it is asked once all of it is written.
        return (f"article/{self.article_id}", f"edition/{self.pk}", f"around/{self.article_id}")

    def get_absolute_url(self) -> str:
        return article_path(self.slug, self.published_at, self.language)

    @property
    def label(self) -> str:
        """The kicker: the editors' own words, else the genre of anything but plain news."""
        if self.kicker or self.genre in (Genre.NEWS, Genre.OPINION):
            return self.kicker
        return str(Genre(self.genre).label)

    @property
    def is_opinion(self) -> bool:
        return self.genre == Genre.OPINION

    @property
    def modified_at(self) -> datetime:
        """The moment that readers and search engines are told: the last meaningful change."""
        return self.updated_at or self.published_at


class _OfTheEdition(models.Field):
    """A column that repeats what the edition has under the same name, however the row is written."""

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = getattr(getattr(model_instance, model_instance.EDITION), self.attname)
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{type(self).__mro__[2].__name__}", args, kwargs


class _Word(_OfTheEdition, models.CharField):
    pass


class _Moment(_OfTheEdition, models.DateTimeField):
    pass


class Listed(models.Model):
    """A row that puts an edition onto the list of a tag or an author, and says all that the list is sorted by.

    So a list of any length is read from one index, from any place in it. `keep_lists` follows the edition.
    """

    # The field that leads to the edition.
    EDITION = ""

    language = _Word(max_length=10, editable=False)
    published_at = _Moment(editable=False)

    class Meta:
        abstract = True


class PublishedByline(Listed, Byline):
    EDITION = "article"

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="bylines")

    class Meta(Byline.Meta):
        abstract = False
        indexes = [models.Index(fields=["author", "language", "-published_at", "-article"], name="list_of_author")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.author_id}"


class PublishedTagging(Listed, ItemBase):
    EDITION = "content_object"

    content_object = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="published_taggings")

    class Meta:
        indexes = [models.Index(fields=["tag", "language", "-published_at", "-content_object"], name="list_of_tag")]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="published_tag_once")]

    def __str__(self) -> str:
        return f"{self.content_object_id}: {self.tag_id}"


def keep_lists(editions: Iterable[int]) -> None:
    """Let these editions stand in the lists of their tags and authors where their language and moment put them."""
    numbers = list(editions)
    for model in (PublishedByline, PublishedTagging):
        own = PublishedArticle.objects.filter(pk=models.OuterRef(model.EDITION))
        rows = model._default_manager.order_by().filter(**{f"{model.EDITION}__in": numbers})
        rows.update(**{name: models.Subquery(own.values(name)) for name in sorted(LISTED_BY)})


class PublishedRelatedLink(RelatedItem):
    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="related_links")

    class Meta(RelatedItem.Meta):
        abstract = False
        ordering = ["position", "pk"]
