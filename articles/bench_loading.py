"""Loads a corpus made for measuring into an empty database: `manage.py bench_load articles.jsonl`.

One article a line, as the editors' verbs would leave it: the working copy and its public edition with bylines,
tags, related news, what it refers to, and the search index. Left out are versions, the log, and which articles
are like which. Sections, tags, authors and pictures are in `taxonomy.json` beside the file.
"""

import json
import multiprocessing
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction

from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.retiring import retire

from . import references, search
from .bench_pictures import draw
from .body.sanitise import sanitise
from .body.text import WORD, plain_text
from .models import (
    Article,
    ArticleByline,
    ArticleTagging,
    Author,
    PublishedArticle,
    PublishedByline,
    PublishedRelatedLink,
    PublishedTagging,
    Reference,
    RelatedLink,
    Section,
    Tag,
)
from .search.documents import document_of

BATCH = 500
# What SQLite takes in one question.
ROWS_A_QUESTION = 100
WRITTEN = (
    Article, PublishedArticle, ArticleByline, PublishedByline, ArticleTagging, PublishedTagging, RelatedLink,
    PublishedRelatedLink, Reference,
)  # fmt: skip


class NotLoaded(Exception):
    """The corpus cannot be loaded: a sentence why."""


@dataclass(frozen=True)
class Taxonomy:
    """What the numbers in the corpus mean: primary keys in the order of taxonomy.json, and names for searching."""

    sections: list[int]
    tags: list[int]
    authors: list[int]
    pictures: list[int]
    tag_names: list[str]
    author_names: list[str]


def load(file: Path, *, workers: int = 1, progress: Callable[[int], None] | None = None) -> int:
    """Load a corpus; return how many articles.

    Args:
        workers: how many processes prepare and write; SQLite takes one.
        progress: called with the number of articles done so far.

    Raises:
        NotLoaded: the database holds articles, or the corpus is none.
    """
    if Article.objects.exists() or PublishedArticle.objects.exists():
        raise NotLoaded("There are articles in this database, and nothing was added: load into an empty one.")
    with transaction.atomic():
        taxonomy = _taxonomy(file.with_name("taxonomy.json"))
    done = 0
    for number in _written(_batches(file), taxonomy, 1 if connection.vendor == "sqlite" else workers):
        done += number
        if progress:
            progress(done)
    with transaction.atomic():
        _relate(file)
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), list(WRITTEN)):
                cursor.execute(sql)
        retire(EVERYTHING)
    return done


def _batches(file: Path) -> Iterator[tuple[tuple[int, str], ...]]:
    with file.open(encoding="utf-8") as lines:
        yield from batched(enumerate(lines, 1), BATCH, strict=False)


def _written(batches: Iterable[Any], taxonomy: Taxonomy, workers: int) -> Iterator[int]:
    if workers == 1:
        yield from (_write(batch, taxonomy) for batch in batches)
        return
    # A connection cannot be shared with a child.
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(workers, _begin, [taxonomy]) as pool:
        # So many wait at most: the corpus is larger than the memory.
        for some in batched(batches, workers * 4, strict=False):
            yield from pool.imap(_write_there, some)


def _begin(taxonomy: Taxonomy) -> None:
    global _taxonomy_there
    _taxonomy_there = taxonomy


_taxonomy_there: Taxonomy


def _write_there(batch: Any) -> int:
    return _write(batch, _taxonomy_there)


@transaction.atomic
def _write(batch: tuple[tuple[int, str], ...], taxonomy: Taxonomy) -> int:
    rows: dict[type[models.Model], list[Any]] = {model: [] for model in WRITTEN}
    documents = []
    for number, line in batch:
        try:
            story = json.loads(line)
            documents.append(_add(rows, story, taxonomy))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise NotLoaded(f"Line {number} is no article ({type(error).__name__}: {error}).") from None
    for some in rows.values():
        insert(some)
    search.engine().index_many(documents)
    return len(batch)


def _add(rows: dict[Any, list[Any]], story: dict[str, Any], taxonomy: Taxonomy) -> tuple[int, Any]:
    """Add the rows of one article; return what search learns of its edition."""
    pk, at = story["id"] + 1, datetime.fromisoformat(story["published"])
    body = sanitise(story["body"])
    said = {
        "language": settings.LANGUAGE_CODE, "headline": story["title"][:200], "deck": story["summary"][:400],
        "slug": story["slug"][:100], "body": body, "section_id": taxonomy.sections[story["section"]],
        "lead_picture_id": taxonomy.pictures[story["image"]] if taxonomy.pictures else None,
        "translation_group": uuid.uuid4(),
    }  # fmt: skip
    text = plain_text(body)
    rows[Article].append(
        Article(pk=pk, state=Article.State.PUBLISHED, first_published_at=at, created_at=at, saved_at=at, **said)
    )
    edition = PublishedArticle(
        pk=pk, article_id=pk, published_at=at, live_from=at, plain_text=text, word_count=len(WORD.findall(text)), **said
    )
    rows[PublishedArticle].append(edition)
    author = taxonomy.authors[story["author"]]
    rows[ArticleByline].append(ArticleByline(article_id=pk, author_id=author))
    rows[PublishedByline].append(PublishedByline(article_id=pk, author_id=author))
    for tag in story["tags"]:
        rows[ArticleTagging].append(ArticleTagging(content_object_id=pk, tag_id=taxonomy.tags[tag]))
        rows[PublishedTagging].append(PublishedTagging(content_object_id=pk, tag_id=taxonomy.tags[tag]))
    for key in ("article_id", "edition_id"):
        if edition.lead_picture_id:
            rows[Reference].append(
                Reference(**{key: pk}, place=Reference.Place.LEAD, target_picture=edition.lead_picture_id)
            )
        for named in references.named_in_body(body):
            rows[Reference].append(Reference(**{key: pk}, **named._asdict()))
    names = [*(taxonomy.tag_names[tag] for tag in story["tags"]), taxonomy.author_names[story["author"]]]
    return pk, document_of(edition.headline, edition.deck, " ".join(names), text)


def _relate(file: Path) -> None:
    """Write the related news of all: when the first was written, the last was not there yet."""
    for batch in _batches(file):
        rows: dict[type[models.Model], list[Any]] = {RelatedLink: [], PublishedRelatedLink: [], Reference: []}
        for _number, line in batch:
            story = json.loads(line)
            pk = story["id"] + 1
            for position, other in enumerate(story.get("related", ())):
                said = {"target_id": other + 1, "position": position}
                rows[RelatedLink].append(RelatedLink(article_id=pk, **said))
                rows[PublishedRelatedLink].append(PublishedRelatedLink(article_id=pk, **said))
                for key in ("article_id", "edition_id"):
                    rows[Reference].append(
                        Reference(**{key: pk}, place=Reference.Place.RELATED, target_article=other + 1)
                    )
        for some in rows.values():
            insert(some)


def _taxonomy(file: Path) -> Taxonomy:
    try:
        named = json.loads(file.read_text(encoding="utf-8"))
        sections, tags, authors = (
            [
                model.objects.get_or_create(slug=each["slug"], defaults={"name": each["name"]})[0]
                for each in named[kind]
            ]
            for kind, model in (("sections", Section), ("tags", Tag), ("authors", Author))
        )
        pictures = [draw(name).pk for name in named.get("images", [])]
    except OSError as error:
        raise NotLoaded(f"{file} cannot be read ({error.strerror}): it has to be beside the articles.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise NotLoaded(f"{file} does not name sections, tags and authors ({type(error).__name__}: {error}).") from None
    return Taxonomy(
        *([one.pk for one in some] for some in (sections, tags, authors)), pictures,
        [tag.name for tag in tags], [author.name for author in authors],
    )  # fmt: skip


def insert(rows: list[Any]) -> None:
    """Write new records of one model, as fast as the database takes them: without signals, and retiring nothing."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        models.QuerySet(model).bulk_create(rows, ROWS_A_QUESTION)
        return
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and rows[0].pk is None)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]  # fmt: skip
        for row in rows:
            copy.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
