"""The tables of the index that answers what is like what, and the answers kept for readers.

They hold copies, written by `articles.related` alone: `manage.py index_related` fills them again.
"""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class RowNumber(models.BigIntegerField):
    """A number that is the row's own place: SQLite then needs no second index for it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class NearestDocument(models.Model):
    """What the index knows of one text. `key`, `terms` and `entries` are explained in articles.related.nearest."""

    key = RowNumber(primary_key=True)
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(null=True)
    terms = models.BinaryField()
    entries = models.BinaryField()
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.key)


class NearestEntry(models.Model):
    """That a text has a term, in one number: see articles.related.nearest.entries."""

    number = RowNumber(primary_key=True)

    def __str__(self) -> str:
        return str(self.number)


class NearestSample(models.Model):
    """All terms of some texts, from which the commonness of terms is counted."""

    key = RowNumber(primary_key=True)
    language = models.CharField(max_length=10, blank=True)
    taken_at = models.DateTimeField(db_index=True)
    terms = models.BinaryField()

    def __str__(self) -> str:
        return str(self.key)


class NearestCommonness(models.Model):
    """How much each term tells, counted from the sample: one row."""

    counted_at = models.DateTimeField()
    texts = models.PositiveIntegerField()
    terms = models.BinaryField()
    tellings = models.BinaryField()

    def __str__(self) -> str:
        return str(self.counted_at)


class NearArticle(models.Model):
    """That one article of ours is near another: written when `article` was published, and read from both ends.

    So two articles that appear at one time write no row of each other's and never wait. No constraint
    in the database either: it would lock the other article. Whether either is public is asked when read.
    """

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="near", db_constraint=False, db_index=False
    )
    other = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="near_to", db_constraint=False, db_index=False
    )
    score = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="near_article_once")]
        indexes = [
            models.Index(fields=["article", "-score"], name="near_article_best"),
            models.Index(fields=["other", "-score"], name="near_article_back"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}: {self.score:.2f}"
