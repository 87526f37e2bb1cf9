"""Publishes until the disk is full, reads, and goes on when there is room again. Prints what it saw, as JSON.

VAR_DIR=… python -m tests.faults.filling          on a disk that is small
VAR_DIR=… python -m tests.faults.filling limit    where none can be had: no file may grow
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any


def fill(place: Path, limited: bool) -> None:
    """Leave no room for anything."""
    if limited:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        return
    with (place / "ballast").open("wb", buffering=0) as ballast:
        for size in (65_536, 512, 1):
            try:
                while ballast.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


def empty(place: Path, limited: bool) -> None:
    """Give the room back."""
    if limited:
        most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    else:
        (place / "ballast").unlink()


def main(limited: bool) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from articles import publishing
    from articles.models import Article, PublishedArticle, Section

    place, section = Path(os.environ["VAR_DIR"]), Section.objects.create(slug="politics", name="Politics")
    made = [Article.objects.create(headline=f"Of {n}", deck="d", body="<p>One.</p>", section=section) for n in range(9)]
    for article in made[:3]:
        publishing.publish(article)
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    live = [each.get_absolute_url() for each in PublishedArticle.objects.live()]
    client.get(live[0])
    fill(place, limited)
    saw: dict[str, Any] = {"refused": [], "pages": [], "ready": client.get("/readyz").status_code}
    for article in made[3:]:
        try:
            publishing.publish(article)
        except Exception as error:
            saw["refused"].append(type(error).__name__)
    saw["pages"] = [client.get(path).status_code for path in live]
    saw["published"] = Article.objects.filter(state=Article.State.PUBLISHED).count()
    saw["live"] = PublishedArticle.objects.live().count()
    empty(place, limited)
    for article in Article.objects.exclude(state=Article.State.PUBLISHED):
        publishing.publish(article)
    with connection.cursor() as cursor:
        saw["whole"] = cursor.execute("pragma integrity_check").fetchone()[0]
    saw["after"] = [client.get(each.get_absolute_url()).status_code for each in PublishedArticle.objects.live()]
    return saw


if __name__ == "__main__":
    print(json.dumps(main("limit" in sys.argv[1:])))
