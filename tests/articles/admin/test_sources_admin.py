"""Sources at the desk: an address is looked at, a source added, asked, paused, trusted, deleted."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext
from lxml import html

from articles.models import Source, Story
from articles.related import rounds
from articles.related.intake import take_in
from articles.related.lines import line_of_story
from newsroom.audit.models import Event
from tests.articles.related.conftest import XML, item, rss
from tests.factories import make_article, make_source, make_story, make_tag, picture_file
from tests.misbehaving import answer, status

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/source/add/"
BODY = rss(*(item(number) for number in range(12)), title="The Outlet Daily", language="en")


def said(**fields):
    return {"name": "The Outlet", "language": "en", "every_minutes": 30, "keep_days": 90, "licence_note": ""} | fields


def change(source):
    return reverse("admin:articles_source_change", args=[source.pk])


@pytest.fixture
def feed(outside):
    return outside.on("/feed", answer(BODY, content_type=XML))


def test_an_editor_adds_a_source(editor, feed):
    page = editor.get(ADD)
    assert "Whose news?" in page.text
    page = editor.post(ADD, {"address": feed})
    assert page.text.count("desk-clip-title") == 10 and "12 stories would come in now" in page.text
    assert "The Outlet Daily" in page.text and "Nothing in the feed has a picture." in page.text
    assert Source.objects.count() == 0
    tag = make_tag("Energy")
    page = editor.post(ADD, said(address=feed, _add="1", tags=[tag.pk], is_trusted="on"))
    source = Source.objects.get()
    assert page.status_code == 302 and page.headers["Location"] == change(source)
    assert (source.is_trusted, source.added_by, list(source.tags.all())) == (True, editor.user, [tag])
    page = editor.get(change(source))
    assert "12 stories came in" in page.text and page.text.count("desk-clip-title") == 10


def test_what_was_typed_is_kept(editor, feed):
    make_source(name="The Outlet")
    page = editor.post(ADD, said(address=feed, _add="1", licence_note="By agreement", every_minutes="1"))
    assert page.status_code == 200 and Source.objects.count() == 1
    assert "choose another name" in page.text and "By agreement" in page.text and "desk-clip-title" in page.text
    assert page.text.count("errorlist") >= 2


@pytest.mark.parametrize("typed", ["", "javascript:alert(1)", "http://10.0.0.1/", "a\0b", "x" * 10_000, "<b>", "📰"])
def test_refusals_are_sentences_beside_what_was_typed(editor, typed):
    page = editor.post(ADD, {"address": typed})
    assert page.status_code == 200 and 'role="alert"' in page.text
    assert "<b>" not in page.text.replace("<b>", "", 0).split("</h1>")[1].split("</form>")[0]


def test_a_server_in_trouble(editor, outside):
    page = editor.post(ADD, {"address": outside.on("/feed", status(500))})
    assert "trouble of its own" in page.text and outside.url("/feed") in page.text


def test_a_refused_feed_and_the_one_beside_it(editor, outside):
    there = outside.on("/atom.xml", answer(BODY, content_type=XML))
    page = editor.post(ADD, {"address": outside.on("/list.xml", answer("<opml/>", content_type=XML))})
    assert "a list of feeds (OPML)" in page.text and "Add this source" not in page.text
    assert f'name="address" value="{there}"' in page.text and "Look at this one" in page.text


def test_stored_problems_speak_the_readers_language(editor, outside):
    source = make_source(feed_url=outside.on("/feed", status(404)))
    with translation.override("uk"):
        expected = gettext("There is nothing at %(address)s (404). Open it in a browser and look for where it is now.")
        expected = expected % {"address": source.feed_url}
    assert not expected.startswith("There is nothing")
    take_in(source)
    for address in (change(source), reverse("admin:articles_source_changelist"), "/admin/"):
        assert escape(expected) in editor.get(address, headers={"Accept-Language": "uk"}).text


def test_what_is_a_source_already(editor, feed):
    source = make_source(feed_url=feed)
    page = editor.post(ADD, {"address": feed})
    assert "a source already" in page.text and change(source) in page.text


def test_pictures_of_the_preview_come_from_our_own_address(editor, writer, outside):
    url = outside.on("/p.png", answer(picture_file().read(), content_type="image/png"))
    body = rss(item(1, more=f'<media:thumbnail url="{url}"/>'))
    page = editor.post(ADD, {"address": outside.on("/feed", answer(body, content_type=XML))})
    assert f'src="{url}' not in page.text
    address = page.text.split('<img src="')[1].split('"')[0]
    picture = editor.get(address)
    assert picture.headers["Content-Type"] == "image/webp" and picture.content[:4] == b"RIFF"
    assert writer.get(address).status_code == 403
    assert editor.get("/admin/articles/source/picture/?of=http://10.0.0.1/").status_code == 404
    assert editor.get("/admin/articles/source/picture/").status_code == 404


def test_asked_paused_and_resumed(editor, feed):
    source = make_source(feed_url=feed)
    page = editor.post(reverse("admin:articles_source_ask", args=[source.pk]), follow=True)
    assert "It was asked: 12 new stories" in page.text
    page = editor.post(reverse("admin:articles_source_ask", args=[source.pk]), follow=True)
    assert "nothing new" in page.text
    page = editor.post(reverse("admin:articles_source_pause", args=[source.pk]), follow=True)
    assert "is paused" in page.text and "Resume" in page.text and "Ask now" not in page.text
    editor.post(reverse("admin:articles_source_pause", args=[source.pk]), {"resume": "1"})
    assert not Source.objects.get().is_paused
    assert editor.get(reverse("admin:articles_source_ask", args=[source.pk])).status_code == 405


def test_a_failing_source_says_why(editor, outside):
    source = make_source(feed_url=outside.on("/feed", status(404)))
    for _time in range(3):
        take_in(source)
    page = editor.get(change(source))
    assert "Never answered" in page.text and "There is nothing at" in page.text
    page = editor.get(reverse("admin:articles_source_changelist"))
    assert "Never answered" in page.text and "There is nothing at" in page.text and "Well" not in page.text


def test_a_status_stands_beside_the_moment_that_it_belongs_to(editor):
    hour = timedelta(hours=1)
    now = timezone.now()
    source = make_source(fetched_at=now, succeeded_at=now - hour, last_status=500, failures=1, problem="In trouble.")
    facts = html.fromstring(editor.get(change(source)).content).xpath("//dl[@class='desk-facts']/div")
    told = {fact.find("dt").text: fact.find("dd").text_content() for fact in facts}
    assert "(500)" in told["Last asked"] and "(500)" not in told["Last answered"]


def test_pictures_are_promised_only_where_a_worker_runs(editor, feed):
    def added():
        return editor.get(editor.post(ADD, said(address=feed, _add="1")).headers["Location"]).text

    assert "No worker is running: pictures" in added()
    Story.objects.all().delete()
    Source.objects.all().delete()
    rounds.beat()
    assert "Pictures come with the next round of the worker." in added()


def test_the_form(editor, feed, outside):
    source, other = make_source(feed_url=feed, name="Old"), make_source()
    take_in(source)
    whole = said(name="New", feed_url=feed, site_url="outlet.example", language="en-GB", every_minutes=60)
    assert editor.post(change(source), whole).status_code == 302
    source.refresh_from_db()
    assert (source.name, source.site_url, source.language) == ("New", "https://outlet.example/", "en")
    assert (source.every_minutes, source.interval_minutes) == (60, 60)
    event = Event.objects.get(verb="source.changed")
    assert event.details["changed"]["name"] == ["Old", "New"]
    for wrong in (
        {"feed_url": "javascript:x"},
        {"feed_url": other.feed_url},
        {"language": "not a code"},
        {"keep_days": 0},
    ):
        page = editor.post(change(source), whole | wrong)
        assert page.status_code == 200 and "errorlist" in page.text
    page = editor.post(change(source), whole | {"feed_url": "http://10.0.0.5/x", "every_minutes": 1})
    assert "not on the public web" in page.text and "Leave at least 5 minutes between" in page.text
    outside.on("/new", answer(BODY, content_type=XML))
    assert editor.post(change(source), whole | {"feed_url": outside.url("/new")}).status_code == 302
    source.refresh_from_db()
    assert source.feed_url == outside.url("/new") and source.body_hash == ""


def test_actions(editor):
    one, two = make_source(failures=5), make_source()

    def do(action):
        data = {"action": action, "_selected_action": [one.pk, two.pk]}
        return editor.post(reverse("admin:articles_source_changelist"), data, follow=True)

    assert "2 sources: done." in do("pause_selected").text
    assert Source.objects.filter(is_paused=True).count() == 2
    do("resume_selected")
    assert Source.objects.filter(is_paused=False, failures=0).count() == 2
    do("trust_selected")
    assert Source.objects.filter(is_trusted=True).count() == 2
    do("ask_selected")
    assert Event.objects.filter(verb="source.trusted").count() == 2


@pytest.mark.parametrize("state", ["paused", "failing", "quiet", "waiting", "nonsense"])
def test_filters(editor, state):
    make_source()
    assert editor.get(reverse("admin:articles_source_changelist"), {"state": state}).status_code == 200


def test_deleting(chief, editor, feed):
    source = make_source(feed_url=feed)
    take_in(source)
    article = make_article(related=[Story.objects.first()])
    delete = reverse("admin:articles_source_delete", args=[source.pk])
    page = chief.get(delete)
    assert "cannot be deleted" in page.text and article.headline in page.text and "pause it instead" in page.text
    assert "1 of its stories stays because an article has it; 11 could go." in page.text
    chief.post(delete, {"post": "yes"})
    assert Source.objects.exists()
    assert editor.post(delete, {"post": "yes"}).status_code == 403
    article.related_links.all().delete()
    page = chief.get(delete)
    assert page.text.count("<li") < 200, "not its stories one by one"
    assert "12 stories go with it; no article has any of them." in page.text
    assert chief.post(delete, {"post": "yes"}).status_code == 302
    assert not Source.objects.exists() and not Story.objects.exists()


def test_the_start_page_says_what_needs_somebody(editor, writer):
    source = make_source(name="Silent Times", failures=4, problem="It does not answer.", succeeded_at=timezone.now())
    page = editor.get("/admin/").text
    assert "Silent Times" in page and "It does not answer." in page and change(source) in page
    assert "Silent Times" not in writer.get("/admin/").text
    Source.objects.update(failures=0, problem="")
    make_story(source=source)
    assert "Silent Times" not in editor.get("/admin/").text


def test_the_icon_is_fetched_with_a_new_source_and_shown(editor, outside):
    outside.on("/favicon.ico", answer(picture_file(64, 64).read(), content_type="image/png"))
    body = BODY.replace("https://outlet.example/<", outside.url("/") + "<")
    editor.post(ADD, said(address=outside.on("/feed", answer(body, content_type=XML)), _add="1"))
    source = Source.objects.get()
    assert source.icon
    for address in (change(source), reverse("admin:articles_source_changelist")):
        assert source.icon in editor.get(address).text
    assert source.icon in line_of_story(Story.objects.select_related("source").first()).icon


def test_editors_choose_the_icon(editor, feed):
    source = make_source(feed_url=feed, icon="old.webp")
    whole = said(feed_url=feed, site_url="")
    page = editor.post(change(source), whole | {"icon_file": SimpleUploadedFile("a.png", b"no picture")})
    assert "errorlist" in page.text and Source.objects.get().icon == "old.webp"
    editor.post(change(source), whole | {"icon_file": picture_file(64, 64)})
    source.refresh_from_db()
    assert source.icon.endswith(".webp") and source.icon != "old.webp" and source.icon_is_ours
    editor.post(change(source), whole | {"icon_do": "remove"})
    source.refresh_from_db()
    assert (source.icon, source.icon_is_ours) == ("", True)
    editor.post(change(source), whole | {"icon_do": "fetch"})
    source.refresh_from_db()
    assert not source.icon_is_ours and source.icon_at is None


def test_a_picture_that_cannot_be_had_is_a_placeholder(editor, outside):
    body = rss(item(1, more=f'<media:thumbnail url="{outside.on("/p.png", status(404))}"/>'))
    page = editor.post(ADD, {"address": outside.on("/feed", answer(body, content_type=XML))})
    picture = editor.get(page.text.split('<img src="')[1].split('"')[0])
    assert picture.status_code == 200 and picture.headers["Content-Type"].startswith("image/")


def test_stories_that_are_too_old_are_shown_as_such(editor, outside):
    old = rss(item(1, at=timezone.now() - timedelta(days=400)), title="The Outlet", language="en")
    page = editor.post(ADD, {"address": outside.on("/old", answer(old, content_type=XML))}).text
    assert "0 stories would come in now" in page and page.count("Too old to come in") == 1
    assert page.count("desk-clip-title") == 1


def test_the_list_says_in_words_who_is_trusted(editor):
    make_source(name="Sure", is_trusted=True)
    make_source(name="unsure")
    rows = html.fromstring(editor.get("/admin/articles/source/").content).xpath("//table[@id='result_list']//tbody//tr")
    told = [" ".join(row.text_content().split()) for row in rows]
    assert ["Trusted" in one for one in told if one] == [True, False]
    assert not html.fromstring(editor.get("/admin/articles/source/").content).xpath("//th[.='Icon']")


@pytest.mark.parametrize("typed", ["", "half", "1.5"])
def test_what_is_no_number_is_told_in_the_forms_own_words(editor, feed, typed):
    page = editor.post(ADD, said(address=feed, _add="1", every_minutes=typed)).text
    assert "Enter a whole number." not in page and Source.objects.count() == 0


def test_what_never_answered_did_not_fail_so_many_times(editor):
    make_source(name="Silent Times", failures=1, problem="It does not answer.")
    page = " ".join(editor.get("/admin/").text.split())
    assert "Silent Times</a> never answered: It does not answer." in page and "failed 1 time" not in page
