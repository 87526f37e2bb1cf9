"""The demo newspaper: lively, whole, made through the verbs, safe to build twice, never over somebody's own."""

import os
import re

import pytest
from django.core.management import CommandError
from django.utils import timezone

from articles.models import Article, Comment, Correction, Front, PublishedArticle, RelatedLink, Source, Tag
from articles.related import health
from newsroom.demo import building, givers, serving
from newsroom.demo.building import ForeignSite, build
from newsroom.demo.desk import lay_out
from newsroom.demo.drawing import SCENES, draw
from newsroom.demo.people import PEOPLE, make_people
from newsroom.demo.reading import read_article, read_articles, read_site, with_numbers
from newsroom.management.commands.demo import port_number, refuse_taken
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_picture


@pytest.fixture
def quick_pictures(monkeypatch):
    """Drawing thirty pictures and inventing a hundred patrons is not what these tests are about."""
    monkeypatch.setattr(givers, "HOW_MANY", 12)
    made = {}

    def illustrate(_progress):
        for key, scene in SCENES.items():
            made.setdefault(key, make_picture(title=scene.title).pk)
        return made

    monkeypatch.setattr(building, "illustrate", illustrate)


@pytest.fixture
def demo(db, quick_pictures):
    build(lambda _words: None)


def test_it_is_a_lively_newspaper(demo):
    live = PublishedArticle.objects.live()
    assert live.filter(language="en").count() >= 36
    assert live.filter(language="uk").count() >= 13
    assert Article.objects.filter(state=Article.State.SCHEDULED).count() == 1
    assert Article.objects.filter(state=Article.State.DRAFT).count() >= 2
    assert Correction.objects.public().count() >= 4
    assert RelatedLink.objects.filter(target=None).count() >= 8
    assert Front.objects.count() == 2
    assert len({article.genre for article in live}) >= 7
    assert "demonstration" in SiteSettings.load().notice
    shared = live.filter(language="uk", translation_group__in=live.filter(language="en").values("translation_group"))
    assert shared.count() >= 7


def test_every_page_of_it_opens_and_leads_on(demo, client):
    for article in PublishedArticle.objects.live():
        page = client.get(article.get_absolute_url())
        assert page.status_code == 200
        assert article.headline.split(":")[0][:20].split("“")[0].strip() in page.content.decode().replace("&#x27;", "'")
    for path in (
        "/",
        "/uk/",
        "/about/",
        "/uk/support/",
        "/other-ways/",
        "/corrections/",
        "/lite/",
        "/feed.xml",
        "/uk/feed.json",
    ):
        assert client.get(path).status_code == 200, path


def test_building_again_changes_nothing(demo, quick_pictures):
    before = list(PublishedArticle.objects.order_by("pk").values())
    versions = Article.objects.filter(versions__isnull=False).count()
    build(lambda _words: None)
    assert list(PublishedArticle.objects.order_by("pk").values()) == before
    assert Article.objects.filter(versions__isnull=False).count() == versions


def test_a_run_cut_short_is_finished_by_the_next(db, quick_pictures, monkeypatch):
    def cut(words):
        if words.startswith("publishing articles 20 "):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(cut)
    build(lambda _words: None)
    assert not Article.objects.filter(body="").exists()
    assert PublishedArticle.objects.live().count() >= 49


def test_somebodys_own_newspaper_is_left_alone(db, quick_pictures):
    make_article(headline="Ours")
    with pytest.raises(ForeignSite):
        build(lambda _words: None)
    assert Article.objects.count() == 1


def test_nothing_in_it_is_filler():
    for article in read_articles():
        words = re.sub("<[^>]+>", " ", article.body)
        assert "lorem" not in words.lower()
        assert len(words.split()) > 150, article.slug


def test_every_name_in_it_leads_somewhere():
    articles = {article.slug: 1 for article in read_articles()}
    pictures = dict.fromkeys(SCENES, 1)
    site = read_site()
    authors, tags = ({each[key] for each in site[what]} for what, key in (("authors", "slug"), ("tags", "name")))
    for article in read_articles():
        with_numbers(article.body, articles, pictures)
        assert set(article.head["authors"]) <= authors, article.slug
        assert set(article.head["tags"]) <= tags, article.slug
        assert set(article.head.get("related", [])) <= set(articles), article.slug


def test_a_file_out_of_form_is_refused(tmp_path):
    (tmp_path / "en").mkdir()
    path = tmp_path / "en" / "wrong.html"
    path.write_text("<p>No front matter.</p>")
    with pytest.raises(ValueError, match="front matter"):
        read_article(path)


def test_a_drawing_is_the_same_every_time():
    assert draw("snow").tobytes() == draw("snow").tobytes()
    assert draw("snow").size == (1600, 1067)


def test_the_sign_ins_stay_the_same(db, tmp_path):
    first = make_people(tmp_path / "sign-ins.json")
    assert make_people(tmp_path / "sign-ins.json") == first
    assert (tmp_path / "sign-ins.json").stat().st_mode & 0o077 == 0
    assert len({each.password for each in first}) == len(PEOPLE)


def test_work_lies_on_the_desk(demo, tmp_path):
    make_people(tmp_path / "sign-ins.json")
    tags = Tag.objects.count()
    lay_out()
    lay_out()
    at_work = Article.objects.exclude(assigned_to=None)
    assert set(at_work.values_list("state", flat=True)) == {"draft", "in_review", "ready"}
    assert at_work.count() == at_work.filter(planned_for__isnull=False).count() == 5
    assert all(article.tags.count() and article.section for article in at_work)
    assert Tag.objects.count() == tags
    assert [list(remark.mentions.values_list("name", flat=True)) for remark in Comment.objects.all()] == [
        ["Ada Editor"]
    ]


@pytest.mark.parametrize("text", ["abc", "0", "-1", "65536", "80 00", "٨٠٨٠", ""])
def test_a_port_that_is_none_is_refused_in_words(text):
    with pytest.raises(CommandError, match="choose a number from 1 to 65535"):
        port_number(text)


def test_a_taken_port_is_refused_in_words(live_server):
    with pytest.raises(CommandError, match="choose another"):
        refuse_taken(int(live_server.url.rsplit(":", 1)[1]))


def test_the_seed_facts_are_dated_when_they_were_news(demo):
    drills = PublishedArticle.objects.get(slug="belarus-joint-drills-ukraine-border")
    assert timezone.localtime(drills.published_at).year == 2021
    assert drills.updated_at > drills.published_at


def test_everything_that_works_in_the_background_is_started(monkeypatch):
    started = []
    monkeypatch.setattr(serving.subprocess, "Popen", lambda command: started.append(command))
    monkeypatch.setattr(serving.os, "execv", lambda *_args: None)
    serving.serve(8000)
    assert [command[2:] for command in started] == [["work", "--while", str(os.getpid())]]


def test_its_invented_outlets_are_never_asked(demo):
    assert Source.objects.exists() and not Source.objects.filter(is_paused=False).exists()
    # Paused and without a problem, they are no news for the start page.
    assert not health.report()
