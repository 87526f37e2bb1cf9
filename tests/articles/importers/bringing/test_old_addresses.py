"""Whoever follows an old address is at the new home after one redirect."""

from dataclasses import replace

import pytest
from django.urls import reverse

from articles import publishing
from articles.importers.bringing.addresses import old_path
from articles.importers.records import Kind, Person, Status, Term
from articles.models import Article, Redirect
from articles.permalinks import article_path
from newsroom.old_numbers import number_in
from tests.articles.importers.bringing.exports import MOMENT, SITE, Given, brought, entry
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def home() -> str:
    return Article.objects.order_by("pk").last().get_absolute_url()


@pytest.mark.parametrize(
    "old",
    ["/2015/03/headline-1/", "/2015/03/headline-1", "/?p=1", "/?p=1&utm_source=x", "/archives/1.html", "/київ/новини/",
     "/%D0%BA%D0%B8%D1%97%D0%B2/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/", "/blog/?p=1"],
)  # fmt: skip
def test_an_old_address_leads_home_at_once(client, old):
    paths = ("/2015/03/headline-1/", "/?p=1", "/archives/1.html", "/%d0%ba%d0%b8%d1%97%d0%b2/новини/", "/blog/?p=1")
    brought(Given([entry(paths=paths)]))
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer["Location"].partition("?")[0] == home()
    assert client.get(answer["Location"]).status_code == 200


def test_the_front_page_stays_the_front_page(client):
    brought(Given([entry()]))
    assert client.get("/?p=99").status_code == 200
    assert client.get("/?utm_source=x").status_code == 200


def test_a_stored_front_page_does_not_hide_an_old_number(client, pages):
    from newsroom.pagecache.serving import StoredPages

    brought(Given([entry()]))
    assert client.get("/").status_code == 200

    def ask(query):
        said = []
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": query, "HTTP_HOST": "testserver",
            "SERVER_NAME": "testserver", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": None,
        }  # fmt: skip

        def django(environ, start):
            said.append("Django")
            return []

        StoredPages(django, pages)(environ, lambda status, headers: said.append(status))
        return said

    assert ask("") == ["200 OK"] and ask("utm_source=x") == ["200 OK"]
    assert ask("p=1") == ["Django"]


def test_a_moved_article_is_reached_in_one_step(client):
    brought(Given([entry()]))
    article = Article.objects.get()
    article.slug = "another-word"
    article.save()
    publishing.publish(article)
    answer = client.get("/?p=1")
    assert answer["Location"] == home() and "another-word" in home()


def test_a_withdrawn_article_is_gone_at_its_number_too(client):
    brought(Given([entry()]))
    publishing.withdraw(Article.objects.get())
    assert client.get("/?p=1", follow=True).status_code == 410


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PRIVATE, Status.PENDING])
def test_what_is_not_public_has_no_old_address(client, status):
    brought(Given([entry(status=status)]))
    assert not Redirect.objects.filter(old_path__contains="1").exists()


def test_what_leads_elsewhere_already_stays(client):
    Redirect.objects.create(old_path="/2015/03/headline-1/", new_path="/archive/", made_by=Redirect.Origin.HAND)
    brought(Given([entry()]))
    assert client.get("/2015/03/headline-1/")["Location"] == "/archive/"


def test_an_article_stands_where_something_led_elsewhere(client):
    new = make_article(published=True).get_absolute_url()
    there = article_path("headline-1", MOMENT, "en")
    Redirect.objects.create(old_path=there, new_path=new)
    brought(Given([entry(paths=())]))
    assert client.get(home()).status_code == 200
    assert home() == there and not Redirect.objects.filter(old_path=there).exists()


def archives() -> Given:
    terms = [
        Term("category", "politics", "Politics", number="5"), Term("category", "rada", "Rada", "politics"),
        Term("tag", "%d0%ba%d0%b8%d1%97%d0%b2", "Київ"),
    ]  # fmt: skip
    used = tuple((term.kind, term.slug) for term in terms)
    return Given([entry(terms=used, people=("ada",))], [Person("ada", "Ada", "ada-l", number="3")], terms)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/category/politics/", "/section/politics/"), ("/category/politics/rada/", "/section/rada/"),
        ("/category/rada/", "/section/rada/"), ("/category/politics/feed/", "/section/politics/feed.xml"),
        ("/tag/київ/", None), ("/author/ada/", "/author/ada-l/"), ("/author/ada/feed/", "/author/ada-l/feed.xml"),
        ("/feed/", "/feed.xml"), ("/feed/atom/", "/feed.xml"), ("/rss/", "/feed.xml"),
        ("/?cat=5", "/section/politics/"), ("/?cat=5&feed=rss2", "/section/politics/"),
        ("/?author=3", "/author/ada-l/"), ("/?tag=%D0%BA%D0%B8%D1%97%D0%B2&x=1", None),
    ],
)  # fmt: skip
def test_lists_and_feeds_have_new_homes(client, old, new):
    brought(archives(), categories_as="sections")
    answer = client.get(old)
    target = new or Article.objects.get().tags.get(name="Київ").get_absolute_url()
    assert (answer.status_code, answer["Location"]) == (301, target)
    assert client.get(target).status_code == 200


def test_feeds_of_comments_have_none(client):
    brought(archives())
    assert client.get("/comments/feed/").status_code == 404


def test_a_site_in_a_folder_leads_from_there(client):
    given = archives()
    given.site = replace(SITE, address="https://old.example/blog")
    brought(given, categories_as="sections")
    assert client.get("/blog/category/politics/")["Location"] == "/section/politics/"
    assert client.get("/blog/")["Location"] == "/"
    assert client.get("/blog/feed/")["Location"] == reverse("feed_rss")


def test_a_page_below_another_leads_to_its_own_word(client):
    brought(Given([entry(kind=Kind.PAGE, slug="team", paths=("/about/team/", "/?page_id=1"))]))
    assert client.get("/about/team/")["Location"] == "/team/"
    assert client.get("/?page_id=1")["Location"] == "/team/"


def test_numbers_in_queries():
    assert number_in("a=b&p=12&c=d") == "p=12"
    assert number_in("page=12") == "" and number_in("p=") == "" and number_in("p=%00") == ""


@pytest.mark.parametrize("address", ["/", "", "/?x=1", f"/{'a' * 600}/", "http://[bad/"])
def test_what_no_redirect_stands_for(address):
    assert old_path(address) == ""


def test_words_that_an_old_site_was_asked_for_are_searched_here(client):
    answer = client.get("/?s=%D0%BC%D1%96%D1%81%D1%82+reopens&submit=Go")
    assert (answer.status_code, answer["Location"]) == (301, "/search/?q=%D0%BC%D1%96%D1%81%D1%82+reopens")
    assert client.get(answer["Location"]).status_code == 200
    assert len(client.get(f"/?s={'a' * 900}")["Location"]) < 400


@pytest.mark.parametrize("query", ["s=", "s=+", "s=%00", "cat=99", "tag=", "author=..%2F", "S=a", "news=1"])
def test_what_asks_for_nothing_is_the_front_page(client, query):
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200 and answer.content == client.get("/").content


def test_a_post_of_a_number_goes_before_words(client):
    brought(Given([entry()]))
    assert client.get("/?s=bridge&p=1")["Location"] == home()


def test_a_number_below_a_folder_leads_home_in_one_step(client):
    site = replace(SITE, address="https://old.example/news")
    brought(Given([entry(paths=("/news/2015/03/headline-1/", "/news/?p=1"))], site=site))
    assert client.get("/news/")["Location"] == "/"
    assert client.get("/news/?p=1")["Location"] == home()


def test_two_of_one_name_on_two_days_each_lead_home(client):
    first, second = "/2021/03/04/plain/", "/2022/05/05/plain/"
    later = MOMENT.replace(year=MOMENT.year + 1)
    brought(Given([entry("1", slug="plain", paths=(first,)), entry("2", slug="plain", moment=later, paths=(second,))]))
    one, two = Article.objects.order_by("pk")
    for path, article in ((first, one), (second, two)):
        answer = client.get(path)
        if path != article.get_absolute_url():
            assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())


@pytest.mark.parametrize(
    "old",
    ["/2015/03/headline-1/amp/", "/2015/03/headline-1/2/", "/index.php/2015/03/headline-1/",
     "/2015/03/headline-1/comment-page-3/", "/2015/03/headline-1/embed/"],
)  # fmt: skip
def test_what_wordpress_makes_of_an_address_leads_home_too(client, old):
    brought(Given([entry(paths=("/2015/03/headline-1/",))]))
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, home())
    own = client.get(f"{home()}amp/")
    assert (own.status_code, own["Location"]) == (301, home())


def test_the_last_word_alone_finds_what_is_public(client):
    brought(Given([entry("1", slug="plain"), entry("2", slug="secret", status=Status.PRIVATE)]))
    answer = client.get("/plain/")
    assert (answer.status_code, answer["Location"]) == (302, Article.objects.order_by("pk")[0].get_absolute_url())
    assert client.get("/secret/").status_code == client.get("/nothing/").status_code == 404


@pytest.mark.parametrize("old", ["/?feed=rss2", "/wp-sitemap.xml", "/sitemap_index.xml"])
def test_old_feeds_and_maps_lead_to_ours(client, old):
    brought(Given([entry(paths=("/2015/03/headline-1/", "/?feed=rss2&p=1"))]))
    answer = client.get(old)
    assert answer.status_code == 301 and answer["Location"].partition("?")[0] in ("/feed.xml", "/sitemap.xml")
    assert number_in("feed=rss2&p=1") == "p=1"


def test_a_slug_cut_within_a_letter_still_leads_home(client):
    brought(Given([entry(paths=("/2020/05/%d0%ba%d0%b8%d1%97%d0/",))]))
    answer = client.get("/2020/05/%D0%BA%D0%B8%D1%97%D0/")
    assert (answer.status_code, answer["Location"]) == (301, home())


@pytest.mark.parametrize(("canonical", "kept"), [
    ("https://old.example/2015/03/headline-1/", ""), ("https://www.old.example/2015/03/headline-1", ""),
    ("https://old.example/elsewhere/", "https://old.example/elsewhere/"),
    ("https://other.example/2015/03/headline-1/", "https://other.example/2015/03/headline-1/"),
])  # fmt: skip
def test_an_article_does_not_name_its_old_address_as_the_original(canonical, kept):
    brought(Given([entry(paths=("/2015/03/headline-1/",), canonical_url=canonical)]))
    assert Article.objects.get().canonical_url == kept
