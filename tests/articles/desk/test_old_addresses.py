"""An address that ever was public leads to the present one or says that it is gone, in one step."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import old_addresses, publishing
from articles.models import Article, Redirect
from articles.old_addresses import mark_gone, moved
from articles.own_addresses import Answer, Standing
from tests.factories import make_article, make_tag

pytestmark = pytest.mark.django_db

STEP = st.tuples(
    st.sampled_from(["move", "move", "gone", "plan", "drop"]), st.integers(0, 2), st.sampled_from("abcdefg")
)


class Site:
    """What is public where, beside the rows that the verbs write."""

    def __init__(self):
        self.where = {}  # thing: its address, public or withdrawn
        self.live = set()  # things
        self.owner = {}  # address that ever was public: the last thing there
        self.planned = {}  # thing: where it is to move

    def look_up(self, paths):
        public = {self.where[thing] for thing in self.live}
        return {path: Standing(Answer.PAGE if path in public else Answer.NOTHING) for path in paths}

    def do(self, what, thing, letter):
        path = f"/{letter}/"
        taken = {at for each in (self.where, self.planned) for one, at in each.items() if one != thing}
        if what in ("move", "plan") and path in taken:
            return  # No two articles share a slug, present or planned.
        if what == "plan" and self.owner.get(path, thing) != thing:
            return  # Whoever plans a page at another one's old address takes it over from then on.
        before = self.where.get(thing, "")
        if what == "plan" and thing not in self.live and path != before and path in self.owner:
            return  # The one hole that is left: withdrawn, and planned to come back at a still older address.
        if what == "plan":
            self.planned[thing] = path
            moved(before if thing in self.live else "", path)
        elif what == "move":
            moved(before, path)
            self.planned.pop(thing, None)
            self.where[thing] = path
            self.live.add(thing)
            self.owner[path] = thing
        elif what == "gone" and thing in self.live:
            self.live.discard(thing)
            mark_gone(before)

    def check(self):
        rows = {row.old_path: row for row in Redirect.objects.all()}
        public = {self.where[thing] for thing in self.live}
        for path, thing in self.owner.items():
            if path in public:
                continue
            if path not in rows:
                # It is to come back by a plan: until then its visitors are sent to where it stands.
                assert thing in self.live and old_addresses._before_the_plan(path) == self.where[thing], path
                continue
            target, gone, _lasts = old_addresses._present(rows[path])
            if thing in self.live:
                assert gone is None and target == self.where[thing], path
            else:
                assert gone is not None, path
        for row in rows.values():
            assert row.old_path != row.new_path
            # What a row leads to moved nowhere, but by a plan that has not come.
            following = rows.get(row.new_path)
            assert following is None or not following.new_path or row.new_path in public, (row, following)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=14))
def test_no_sequence_of_moves_makes_a_chain_a_loop_or_a_hole(monkeypatch, steps):
    Redirect.objects.all().delete()
    site = Site()
    monkeypatch.setattr(old_addresses, "look_up", site.look_up)
    for step in steps:
        site.do(*step)
        site.check()


def renamed(article, slug):
    Article.objects.filter(pk=article.pk).update(slug=slug)
    article.refresh_from_db()
    return publishing.publish(article).get_absolute_url()


@pytest.mark.parametrize("form", ["", "/lite", "/print"])
@pytest.mark.parametrize("language", ["en", "uk"])
def test_each_form_of_an_article_moves_and_goes_with_it(client, form, language):
    article = make_article(published=True, slug="first", language=language)
    prefix = "" if language == "en" else "/uk"

    def at(path):
        return f"{prefix}{form}{path.removeprefix(prefix)}"

    first = article.live_edition.get_absolute_url()
    second = renamed(article, "second")
    response = client.get(at(first))
    assert (response.status_code, response.headers["Location"]) == (301, at(second))
    publishing.withdraw(article)
    assert client.get(at(first)).status_code == client.get(at(second)).status_code == 410


def test_what_comes_back_is_found_again_under_its_older_addresses(client):
    article = make_article(published=True, slug="first")
    first = article.live_edition.get_absolute_url()
    second = renamed(article, "second")
    publishing.withdraw(article)
    assert client.get(first).status_code == 410
    publishing.publish(article)
    assert client.get(first).headers["Location"] == second


def test_until_a_planned_address_comes_the_old_ones_lead_to_the_present_one(client):
    article = make_article(published=True, slug="first")
    first = article.live_edition.get_absolute_url()
    second = renamed(article, "second")
    Article.objects.filter(pk=article.pk).update(slug="third")
    publishing.schedule(article, timezone.now() + timedelta(hours=1))
    response = client.get(first)
    assert (response.status_code, response.headers["Location"]) == (302, second)
    publishing.unschedule(article)
    publishing.withdraw(article)
    assert client.get(first).status_code == client.get(second).status_code == 410


def test_the_words_of_a_withdrawal_stand_on_its_page_and_are_escaped(client):
    mark_gone("/was/", note="<b>At the family's request.</b>")
    page = client.get("/was/")
    assert page.status_code == 410
    assert "&lt;b&gt;At the family" in page.text


@pytest.mark.parametrize("asked", ["/Old/", "/old", "/OLD", "/old/", "/Old/page.html", "/old/page.html/"])
def test_small_letters_and_a_missing_slash_do_not_matter(client, asked):
    moved("/old/", "/search/")
    moved("/old/page.html/", "/search/")
    assert client.get(asked, follow=True).redirect_chain[-1] == ("/search/", 301)


def test_other_alphabets_other_languages_and_questions(client):
    moved("/стаття/", "/uk/search/")
    response = client.get("/%D1%81%D1%82%D0%B0%D1%82%D1%82%D1%8F/?utm=1&q=%D1%8F")
    assert (response.status_code, response.headers["Location"]) == (301, "/uk/search/?utm=1&q=%D1%8F")
    moved("/100%/", "/tag/50%/")
    assert client.get("/100%25/").headers["Location"] == "/tag/50%25/"
    Redirect.objects.create(old_path="/shop/", new_path="https://shop.example/x")
    assert client.get("/shop/?card=1").headers["Location"] == "https://shop.example/x"


def test_nothing_leads_to_itself(client):
    Redirect.objects.create(old_path="/a/", new_path="/a")
    assert client.get("/a/").status_code == client.get("/a", follow=True).status_code == 404


def test_visits_are_counted_and_a_database_that_refuses_spoils_no_page(client, monkeypatch):
    moved("/old/", "/search/")
    client.get("/old/")
    client.head("/old/")
    row = Redirect.objects.get()
    assert row.hits == 2 and row.last_hit_at is not None

    def refuse(*args, **kwargs):
        raise DatabaseError("read-only")

    monkeypatch.setattr(old_addresses, "F", refuse)
    assert client.get("/old/").status_code == 301


def test_any_path_is_answered(client):
    for path in ("/\0/", "/" + "x" * 600, "/lite/", "/lite/x/", "/uk/lite/2020/01/01/y/", "/%ff%fe/", "/‮/"):
        assert client.get(path).status_code in (200, 404, 301)


def test_a_tag_page_that_stands_is_never_redirected(client):
    tag = make_tag("Old")
    make_article(tags=["Old"], published=True)
    moved("/tag/old/", "/search/")
    assert client.get(tag.get_absolute_url()).status_code == 200


def test_what_is_not_there_is_not_there_at_once(client):
    for path in ("/old-c", "/uk/old-c", "/section/nope", "/tag/nope"):
        assert client.get(path).status_code == 404, path
    article = make_article(published=True)
    path = article.get_absolute_url()
    assert client.get(path.rstrip("/")).headers["Location"] == path
    publishing.withdraw(article)
    assert client.get(path.rstrip("/")).status_code == 410
    assert client.get("/search?q=x").headers["Location"] == "/search/?q=x"
