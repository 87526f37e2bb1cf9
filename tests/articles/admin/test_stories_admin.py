"""Stories at the desk: added by their address, worded by us, hidden, looked at again."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Story
from articles.related.lines import line_of_story
from newsroom.audit.models import Event
from tests.factories import make_article, make_source, make_story, make_tag, picture_file
from tests.misbehaving import answer, status

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/story/add/"
LIST = "/admin/articles/story/"


def page_of(title="Grain leaves the port", **meta):
    words = {"og:title": title, "og:description": "What is known.", "og:site_name": "The Outlet"} | meta
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in words.items())
    return answer(f"<html lang='en'><head>{head}</head><body></body></html>", content_type="text/html")


def change(story):
    return reverse("admin:articles_story_change", args=[story.pk])


def test_what_has_no_date_shows_none_of_ours(editor):
    found = timezone.now() - timedelta(days=2, minutes=7)
    story = make_story("Without a date", is_dated=False, published_at=found, found_at=found, language="en",
                       language_is_guessed=True)  # fmt: skip
    day = date_format(timezone.localtime(found), "SHORT_DATE_FORMAT")
    page = editor.get(change(story)).text
    assert "<dt>Published at</dt><dd>–</dd>" in page and "guessed from its words" in page
    assert f"found {day}" in page and f"found {day}" in editor.get(LIST).text
    assert "Can be chosen" in editor.get(LIST).text
    line = line_of_story(story)
    shown = render_to_string("articles/_related.html", {"story": line})
    assert "found " in shown and f"{timezone.localtime(found):%H:%M}" not in shown
    assert f'datetime="{timezone.localtime(found):%Y-%m-%d}"' in shown


def test_a_story_by_its_address(editor, outside):
    picture = outside.on("/p.png", answer(picture_file().read(), content_type="image/png"))
    url = outside.on("/story", page_of(**{"og:image": picture}))
    page = editor.post(ADD, {"address": f" {url}?utm_source=x "}, follow=True)
    story = Story.objects.get()
    assert page.redirect_chain[-1][0] == change(story)
    assert "The story is here now." in page.text and "As it was fetched" in page.text
    assert (story.title, story.excerpt, story.outlet, story.url) == (
        "Grain leaves the port", "What is known.", "The Outlet", url,
    )  # fmt: skip
    assert story.thumbnail and story.thumbnail in page.text and picture not in page.text
    assert Event.objects.get(verb="story.added").actor == str(editor.user)
    page = editor.post(ADD, {"address": url}, follow=True)
    assert "was here already" in page.text and Story.objects.count() == 1


def test_where_nothing_can_be_fetched_it_is_written_by_hand(editor, outside):
    url = outside.on("/story", status(403))
    page = editor.post(ADD, {"address": url})
    assert "not open to everybody" in page.text and "Write it by hand" in page.text and f'value="{url}"' in page.text
    data = {"_by_hand": "1", "url": url, "title": "", "excerpt": "Our excerpt", "outlet": "Outlet"}
    page = editor.post(ADD, data)
    assert page.status_code == 200 and "Our excerpt" in page.text and "errorlist" in page.text
    assert editor.post(ADD, data | {"title": "Our title"}).status_code == 302
    story = Story.objects.get()
    assert (story.title, story.own_title, story.own_excerpt) == ("Our title", "Our title", "Our excerpt")
    page = editor.post(ADD, data | {"title": "Again"})
    assert "here already" in page.text and "Again" in page.text


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_year_that_cannot_be_meant(editor, day):
    data = {"_by_hand": "1", "url": "https://there.test/a", "title": "Our title", "excerpt": "", "outlet": ""}
    page = editor.post(ADD, data | {"published_at_0": day, "published_at_1": "00:00"})
    assert page.status_code == 200 and "cannot be meant" in page.text and f'value="{day}"' in page.text
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Paste an address first."), ("javascript:alert(1)", "no web address"),
        ("http://127.0.0.1:8000/2026/a/", "our own site"),
        ("http://10.0.0.1/", "not on the public web"), ("x" * 10_000, "no web address"), ("a\0b", "no web address"),
    ],
)  # fmt: skip
def test_refusals(editor, typed, said):
    page = editor.post(ADD, {"address": typed})
    assert page.status_code == 200 and said in page.text
    assert Story.objects.count() == 0


def test_our_wording_stands_beside_the_fetched(editor):
    tag = make_tag("Energy")
    story = make_story("As they wrote it", excerpt="Theirs", source=make_source())
    data = {"own_title": "  As   we say it ", "own_excerpt": "Ours", "own_outlet": "", "topics": ["Energy"]}
    assert editor.post(change(story), data).status_code == 302
    story.refresh_from_db()
    assert (story.title, story.own_title, story.own_excerpt) == ("As they wrote it", "As we say it", "Ours")
    assert list(story.tags.all()) == [tag] and story.taggings.get().published_at == story.published_at
    page = editor.get(change(story)).text
    assert "As they wrote it" in page and "As we say it" in page
    page = editor.post(change(story), data | {"topics": ["Nowhere"], "own_excerpt": "x" * 251}).text
    assert "There is no tag “Nowhere”" in page and "x" * 251 in page
    assert Event.objects.filter(verb="story.changed").count() == 1


def test_hidden_and_shown(editor):
    story = make_story("Hide me")
    page = editor.post(reverse("admin:articles_story_hide", args=[story.pk]), follow=True)
    assert "Show again" in page.text and not Story.objects.usable().exists()
    editor.post(reverse("admin:articles_story_hide", args=[story.pk]), {"show": "1"})
    assert Story.objects.usable().exists()
    assert [event.verb for event in Event.objects.order_by("pk")] == ["story.hidden", "story.shown_again"]


def test_looked_at_again(editor, outside):
    story = make_story(
        "Old", url=outside.on("/story", page_of("New title"), status(410), page_of("Back")), own_title="Ours"
    )
    look = reverse("admin:articles_story_look", args=[story.pk])
    assert "was read again" in editor.post(look, follow=True).text
    story.refresh_from_db()
    assert (story.title, story.own_title, story.gone_at) == ("New title", "Ours", None)
    page = editor.post(look, follow=True)
    assert "gone for good" in page.text and "readers no longer see the story" in page.text
    editor.post(look)
    story.refresh_from_db()
    assert story.gone_at is None and story.title == "Back"


def test_the_list(editor):
    source = make_source(name="Daily Bugle")
    shown, hidden = make_story("Grain leaves", source=source), make_story("A hidden one", is_hidden=True)
    make_story("Gone", gone_at=source.added_at, own_title="Our word for it")
    make_article(related=[shown])
    page = editor.get(LIST).text
    assert "Grain leaves" in page and "Daily Bugle" in page and "Our word for it" in page

    def found(**query):
        text = editor.get(LIST, query).text
        return {one for one in ("Grain leaves", "A hidden one", "Our word for it") if one in text}

    assert found(state="hidden") == {"A hidden one"} and found(state="gone") == {"Our word for it"}
    assert found(state="used") == {"Grain leaves"} and found(state="by_hand") == {"A hidden one", "Our word for it"}
    assert found(source__id__exact=source.pk) == {"Grain leaves"}
    assert found(q="grain") == {"Grain leaves"} and found(q="word for") == {"Our word for it"}
    assert found(q="a\0b", language="uk") == set()
    assert found(language="en") == set()
    assert hidden.is_hidden


def test_deleting(chief):
    of_source, by_hand, used = make_story(source=make_source()), make_story(), make_story("In use")
    article = make_article(related=[used])

    def delete(story):
        return chief.post(reverse("admin:articles_story_delete", args=[story.pk]), {"post": "yes"})

    assert delete(of_source).status_code == 403, "its source would bring it again"
    assert delete(by_hand).status_code == 302
    page = delete(used)
    assert "cannot be deleted" in page.text and article.headline in page.text
    assert set(Story.objects.all()) == {of_source, used}


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "📰" * 100, "\u202eabc", "x" * 10_000, "a\0b"])
def test_any_text(editor, value):
    story = make_story("Title")
    page = editor.post(change(story), {"own_title": value, "own_excerpt": value, "own_outlet": value, "topics": []})
    assert page.status_code in (200, 302)
    assert "<script>alert" not in editor.get(change(story)).text
    page = editor.post(ADD, {"_by_hand": "1", "url": value, "title": value, "excerpt": value, "outlet": value})
    assert page.status_code == 200 and "<script>alert" not in page.text


def test_what_must_be_written_by_hand_is_marked(editor, outside):
    page = editor.post("/admin/articles/story/add/", {"address": outside.on("/none", status(404))}).text
    marked = re.findall(r'<label for="[^"]*">([^<:]+)(<span[^>]*>\*</span>)?</label>', page)
    assert {name for name, mark in marked if mark} == {"Address", "Title"}
    assert "At most 250 characters." in page
