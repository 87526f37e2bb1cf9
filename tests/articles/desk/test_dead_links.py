"""The report names what leads nowhere and why, and nothing that leads somewhere."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import dead_links, publishing, references
from articles.dead_links import dead_in_drafts, dead_in_public, dead_references
from articles.models import Page
from articles.old_addresses import moved
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.factories import make_article, make_author, make_story, make_tag

pytestmark = pytest.mark.django_db


def link(to):
    return f'<a data-article="{to}">no. {to}</a>' if isinstance(to, int) else f'<a href="{to}">{to}</a>'


def text(*targets):
    return "<p>" + " ".join(link(to) for to in targets) + "</p>"


def kinds(found):
    return {(dead.kind, dead.reference.words) for dead in found}


def test_each_reason_is_told_apart():
    live, gone, draft, trashed = (
        make_article(published=True),
        make_article(published=True),
        make_article(),
        make_article(),
    )
    make_author(slug="ada")
    make_tag("Internal", is_internal=True)
    Page.objects.create(title="About", slug="about", language="en", is_live=True)
    Page.objects.create(title="Hidden", slug="hidden", language="en")
    gone_path = gone.live_edition.get_absolute_url()
    publishing.withdraw(gone)
    trashed.trashed_at = timezone.now()
    trashed.save()
    moved("/old/", "/about/")
    path = live.live_edition.get_absolute_url()
    fine = [live.pk, path, f"/lite{path}", "/", "/uk/", "/about/", "/author/ada/", "/section/politics/feed.xml",
            "/search/?q=x", "https://elsewhere.example/", "mailto:a@b.example", "/media/x.avif"]  # fmt: skip
    dead = {
        "withdrawn": [gone.pk, gone_path], "unpublished": [draft.pk], "trash": [trashed.pk], "deleted": [999_999],
        "moved": ["/old/", "/old", "/2001/01/01/" + path.rstrip("/").rsplit("/", 1)[1] + "/"],
        "nowhere": ["/nothing/", "/hidden/", "/tag/internal/", "/uk/about/", "/a/b/c"], "desk": ["/admin/"],
    }  # fmt: skip
    everything = [to for targets in dead.values() for to in targets]
    article = make_article(body=text(*fine, *everything), published=True)
    wanted = {(kind, f"no. {to}" if isinstance(to, int) else to) for kind, targets in dead.items() for to in targets}
    assert kinds(dead_in_public().found) == wanted
    assert kinds(dead_references(article)) == {pair for pair in wanted if pair[0] != "moved"}
    assert kinds(dead_in_public("trash").found) == {("trash", f"no. {trashed.pk}")}
    assert not dead_in_drafts().found


def test_only_what_readers_can_click_stands_in_the_first_list():
    public = make_article(body=text("/dead/"), published=True)
    publishing.withdraw(public)
    references.keep(make_article(body=text("/draft/")))
    references.keep(make_article(body=text("/thrown/"), trashed_at=timezone.now()))
    assert not dead_in_public().found
    assert {dead.target for dead in dead_in_drafts().found} == {"/dead/", "/draft/"}


def test_the_report_goes_on_where_it_was_left(monkeypatch):
    monkeypatch.setattr(dead_links, "PAGE_SIZE", 2)
    monkeypatch.setattr(dead_links, "LOOKED_AT_ONCE", 3)
    make_article(body=text(*(f"/dead-{n}/" for n in range(7)), *["/search/"]), published=True)
    seen, before = [], None
    while True:
        page = dead_in_public(before=before)
        seen += [dead.target for dead in page.found]
        if page.after is None:
            break
        before = page.after
    assert sorted(seen) == [f"/dead-{n}/" for n in range(7)] and page.looked_through_all


def test_a_page_of_the_report_costs_the_same_for_many_links(signed_in, django_assert_max_num_queries):  # noqa: F811
    client = signed_in("editor")
    address = reverse("desk_links")
    make_article(body=text("/dead/", 999, "/tag/x/", "/author/x/", "/section/x/", "/2020/01/01/x/"), published=True)
    with django_assert_max_num_queries(20) as few:
        assert "/dead/" in client.get(address).text
    for number in range(10):
        body = text(*(f"/dead-{number}-{n}/" for n in range(3)), 999, f"/tag/{number}/", f"/author/{number}/")
        make_article(body=body, published=True)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize(("who", "status"), [("editor", 200), ("pledge", 403), ("staff", 403), ("nobody", 302)])
def test_who_may_read_the_report(signed_in, who, status):  # noqa: F811
    for query in ("", "?where=drafts", "?kind=nowhere&before=1", "?kind=%00&before=x&where=<"):
        assert signed_in(who).get(reverse("desk_links") + query).status_code == status


def test_chosen_stories_that_are_gone_or_hidden(signed_in, django_assert_max_num_queries):  # noqa: F811
    gone, hidden, fine = make_story("Ice", gone_at=timezone.now()), make_story("Snow", is_hidden=True), make_story()
    make_article(related=[gone, fine, hidden], published=True)
    draft = make_article(headline="Half written", related=[gone])
    references.keep(draft)
    page = dead_in_public()
    assert [(dead.kind, dead.target, dead.target_story) for dead in page.found] == [
        ("hidden", "Snow", hidden.pk), ("gone", "Ice", gone.pk),
    ]  # fmt: skip
    assert [dead.target for dead in dead_in_drafts().found] == ["Ice"]
    assert "gone from its site" in signed_in("editor").get(reverse("desk_links"), {"kind": "gone"}).text
    for _number in range(20):
        make_article(related=[gone, hidden], published=True)
    with django_assert_max_num_queries(4):
        assert len(dead_in_public().found) == 42
