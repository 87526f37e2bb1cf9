"""Loads a corpus made for measuring into an empty database: `manage.py bench_load articles.jsonl`.

One article a line, as the editors' verbs would leave it: the working copy and its public edition with bylines,
tags, related news, what it refers to, and the search index. Left out are versions, the log, and which articles
are like which. Sections, tags, authors and pictures are in `taxonomy.json` beside the file.
"""

import gc
import json
import multiprocessing
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, transaction

from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.retiring import retire

from . import references, search
from .bench_bare import bare, put_back
from .bench_pictures import draw
from .bench_rows import Rows
from .bench_text import prepared
from .body.text import WORD
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
from .search.documents import Document, document_of

BATCH = 500
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
    with bare([model._meta.db_table for model in WRITTEN]) as left_out:
        for number in _done(partial(_write, taxonomy=taxonomy), _batches(file), workers):
            done += number
            if progress:
                progress(done)
        for step in left_out:
            for _number in _done(put_back, step, workers):
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


def _done[Work](do: Callable[[Work], int], works: Iterable[Work], workers: int) -> Iterator[int]:
    """Let every piece of work be done, each in a transaction of its own; yield what comes of each."""
    if workers == 1:
        yield from map(do, works)
        return
    # A connection cannot be shared with a child.
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(workers, _begin, [do]) as pool:
        # So many wait at most: the corpus is larger than the memory.
        for some in batched(works, workers * 8, strict=False):
            yield from pool.imap(_do_there, some)


def _begin(do: Callable[[Any], int]) -> None:
    global _there
    _there = do
    # What the parent made stays: to look at it again and again for what may go takes a tenth of the time.
    gc.freeze()


_there: Callable[[Any], int]


def _do_there(work: Any) -> int:
    return _there(work)


class Lines:
    """The rows of a batch."""

    def __init__(self) -> None:
        said = (
            "id", "language", "headline", "deck", "slug", "body", "section", "lead_picture", "translation_group",
        )  # fmt: skip
        self.articles = Rows(Article, *said, "state", "first_published_at", "created_at", "saved_at", with_pk=True)
        self.editions = Rows(
            PublishedArticle, *said, "article", "published_at", "live_from", "plain_text", "word_count", with_pk=True
        )
        # Lists are read from these rows: see `Listed`.
        place = "language", "published_at"
        self.bylines = Rows(ArticleByline, "article", "author"), Rows(PublishedByline, "article", "author", *place)
        self.taggings = (
            Rows(ArticleTagging, "content_object", "tag"),
            Rows(PublishedTagging, "content_object", "tag", *place),
        )
        self.related = tuple(
            Rows(model, "article", "target", "position") for model in (RelatedLink, PublishedRelatedLink)
        )
        self.named = tuple(Rows(Reference, key, *references.Named._fields) for key in ("article", "edition"))
        self.documents: list[tuple[int, Document]] = []

    def add(self, story: dict[str, Any], taxonomy: Taxonomy) -> None:
        """Add an article of the corpus, its edition, and what both refer to."""
        pk, at = story["id"] + 1, datetime.fromisoformat(story["published"])
        body, text, is_plain = prepared(story["body"])
        headline, deck, language = story["title"][:200], story["summary"][:400], settings.LANGUAGE_CODE
        section, author = taxonomy.sections[story["section"]].pk, taxonomy.authors[story["author"]]
        tags = [taxonomy.tags[tag] for tag in story["tags"]]
        picture = taxonomy.pictures[story["image"]].pk if taxonomy.pictures else None
        said = pk, language, headline, deck, story["slug"][:100], body, section, picture, uuid.uuid4()
        refers = [] if is_plain else references.named_in_body(body)
        if picture:
            refers.insert(0, references.Named(Reference.Place.LEAD, target_picture=picture))
        refers += [references.Named(Reference.Place.RELATED, target_article=other + 1) for other in _others(story)]
        refers = list(dict.fromkeys(refers))
        self.articles.add(*said, Article.State.PUBLISHED, at, at, at)
        self.editions.add(*said, pk, at, at, text, len(WORD.findall(text)))
        for (byline, tagging, related, named), stands in zip(
            zip(self.bylines, self.taggings, self.related, self.named, strict=True), ((), (language, at)), strict=True
        ):
            byline.add(pk, author.pk, *stands)
            for tag in tags:
                tagging.add(pk, tag.pk, *stands)
            for position, other in enumerate(_others(story)):
                related.add(pk, other + 1, position)
            for each in refers:
                named.add(pk, *each)
        names = " ".join([*(tag.name for tag in tags), author.name])
        self.documents.append((pk, document_of(headline, deck, names, text)))

    def write(self) -> None:
        """Write all of them."""
        for rows in (self.articles, self.editions, *self.bylines, *self.taggings, *self.related, *self.named):
            rows.write()
        search.engine().index_many(self.documents)


def _others(story: dict[str, Any]) -> list[int]:
    others: list[int] = story.get("related", [])
    return others


@transaction.atomic
def _write(batch: Batch, taxonomy: Taxonomy) -> int:
    lines = Lines()
    for number, line in batch:
        try:
            lines.add(json.loads(line), taxonomy)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise NotLoaded(f"Line {number} is no article ({type(error).__name__}: {error}).") from None
    lines.write()
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
