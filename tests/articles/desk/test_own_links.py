"""A link by address to what is ours becomes what lasts: a reference to an article, a path to any other page."""

import pytest
from django.urls import reverse

from articles import publishing, versions
from articles.body.sanitise import sanitise
from articles.models import Article, ArticleVersion, Page
from articles.old_addresses import moved
from articles.origin import absolute
from articles.own_links import lasting
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return make_article(headline="Somewhere", published=True)


def link(address, words="there"):
    return f'<p>see <a href="{address}">{words}</a> ok</p>'


def test_it_works(other):
    path = other.get_absolute_url()
    for address in (absolute(path), path, absolute(path).rstrip("/"), absolute(f"{path}?utm_source=mail")):
        assert lasting(link(address)) == f'<p>see <a data-article="{other.pk}">there</a> ok</p>'


def test_an_address_that_moved_and_one_of_the_other_language(other):
    moved("/2019/old-name/", other.get_absolute_url())
    ukrainian = make_article(published=True, language="uk")
    html = lasting(link(absolute("/2019/old-name/")) + link(absolute(ukrainian.get_absolute_url())))
    assert f'data-article="{other.pk}"' in html and f'data-article="{ukrainian.pk}"' in html


@pytest.mark.parametrize(
    "path", ["/", "/about/", "/tag/energy/?page=2", "/search/?q=a&amp;b=c", "/media/a.pdf", "/2021/01/01/none/"]
)
def test_another_page_becomes_a_path(path):
    assert lasting(link(absolute(path))) == link(path)


def test_a_place_inside_an_article_stays_a_place(other):
    path = other.get_absolute_url()
    assert lasting(link(absolute(f"{path}#h-why"))) == link(f"{path}#h-why")


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/2026/", "mailto:a@example.com", "tel:1", "http://127.0.0.1:9/x/", "/about/"]
)
def test_what_is_not_ours_or_settled_stays_as_it_is(address):
    assert lasting(link(address)) == link(address)


def test_two_slashes_stay_on_the_site():
    html = link(absolute("//evil.example/"))
    assert lasting(html) == html


def test_what_comes_out_is_stored_as_it_is(other):
    html = lasting(
        sanitise(link(absolute(other.get_absolute_url())) + link(absolute("/a b/?c=d&e=f")) + "<p>a<br>b &amp; c</p>")
    )
    assert sanitise(html) == html == lasting(html)


def test_texts_without_such_links_cost_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        lasting('<p>One</p><p><a href="https://elsewhere.example/">Two</a> <a data-article="1">Three</a></p>')


def test_many_links_cost_as_much_as_few(other, django_assert_max_num_queries):
    html = "".join(link(absolute(make_article(published=True).get_absolute_url())) for _number in range(20))
    with django_assert_max_num_queries(3):
        assert lasting(html + link(absolute("/about/"))).count("data-article") == 20


def test_every_way_in_settles_them(other):
    hard = link(absolute(other.get_absolute_url()))
    soft = f'<p>see <a data-article="{other.pk}">there</a> ok</p>'
    imported = make_article(body=hard)
    edition = publishing.publish(imported)
    assert edition.body == soft and Article.objects.get(pk=imported.pk).body == soft
    written = make_article(body=hard)
    version = versions.snapshot(written, ArticleVersion.Reason.SAVED)
    assert version.content["fields"]["body"] == soft and Article.objects.get(pk=written.pk).body == soft


def test_a_standing_page(admin_client, other):
    page = {"title": "About", "slug": "about", "language": "en", "body": link(absolute(other.get_absolute_url()))}
    response = admin_client.post(reverse("admin:articles_page_add"), page)
    assert response.status_code == 302
    assert f'data-article="{other.pk}"' in Page.objects.get().body
