"""What a loaded site is asked for, as JSON: run in a process of its own, with the site's environment.

python -m tests.bench.page_targets          the addresses
python -m tests.bench.page_targets fresh PORT N     publish N times, and wait until the port shows it
"""

import http.client
import json
import os
import sys
import time

import django

ARTICLES = 40
DEEP = 0.9


def targets() -> dict[str, list[str]]:
    from django.db.models import Count

    from articles.keyset import Place
    from articles.models import PublishedArticle, PublishedTagging, Tag

    from .page_corpus import RARE

    first, last = PublishedArticle.objects.order_by("pk").first(), PublishedArticle.objects.order_by("-pk").first()
    assert first and last and first.section
    step = max(1, (last.pk - first.pk) // ARTICLES)
    articles = [
        edition.get_absolute_url() for edition in PublishedArticle.objects.filter(pk__in=range(1, last.pk, step))
    ]
    counted = PublishedTagging.objects.values("tag").annotate(number=Count("pk")).order_by("-number").first()
    assert counted
    tag = Tag.objects.get(pk=counted["tag"])
    deep = PublishedArticle.objects.filter(taggings__tag=tag).newest_first()[int(counted["number"] * DEEP)]
    return {
        "article": articles,
        "home": ["/"],
        "section": [first.section.get_absolute_url()],
        "tag": [tag.get_absolute_url()],
        "deep tag": [f"{tag.get_absolute_url()}?before={Place(deep.published_at, deep.pk)}"],
        "search": [f"/search/?q={'+'.join(RARE)}"],
    }


def fresh(port: int, times: int) -> list[float]:
    """Publish the newest article again and again; return the milliseconds until every page shows the new headline."""
    from articles import publishing
    from articles.models import PublishedArticle

    edition = PublishedArticle.objects.live().newest_first().first()
    assert edition and edition.section
    article, found = edition.article, []
    tags = [tag.get_absolute_url() for tag in article.tags.all()]
    pages = [edition.get_absolute_url(), "/", edition.section.get_absolute_url(), "/feed.xml", *tags]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(path: str) -> str:
        connection.request("GET", path)
        return connection.getresponse().read().decode()

    for number in range(times):
        for path in pages:
            ask(path), ask(path)
        article.headline = f"Headline {number} of {time.time_ns()}"
        article.save()
        begun = time.perf_counter()
        publishing.publish(article)
        missing = [path for path in pages if article.headline not in ask(path)]
        took = 1000 * (time.perf_counter() - begun)
        assert not missing, missing
        found.append(took)
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    said = fresh(int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 1 else targets()
    print(json.dumps(said))
