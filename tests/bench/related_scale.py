"""Measures the index of what is like what with very many articles: `make bench-related-scale`, N=100000.

    python -m tests.bench.related_scale [N] [--keep NAME]

N articles are made by mixing the sentences of real texts, each article of a few stories of one topic,
with invented names of which most are rare. They are stored, indexed, and asked about, in a database
made for it: SQLite, or what DATABASE_URL names. Printed are times on the wall and of this process's
CPU, and what the tables of the index take. With --keep the database stays and is used again: filling
it takes the most of the time.
"""

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import batched
from pathlib import Path

from .related_quality import TEXTS, scratch_database

ASKED = 200
TABLES = ("document", "entry", "sample", "commonness")
SYLLABLES = (
    "ба ве ги до жу зе ко лу ми не по ра са ту фе хо ко ба ве ду ka ro mi ten ol sha ri ve no dal gor an".split()
)


def stories(folder: Path) -> list[tuple[str, str, list[str]]]:
    """Return language, topic and sentences of real texts."""
    found = []
    for file in sorted(folder.glob("reuters-21578/*.json")):
        for record in json.loads(file.read_text()):
            sentences = re.split(r"(?<=[.!?])\s+", " ".join(record.get("body", "").split()))
            if len(sentences) > 3:
                found.append(("en", (record.get("topics") or ["none"])[0], sentences))
    for name, language in (("wikinews-en", "en"), ("ukrainian-uagec", "uk")):
        for record in json.loads((folder / name / "articles.json").read_text()):
            paragraphs = [one if isinstance(one, str) else one.get("text", "") for one in record["paragraphs"]]
            sentences = re.split(r"(?<=[.!?])\s+", " ".join(paragraphs))
            for some in batched(sentences, 25):
                found.append((language, record["title"], list(some)))
    return found


def names(random_: random.Random, number: int = 60_000) -> list[str]:
    return ["".join(random_.choices(SYLLABLES, k=random_.randint(2, 4))).capitalize() for _ in range(number)]


def texts(number: int, folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield language, headline, deck and text; the same ones every time."""
    random_ = random.Random(1)
    by_topic: dict[tuple[str, str], list[list[str]]] = {}
    for language, topic, sentences in stories(folder):
        by_topic.setdefault((language, topic), []).append(sentences)
    topics = list(by_topic)
    # A third in Ukrainian, whatever the texts at hand are.
    weights = [(2.0 if language == "en" else 1.0) for language, _topic in topics]
    of = {one: sum(1 for language, _topic in topics if language == one) for one in ("en", "uk")}
    weights = [weight / of[language] for weight, (language, _topic) in zip(weights, topics, strict=True)]
    invented = names(random_)
    for _ in range(number):
        language, topic = random_.choices(topics, weights)[0]
        pool = [one for story in random_.sample(by_topic[language, topic], k=min(3, len(by_topic[language, topic])))
                for one in story]  # fmt: skip
        pool += random_.choice(by_topic[random_.choice(topics)])[:4] if language == "en" else []
        some = random_.sample(pool, k=min(len(pool), random_.randint(6, 24)))
        about = [invented[int(len(invented) * random_.random() ** 3)] for _ in range(4)]
        some = [f"{random_.choice(about)}: {one}" if random_.random() < 0.4 else one for one in some]
        yield language, f"{about[0]} {some[0][:60]}", some[-1][:200], " ".join(some)


def store(number: int, folder: Path) -> None:
    from django.utils import timezone

    from articles.models import Article, PublishedArticle

    now = timezone.now()
    for start, some in enumerate(batched(texts(number, folder), 1_000)):
        moments = [now - timedelta(minutes=(number - 1_000 * start - place) * 10) for place in range(len(some))]
        Article.objects.bulk_create(
            Article(headline=headline[:200], language=language, slug=f"a-{start}-{place}", state="published")
            for place, (language, headline, _deck, _text) in enumerate(some)
        )
        drafts = Article.objects.filter(slug__startswith=f"a-{start}-").order_by("pk")
        PublishedArticle.objects.bulk_create(
            PublishedArticle(
                article=article, language=language, headline=headline[:200], deck=deck, plain_text=text,
                slug=article.slug, translation_group=article.translation_group, published_at=moment, live_from=moment,
            )
            for article, moment, (language, headline, deck, text) in zip(drafts, moments, some, strict=True)
        )  # fmt: skip


def timed(what: str, ask: Callable[[int], object], asked: list[int]) -> float:
    walls, cpus = [], []
    for pk in asked:
        wall, cpu = time.perf_counter(), time.process_time()
        ask(pk)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    walls.sort(), cpus.sort()
    at = int(0.95 * len(walls))
    print(
        f"{what}: median {statistics.median(walls):.1f} ms, 95 % under {walls[at]:.1f} ms"
        f" (CPU of this process {statistics.median(cpus):.1f} and {cpus[at]:.1f} ms)",
        flush=True,
    )
    return statistics.median(walls)


def sizes() -> str:
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            name = f"articles_nearest{table}"
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_total_relation_size(%s)", [name])
            else:
                cursor.execute(
                    "SELECT sum(pgsize) FROM dbstat WHERE name IN (%s, 'sqlite_autoindex_' || %s)", [name] * 2
                )
            found[table] = cursor.fetchone()[0] / 1e6
    return (
        ", ".join(f"{table} {size:.0f} MB" for table, size in found.items()) + f"; {sum(found.values()):.0f} MB in all"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", nargs="?", type=int, default=100_000)
    parser.add_argument("--keep", default="", help="a database that stays: its name, or with SQLite its file")
    options = parser.parse_args()
    with scratch_database(options.keep):
        from django.db import connection, transaction

        from articles.models import NearestDocument, PublishedArticle
        from articles.related import nearest
        from articles.related.nearest.kinds import text_of_edition

        if not PublishedArticle.objects.exists():
            store(options.number, TEXTS)
        print(f"{options.number} articles on {connection.vendor}", flush=True)
        if NearestDocument.objects.count() < options.number:
            began, cpu = time.perf_counter(), time.process_time()
            nearest.rebuild(lambda done: print(f"  {done} …", flush=True) if done % 20_000 == 0 else None)
            took, cpu = time.perf_counter() - began, time.process_time() - cpu
            each = 1000 * took / options.number
            print(f"rebuilding all: {took:.0f} s ({each:.1f} ms each, {cpu:.0f} s of CPU here)", flush=True)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        print("the index:", sizes())
        article = nearest.Kind.ARTICLE
        editions = PublishedArticle.objects.order_by("pk").values_list("article", flat=True)
        asked = random.Random(2).sample(list(editions), ASKED)
        median = timed("what is near an article", lambda pk: nearest.nearest(article, pk), asked)
        timed("… of our own in its language",
              lambda pk: nearest.nearest(article, pk, among=[article], language="en"), asked)  # fmt: skip
        loaded = {one.article_id: text_of_edition(one) for one in PublishedArticle.objects.filter(article__in=asked)}
        timed("what is near a text not stored", lambda pk: nearest.nearest_to(loaded[pk].fields), asked)

        def put(pk: int) -> None:
            with transaction.atomic():
                nearest.put(article, [loaded[pk]])

        timed("indexing an article again", put, asked)
        nearest.remove(article, asked)
        timed("indexing a new article", put, asked)
    return 1 if median >= 50 and options.number >= 100_000 else 0


if __name__ == "__main__":
    sys.exit(main())
