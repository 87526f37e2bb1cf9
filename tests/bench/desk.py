"""Measures the desk of a newsroom with very many articles: `make bench-desk`, N=100000.

    python -m tests.bench.desk [N] [--keep NAME]

A corpus of N articles is loaded into a database made for it (SQLite, or what DATABASE_URL names) and each is given
some tags more: ten links to tags an article. Then lists, choosers and searches of readers are opened. Printed are the
CPU of this process and of the database's, times on the wall, and how many questions each page asks. With --keep the
database stays and is used again.

Ends with 1 if a page of the desk takes 300 ms of CPU or counts a whole table.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import page_corpus
from .related_quality import scratch_database

RUNS = 5
MS_AT_MOST = 300
LARGE = ("articles_article", "articles_publishedarticle", "articles_articletagging", "articles_publishedtagging")
# About six tags more for every article.
MORE_TAGS = """INSERT INTO articles_articletagging (content_object_id, tag_id)
    SELECT a.id, t.id FROM articles_article a JOIN articles_tag t ON (a.id + t.id) % 66 = 0
    WHERE NOT EXISTS (SELECT 1 FROM articles_articletagging o WHERE o.content_object_id = a.id AND o.tag_id = t.id)"""
MORE_PUBLISHED = """INSERT INTO articles_publishedtagging (content_object_id, tag_id, language, published_at)
    SELECT e.id, g.tag_id, e.language, e.published_at
    FROM articles_publishedarticle e JOIN articles_articletagging g ON g.content_object_id = e.article_id
    WHERE NOT EXISTS
    (SELECT 1 FROM articles_publishedtagging o WHERE o.content_object_id = e.id AND o.tag_id = g.tag_id)"""


def pages(names: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is opened: what it is called, and its address."""
    word, section, tag, author = names["word"], names["section"], names["tag"], names["author"]
    articles = "/admin/articles/article/"
    return [
        ("start page", "/admin/"),
        ("articles", articles),
        ("articles, page 40", f"{articles}?p=40"),
        ("articles, a word of many", f"{articles}?q={word}"),
        ("articles, a word of none", f"{articles}?q=quaternion"),
        ("articles that are published", f"{articles}?state=published"),
        ("articles that are drafts", f"{articles}?state=draft"),
        ("articles of a section", f"{articles}?section__id__exact={section}"),
        ("one article", f"{articles}{names['article']}/change/"),
        ("tags", "/admin/articles/tag/"),
        ("tags, page 3", "/admin/articles/tag/?p=3"),
        ("tags, searched", f"/admin/articles/tag/?q={names['tag_word']}"),
        ("one tag", f"/admin/articles/tag/{tag}/change/"),
        ("authors", "/admin/articles/author/"),
        ("authors, searched", f"/admin/articles/author/?q={names['author_word']}"),
        ("one author", f"/admin/articles/author/{author}/change/"),
        ("sections", "/admin/articles/section/"),
        ("pictures", "/admin/articles/picture/"),
        ("pictures, searched", "/admin/articles/picture/?q=picture-3"),
        ("board", names["board"]),
        ("calendar", names["calendar"]),
        *((f"chooser: {what}", f"{names[kind]}{query}") for what, kind, query in (
            ("articles", "articles", ""),
            ("articles, a word of many", "articles", f"?term={word}"),
            ("articles, page 50 of them", "articles", f"?term={word}&page=50"),
            ("articles, a word of none", "articles", "?term=quaternion"),
            ("articles that are public, a word of none", "articles", "?term=quaternion&live=1"),
            ("tags", "tags", ""),
            ("tags, a word", "tags", f"?term={names['tag_word']}"),
            ("pictures", "pictures", ""),
        )),
    ]  # fmt: skip


SEARCHES = {
    "search: two rare words": f"/search/?q={'+'.join(page_corpus.RARE)}",
    "search: a word of a tenth": f"/search/?q={page_corpus.RARE[0]}",
    "search: two common words": "/search/?q={common}+{second}",
    "search: a word of nearly all": "/search/?q={common}",
    "search: a word of none": "/search/?q=quaternion",
}


class Database:
    """The process that works for this one, where it is another one on this machine."""

    def __init__(self) -> None:
        from django.db import connection

        self._clock: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Helpers' time would be lost.
                cursor.execute("SET max_parallel_workers_per_gather = 0")
                cursor.execute("SELECT pg_backend_pid()")
                self._clock = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def seconds(self) -> float:
        """Return its CPU time so far."""
        with suppress(OSError):
            if self._clock:
                return int(self._clock.read_text().split()[0]) / 1e9
        return 0.0


def measure(what: str, act: Callable[[], Any], database: Database) -> tuple[float, list[str]]:
    """Return the CPU in ms of the run in the middle, the database's included, and the questions; print them."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: Any, *args: Any) -> Any:
        asked.append(str(sql))
        return execute(sql, *args)

    act()
    walls, here, there = [], [], []
    for _ in range(RUNS):
        asked.clear()
        wall, cpu, other = time.perf_counter(), time.process_time(), database.seconds()
        with connection.execute_wrapper(note):
            act()
        walls.append(1000 * (time.perf_counter() - wall))
        here.append(1000 * (time.process_time() - cpu))
        there.append(1000 * (database.seconds() - other))
    cpus = [sum(both) for both in zip(here, there, strict=True)]
    mine, its, wall = (statistics.median(some) for some in (here, there, walls))
    print(
        f"| {what} | {statistics.median(cpus):.0f} | {mine:.0f} | {its:.0f} | {wall:.0f} | {len(asked)} |", flush=True
    )
    return statistics.median(cpus), asked


def counts_all(sql: str) -> bool:
    """Return whether a question counts rows of a large table, and says nowhere at how many it stops."""
    return "COUNT(" in sql and "LIMIT" not in sql and any(f'FROM "{table}"' in sql for table in LARGE)


def build(number: int) -> None:
    """Load a corpus, and give its articles ten tags each."""
    from django.db import connection, transaction

    from articles import bench_loading

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        bench_loading.load(page_corpus.write(Path(folder), number), workers=2)
        print(f"{number} articles invented and loaded in {time.perf_counter() - began:.0f} s", flush=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MORE_TAGS)
        cursor.execute(MORE_PUBLISHED)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", nargs="?", type=int, default=100_000, help="how many articles")
    parser.add_argument("--keep", default="", help="a database that stays: its name, or with SQLite its file")
    options = parser.parse_args()
    with scratch_database(options.keep):
        from django.conf import settings
        from django.contrib.staticfiles import storage
        from django.contrib.staticfiles.storage import StaticFilesStorage
        from django.db import connection
        from django.test import Client
        from django.urls import reverse

        from articles.models import Article, ArticleTagging, Author, PublishedArticle, Section, Tag
        from newsroom.accounts.models import User

        settings.ALLOWED_HOSTS = ["testserver"]
        # Nobody collected static files for this; where they lie is not what is measured.
        storage.staticfiles_storage._wrapped = StaticFilesStorage()
        if not Article.objects.exists():
            build(options.number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        print(f"{Article.objects.count()} articles, {ArticleTagging.objects.count()} tags of them, {connection.vendor}")
        article = PublishedArticle.objects.order_by("pk")[5]
        words = article.plain_text.lower().replace(".", "").split()
        tag, author = Tag.objects.order_by("pk")[0], Author.objects.order_by("pk")[0]
        names = {
            "word": article.headline.split()[1], "article": article.article_id, "tag": tag.pk, "author": author.pk,
            "section": Section.objects.order_by("pk")[0].pk, "tag_word": tag.name.split()[0],
            "author_word": author.name.split()[0],
            **{name: reverse(f"desk_{name}") for name in ("articles", "tags", "pictures")},
            **{name: reverse(f"admin:articles_article_{name}") for name in ("board", "calendar")},
        }  # fmt: skip
        # The two words that stand most often in some texts.
        texts = PublishedArticle.objects.order_by("pk").values_list("plain_text", flat=True)[:50]
        found = [set(text.lower().replace(".", "").split()) for text in texts]
        common = sorted(dict.fromkeys(words), key=lambda word: -sum(word in text for text in found))[:2]
        owner = User.objects.get_or_create(email="owner@example.com", is_staff=True, is_superuser=True)[0]
        desk, reader, database, missed = Client(), Client(), Database(), []
        desk.force_login(owner)
        print("| page | CPU, ms | here | in the database | wall | questions |\n|---|---|---|---|---|---|")
        for what, address in pages(names):
            cpu, asked = measure(what, lambda address=address: _opened(desk, address), database)
            if cpu >= MS_AT_MOST or any(map(counts_all, asked)):
                missed.append(what)
        for what, address in SEARCHES.items():
            address = address.format(common=common[0], second=common[1])
            measure(what, lambda address=address: _opened(reader, address), database)
    for what in missed:
        print(f"{what}: {MS_AT_MOST} ms of CPU or more, or a whole table is counted")
    return 1 if missed else 0


def _opened(client: Any, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)


if __name__ == "__main__":
    sys.exit(main())
