"""Loads a corpus made for measuring into an empty database: `manage.py bench_load articles.jsonl`.

One article a line, as the editors' verbs would leave it: the working copy and its public edition with bylines,
tags, related news, what it refers to, and the search index. Left out are versions, the log, and which articles
are like which. Sections, tags, authors and pictures are in `taxonomy.json` beside the file.
"""

import json
import multiprocessing
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, transaction

from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.retiring import retire

from . import references, search
from .bench_pictures import draw
from .bench_rows import Rows
from .body.sanitise import sanitise
from .body.text import WORD, plain_text
from .models import (
    Article,
    ArticleByline,
    ArticleTagging,
    Author,
    Picture,
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
# Paragraphs and headings, a line each, with some words in bold.
PLAIN = re.compile(r"(?:<(p|h2)>[^<>&\s](?:[^<>&\n]|<strong>[^<>&\s]+</strong>)*</\1>(?:\n(?=<)|$))+")
TAG = re.compile(r"<[^>]*>")
WRITTEN = (
    Article, PublishedArticle, ArticleByline, PublishedByline, ArticleTagging, PublishedTagging, RelatedLink,
    PublishedRelatedLink, Reference,
)  # fmt: skip


KINDS = ((Section, "sections"), (Tag, "tags"), (Author, "authors"))


class NotLoaded(Exception):
    """The corpus cannot be loaded: a sentence why."""


@dataclass(frozen=True)
class Taxonomy:
    """What the numbers in the corpus mean: the records in the order of taxonomy.json."""

    sections: list[Section]
    tags: list[Tag]
    authors: list[Author]
    pictures: list[Picture]


type Batch = tuple[tuple[int, str], ...]
type Write = Callable[[Batch, Taxonomy], int]


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
    done, workers = 0, 1 if connection.vendor == "sqlite" else workers
    for number in _done(_write, file, taxonomy, workers):
        done += number
        if progress:
            progress(done)
    # When the first was written, the last was not there yet.
    for _number in _done(_relate, file, taxonomy, workers):
        pass
    with transaction.atomic():
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), list(WRITTEN)):
                cursor.execute(sql)
        retire(EVERYTHING)
    return done


def _batches(file: Path) -> Iterator[Batch]:
    with file.open(encoding="utf-8") as lines:
        yield from batched(enumerate(lines, 1), BATCH, strict=False)


def _done(write: Write, file: Path, taxonomy: Taxonomy, workers: int) -> Iterator[int]:
    """Let every batch be written, each in a transaction of its own; yield how many articles were in each."""
    if workers == 1:
        yield from (write(batch, taxonomy) for batch in _batches(file))
        return
    # A connection cannot be shared with a child.
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(workers, _begin, [write, taxonomy]) as pool:
        # So many wait at most: the corpus is larger than the memory.
        for some in batched(_batches(file), workers * 8, strict=False):
            yield from pool.imap(_write_there, some)


def _begin(write: Write, taxonomy: Taxonomy) -> None:
    global _there
    _there = write, taxonomy


_there: tuple[Write, Taxonomy]


def _write_there(batch: Batch) -> int:
    write, taxonomy = _there
    return write(batch, taxonomy)


@transaction.atomic
def _write(batch: Batch, taxonomy: Taxonomy) -> int:
    articles, editions = Rows(Article, with_pk=True), Rows(PublishedArticle, with_pk=True)
    # Lists are read from these rows: see `Listed`.
    place = "language", "published_at"
    bylines = Rows(ArticleByline, "article", "author"), Rows(PublishedByline, "article", "author", *place)
    taggings = Rows(ArticleTagging, "content_object", "tag"), Rows(PublishedTagging, "content_object", "tag", *place)
    named = [Rows(Reference, key, *references.Named._fields) for key in ("article", "edition")]
    documents = []
    for number, line in batch:
        try:
            story = json.loads(line)
            article, edition = _records(story, taxonomy)
            tags, author = [taxonomy.tags[tag] for tag in story["tags"]], taxonomy.authors[story["author"]]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise NotLoaded(f"Line {number} is no article ({type(error).__name__}: {error}).") from None
        articles.add_record(article)
        editions.add_record(edition)
        refers = [] if PLAIN.fullmatch(edition.body) else references.named_in_body(edition.body)
        if edition.lead_picture_id:
            refers.insert(0, references.Named(Reference.Place.LEAD, target_picture=edition.lead_picture_id))
        stands = edition.language, connection.ops.adapt_datetimefield_value(edition.published_at)
        bylines[0].add(edition.pk, author.pk)
        bylines[1].add(edition.pk, author.pk, *stands)
        for tag in tags:
            taggings[0].add(edition.pk, tag.pk)
            taggings[1].add(edition.pk, tag.pk, *stands)
        for rows in named:
            for each in dict.fromkeys(refers):
                rows.add(edition.pk, *each)
        names = " ".join([*(tag.name for tag in tags), author.name])
        documents.append((edition.pk, document_of(edition.headline, edition.deck, names, edition.plain_text)))
    for rows in (articles, editions, *bylines, *taggings, *named):
        rows.write()
    search.engine().index_many(documents)
    return len(batch)


def _records(story: dict[str, Any], taxonomy: Taxonomy) -> tuple[Article, PublishedArticle]:
    pk, at = story["id"] + 1, datetime.fromisoformat(story["published"])
    body, text = _body(story["body"])
    said = {
        "pk": pk, "language": settings.LANGUAGE_CODE, "headline": story["title"][:200], "deck": story["summary"][:400],
        "slug": story["slug"][:100], "body": body, "section_id": taxonomy.sections[story["section"]].pk,
        "lead_picture_id": taxonomy.pictures[story["image"]].pk if taxonomy.pictures else None,
        "translation_group": uuid.uuid4(),
    }  # fmt: skip
    article = Article(state=Article.State.PUBLISHED, first_published_at=at, created_at=at, saved_at=at, **said)
    edition = PublishedArticle(
        article_id=pk, published_at=at, live_from=at, plain_text=text, word_count=len(WORD.findall(text)), **said
    )
    return article, edition


def _body(html: str) -> tuple[str, str]:
    """Return a body as it is stored, and its words."""
    if not PLAIN.fullmatch(html):
        return (body := sanitise(html)), plain_text(body)
    # What every body of the corpus is: nothing in it needs to be parsed.
    paragraphs = (" ".join(TAG.sub("", words).split()) for words in html.split("\n"))
    return html, "\n\n".join(paragraphs)


@transaction.atomic
def _relate(batch: Batch, taxonomy: Taxonomy) -> int:
    lines = (
        Rows(RelatedLink, "article", "target", "position"),
        Rows(PublishedRelatedLink, "article", "target", "position"),
    )
    named = [Rows(Reference, key, "place", "target_article") for key in ("article", "edition")]
    for _number, line in batch:
        story = json.loads(line)
        for position, other in enumerate(story.get("related", ())):
            for rows in lines:
                rows.add(story["id"] + 1, other + 1, position)
            for rows in named:
                rows.add(story["id"] + 1, Reference.Place.RELATED, other + 1)
    for rows in (*lines, *named):
        rows.write()
    return len(batch)


def _taxonomy(file: Path) -> Taxonomy:
    try:
        named = json.loads(file.read_text(encoding="utf-8"))
        sections, tags, authors = (_records_of(model, named[kind]) for model, kind in KINDS)
        return Taxonomy(sections, tags, authors, [draw(name) for name in named.get("images", [])])
    except OSError as error:
        raise NotLoaded(f"{file} cannot be read ({error.strerror}): it has to be beside the articles.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise NotLoaded(f"{file} does not name sections, tags and authors ({type(error).__name__}: {error}).") from None


def _records_of(model: Any, named: list[dict[str, str]]) -> list[Any]:
    return [model.objects.get_or_create(slug=each["slug"], defaults={"name": each["name"]})[0] for each in named]
