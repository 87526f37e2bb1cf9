"""Related news in the article's form: what is found by words and by address, and fetched."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, RelatedLink, Story
from articles.related import addresses
from tests.articles.admin.conftest import management
from tests.factories import make_article, make_picture, make_story, minutes_ago

pytestmark = pytest.mark.django_db
SEARCH, ADDRESS = reverse("desk_related_search"), reverse("desk_related_address")
STRANGE = ["\0", "x" * 10_000, "🧨", "مرحبا", "<script>alert(1)</script>", "%00", "' OR 1=1 --"]


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def offers(article=None):
    name = "admin:articles_article_related"
    return reverse(name, args=[article.pk]) if article else reverse(f"{name}_new")


def never(article, verb="ban"):
    return reverse(f"desk_related_{verb}", args=[article.pk])


def lines_of(*targets, first=0):
    """What the browser sends for chosen lines, none of them stored."""
    sent = management("related_links", first + len(targets), first)
    for place, target in enumerate(targets, first):
        kind = "story" if isinstance(target, Story) else "target"
        sent |= {f"related_links-{place}-{kind}": target.pk, f"related_links-{place}-position": place}
    return sent


def test_one_search_finds_ours_and_other_outlets(editor):
    article = make_article(headline="Snow here")
    make_article(headline="Snow in the hills", published=True)
    make_article(headline="Snow, half written")
    make_story("Snow at sea")
    make_story("Snow, hidden", is_hidden=True)
    page = editor.get(SEARCH, {"q": "snow", "article": article.pk}).text
    for words in ("Snow in the hills", "Snow, half written", "Snow at sea", "is not published", "3 found"):
        assert words in page
    assert "Snow here" not in page and "Snow, hidden" not in page
    assert "Nothing has “quaternion”" in editor.get(SEARCH, {"q": "quaternion"}).text
    assert editor.get(SEARCH).text.strip() == ""


def test_what_is_public_comes_first_and_the_newest_of_it(editor):
    for number in range(10):
        make_article(headline=f"Snow, draft {number}")
    for days in (3, 1, 2):
        make_article(headline=f"Snow {days} days ago", published=True, at=minutes_ago(1440 * days))
    page = editor.get(SEARCH, {"q": "snow"}).text
    found = re.findall(r"Snow (?:\d days ago|, draft)|Snow, draft", page)
    assert list(dict.fromkeys(found))[:3] == ["Snow 1 days ago", "Snow 2 days ago", "Snow 3 days ago"]
    assert "Snow, draft 9" in page and "There are many: the newest 8 are shown. Add a word" in page


def test_where_there_are_more_than_are_shown_it_says_so(editor):
    for number in range(9):
        make_story(f"Snow {number}")
    assert "There are many: the newest 8 are shown. Add a word" in editor.get(SEARCH, {"q": "snow"}).text
    Story.objects.first().delete()
    assert "8 found, the newest first" in editor.get(SEARCH, {"q": "snow"}).text


@pytest.mark.parametrize(
    ("asked", "headline", "other"),
    [
        ("потягом", "Нічний потяг до Сум", "Потягнули за собою"), ("порому", "Пором не ходить", "Порт і спорт"),
        ("trains", "The night train", "Trailing behind"), ("ПОТЯГИ туманом", "Потяг у тумані", "Потяг у дощ"),
        ("train", "Trainers of dogs", "A tra in"),
    ],
)  # fmt: skip
def test_words_are_found_in_any_ending(editor, asked, headline, other):
    make_story(headline)
    make_article(headline=f"Наше: {headline}", published=True)
    make_story(other)
    page = editor.get(SEARCH, {"q": asked}).text
    assert page.count(headline) >= 2 and other not in page and "2 found" in page


def test_a_writer_finds_own_and_public_headlines_only(writer):
    make_article(headline="Snow, a secret draft")
    make_article(headline="Snow, mine", created_by=writer.user)
    live = make_article(headline="Snow as readers have it", published=True)
    Article.objects.filter(pk=live.pk).update(headline="Snow, a secret change")
    page = writer.get(SEARCH, {"q": "snow"}).text
    assert "secret" not in page and "Snow, mine" in page and "Snow as readers have it" in page


@pytest.mark.parametrize("who", ["editor", "writer"])
def test_queries_of_the_search_do_not_grow(signed_in, who):
    client = signed_in(who)

    def fill(count):
        for _number in range(count):
            make_article(headline="Snow", published=True, lead_picture=make_picture())
            make_story("Snow", own_picture=make_picture())

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert "Snow" in client.get(SEARCH, {"q": "snow"}).text
        return len(queries)

    fill(3)
    cost()
    few = cost()
    fill(27)
    assert cost() == few <= 9


def test_own_addresses_and_known_stories(editor, settings):
    article = make_article(headline="There", published=True)
    path = article.live_edition.get_absolute_url()
    draft, story = make_article(headline="Half written"), make_story("Snow")
    for address, pk, field in (
        (path, article.pk, "target"), (f"  {settings.SITE_URL}{path}?x=1#top ", article.pk, "target"),
        (settings.SITE_URL + change(draft), draft.pk, "target"), (story.url, story.pk, "story"),
    ):  # fmt: skip
        answer = editor.post(ADDRESS, {"address": address})
        assert answer.status_code == 200, address
        assert f'data-field="{field}" data-pk="{pk}"' in answer.text


def test_an_address_that_leads_nowhere_is_a_sentence(editor, writer, settings):
    gone, hidden = make_story("Ice", gone_at=timezone.now()), make_story("Rain", is_hidden=True)
    draft = make_article(headline="A secret draft")
    for client, address, sentence in (
        (editor, "", "Paste an address first."), (editor, "/2031/01/01/nothing/", "No article of ours"),
        (editor, "javascript:alert(1)", "is no web address"), (editor, "no address", "is no web address"),
        (editor, gone.url, "“Ice” is gone"), (editor, hidden.url, "“Rain” was hidden"),
        (writer, "https://unknown.example/1", "ask an editor"), (writer, change(draft), "No article of ours"),
        (editor, "http://[::1", "is no web address"),
        (editor, f"{settings.SITE_URL}/", f"can be read at {settings.SITE_URL}/: look"),
    ):  # fmt: skip
        answer = client.post(ADDRESS, {"address": address})
        assert sentence in answer.text, address
        assert "data-card" not in answer.text and "secret" not in answer.text


def test_no_article_stands_beside_itself(editor, typed, settings):
    article = make_article(headline="There", published=True)
    path = article.live_edition.get_absolute_url()
    for address in (path, settings.SITE_URL + path, settings.SITE_URL + change(article)):
        answer = editor.post(ADDRESS, {"address": address, "article": article.pk})
        assert "This is the article itself" in answer.text and "data-card" not in answer.text
    assert "This is the article itself" in editor.post(change(article), typed(**lines_of(article))).text
    assert not RelatedLink.objects.exists()


def test_an_unknown_address_is_fetched_by_who_may_add_stories(editor, monkeypatch):
    def unfurled(url, by):
        if "down" in url:
            raise addresses.NothingThere("down.example does not answer.", by_hand=True)
        return make_story("Unfurled", url=url)

    monkeypatch.setattr(addresses, "_fetched", unfurled)
    answer = editor.post(ADDRESS, {"address": "news.example/1"})
    assert answer.status_code == 200 and "Unfurled" in answer.text
    assert Story.objects.get().url == "https://news.example/1"
    assert "does not answer" in editor.post(ADDRESS, {"address": "https://down.example/"}).text


@pytest.mark.parametrize("words", STRANGE)
def test_strange_words_break_nothing(editor, words):
    article = make_article()
    assert editor.get(SEARCH, {"q": words, "article": words}).status_code == 200
    assert "data-card" not in editor.post(ADDRESS, {"address": words}).text
    assert editor.post(never(article), {"kind": words, "number": words}).status_code == 404
    assert "<script>" not in editor.get(SEARCH, {"q": words}).text
