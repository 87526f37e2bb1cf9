"""Every list costs the same with few and with many stories, and never more than eight queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Page
from newsroom.pagecache import kept
from tests.factories import make_article, make_author, make_picture, make_tag

BUDGET = 8
TODAY = timezone.localtime().strftime("%Y/%m/%d/")
PATHS = [
    "/section/politics/", "/tag/energy/", "/author/ada/", "/archive/", f"/archive/{TODAY[:5]}", f"/archive/{TODAY[:8]}",
    f"/archive/{TODAY}", "/corrections/", "/search/?q=energy", "/search/?q=enrgy", "/search/", "/about/",
]  # fmt: skip


def fill(number):
    ada, bob = (make_author(name=name, slug=name.lower()) for name in ("Ada", "Bob"))
    for tag in ("Energy", "Grid", "Winter"):
        make_tag(tag)
    for n in range(number):
        article = make_article(
            published=True,
            headline=f"Energy {n}",
            authors=[ada, bob],
            tags=["Energy", "Grid", "Winter"],
            lead_picture=make_picture(),
        )
        publishing.correct(article, "Put right.")
    Page.objects.create(title="About", slug="about", body="<p>We are.</p>", is_live=True)


def queries(client, path):
    for served in ("/about/", "/"):  # the process has served pages: it knows settings, menus, and what patrons chose
        client.get(served)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_budget(path, client):
    from django.db import transaction

    client.get("/about/")  # content types and the like
    costs = {}
    for number in (3, 30):
        with transaction.atomic():
            fill(number)
            costs[number] = queries(client, path)
            transaction.set_rollback(True)
        kept.forget_all()  # the sections that are gone again
    assert len(costs[3]) == len(costs[30]) <= BUDGET, "\n".join(costs[30])
