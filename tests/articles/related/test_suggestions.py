"""What is suggested for an article, stored or only typed: ranked, each with its reason, and nothing out of place."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from articles import publishing
from articles.manuscript import Manuscript, stored
from articles.models import Article, RelatedBan, RelatedLink, Source, StoryTag, Tag
from articles.related import choosing, likeness
from articles.related.formats.canonical import title_key
from articles.related.reasons import apart, reasons
from articles.related.suggest import suggest
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.factories import make_article, make_story, make_tag, make_user, minutes_ago

pytestmark = pytest.mark.django_db
DAY = 24 * 60


@pytest.fixture
def owner():
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def near(monkeypatch):
    """What the index answers: a list that a test fills."""
    found: list[likeness.Near] = []
    monkeypatch.setattr(likeness, "near_text", lambda manuscript, at_most: found[:at_most])
    return found


def Near(kind, pk, how, words=()):  # noqa: N802
    return likeness.Near(kind, pk, how, words, score=how)


def tagged(story, *names):
    for name in names:
        tag = Tag.objects.filter(name=name).first() or make_tag(name)
        StoryTag.objects.create(story=story, tag=tag, published_at=story.published_at)
    return story


def titles(suggestions):
    return [each.title for each in suggestions]


def test_it_works(owner, near):
    wire = Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True)
    article = make_article(tags=["Belarus", "Lukashenka", "Press"], published=True)
    old = make_article(headline="An old one", tags=["Belarus"], published=True, at=minutes_ago(40 * DAY))
    story = make_story("Lukashenka speaks", source=wire, published_at=minutes_ago(3 * DAY), language="en")
    tagged(story, "Belarus")
    like = make_article(headline="Reads alike", published=True, at=minutes_ago(1 * DAY))
    make_article(headline="Nothing in common", published=True)
    near += [Near("article", like.pk, 0.2, ("border", "Press"))]
    near += [Near("story", story.pk, 0.22, ("Lukashenka", "Minsk", "sanctions", "border", "vote"))]
    found = suggest(article, user=owner)
    assert titles(found) == ["Lukashenka speaks", "Reads alike", "An old one"]
    why = "shares Lukashenka, Belarus; both say Minsk, sanctions, border; 3 days apart; trusted source"
    # The name in the title counts, though nobody tagged the story with it.
    assert found[0].reason == why
    assert found[1].reason == "both say border, Press; 1 day apart"
    assert found[2].reason == "shares Belarus; 6 weeks apart"
    assert [(each.kind, each.pk) for each in found] == [("story", story.pk), ("article", like.pk), ("article", old.pk)]
    assert found[0].note.startswith("Wire · ") and found[0].url == story.url
    assert found[1].url == like.live_edition.get_absolute_url()
    assert all(0 <= each.score <= 100 for each in found)


def test_words_that_nobody_saved_count(owner):
    make_article(headline="On rivers", tags=["Rivers"], published=True)
    article = Article(headline="Not stored", language="en")
    assert suggest(article, user=owner) == []
    found = suggest(article, manuscript=Manuscript(article, tags=[Tag.objects.get(name="Rivers")]), user=owner)
    assert titles(found) == ["On rivers"]
    new_word = Manuscript(article, tags=[Tag(name="Pottery", slug="x")])
    assert suggest(article, manuscript=new_word, user=owner) == []


def test_what_is_there_already_or_must_not_be_is_left_out(owner, near):
    article = make_article(tags=["Energy"], published=True, headline="Itself")
    others = {
        name: make_article(headline=name, tags=["Energy"], published=True)
        for name in ("chosen", "card", "linked", "addressed", "banned", "withdrawn", "fine")
    }
    make_article(headline="draft", tags=["Energy"])
    translated = make_article(headline="translated", tags=["Energy"], language="uk", published=True)
    type(translated).objects.filter(pk=translated.pk).update(translation_group=article.translation_group)
    translated.editions.update(translation_group=article.translation_group)
    publishing.withdraw(others["withdrawn"])
    stories = {name: tagged(make_story(name), "Energy") for name in ("in the list", "link", "never", "hidden", "good")}
    type(stories["hidden"]).objects.filter(pk=stories["hidden"].pk).update(is_hidden=True)
    near += [Near("article", translated.pk, 0.9), Near("article", article.pk, 1.0)]
    RelatedBan.objects.create(article=article, target=others["banned"])
    RelatedBan.objects.create(article=article, story=stories["never"])
    RelatedLink.objects.create(article=article, target=others["chosen"])
    RelatedLink.objects.create(article=article, story=stories["in the list"])
    article.body = (
        f'<p><a data-article="{others["linked"].pk}">x</a> <a href="{stories["link"].url}">y</a> '
        f'<a href="{others["addressed"].live_edition.get_absolute_url()}">z</a></p>'
        f'<cms-read-also data-article="{others["card"].pk}"></cms-read-also>'
    )
    article.save()
    article = Article.objects.get(pk=article.pk)
    assert set(titles(suggest(article, user=owner))) == {"fine", "good"}


def test_one_story_of_two_outlets_and_one_article_of_two_languages(owner):
    article = make_article(headline="Storm warning for the whole coast", tags=["Energy"])
    for title in ("A copy of the wire", "Another copy"):
        tagged(make_story(title, title_key="the wire"), "Energy")
    tagged(make_story("Chosen already", title_key="chosen"), "Energy")
    RelatedLink.objects.create(article=article, story=make_story(title_key="chosen"))
    tagged(make_story("Ours, elsewhere", title_key=title_key(article.headline)), "Energy")
    one = make_article(headline="In English", tags=["Energy"], published=True)
    other = make_article(headline="Українською", tags=["Energy"], language="uk", published=True)
    other.editions.update(translation_group=one.translation_group)
    assert sorted(titles(suggest(article, user=owner))) in (
        ["A copy of the wire", "In English"], ["Another copy", "In English"],
    )  # fmt: skip


def test_what_is_chosen_is_not_offered_in_another_language(owner):
    article = make_article(tags=["Energy"])
    one = make_article(headline="In English", tags=["Energy"], published=True)
    other = make_article(headline="Українською", tags=["Energy"], language="uk", published=True)
    for model in (Article.objects.filter(pk=other.pk), other.editions):
        model.update(translation_group=one.translation_group)
    line = RelatedLink.objects.create(article=article, target=one)
    assert suggest(article, user=owner) == []
    line.delete()
    article.body = f'<cms-read-also data-article="{other.pk}"></cms-read-also>'
    article.save()
    assert suggest(article, user=owner) == []


def test_fresh_news_of_a_trusted_source_is_seen_among_many_of_one_common_tag(owner, near):
    for number in range(20):
        make_article(headline=f"Court {number}", tags=["Council"], published=True, at=minutes_ago(number * DAY))
        make_article(headline=f"Other {number}", tags=["Belarus"], published=True, at=minutes_ago(number * DAY))
    wire = Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True)
    tagged(make_story("Belarus announces new joint drills", source=wire, language="en"), "Belarus")
    found = suggest(make_article(tags=["Belarus", "Council"]), user=owner)
    assert titles(found)[0] == "Belarus announces new joint drills"
    assert {title.split()[0] for title in titles(found)} == {"Belarus", "Court", "Other"}


def test_rare_tags_say_more_and_internal_ones_nothing(owner, near):
    make_tag("Desk only", is_internal=True)
    for number in range(30):
        make_article(headline=f"Politics {number}", tags=["Politics"], published=True, at=minutes_ago(number))
    make_article(headline="Rare", tags=["Peat"], published=True, at=minutes_ago(5))
    make_article(headline="Internal", tags=["Desk only"], published=True)
    article = make_article(tags=["Politics", "Peat", "Desk only"])
    found = suggest(article, user=owner)
    assert found[0].title == "Rare" and found[0].reasons[0] == "shares Peat"
    assert len(found) == 12 and "Internal" not in titles(found)


def test_ukrainian_names_are_found_in_any_ending_and_language(owner):
    tag = make_tag("Belarus", translations={"uk": {"name": "Білорусь"}})
    article = make_article(tags=["Belarus"], language="uk")
    from articles.related.subjects import subjects

    about = subjects(list(article.tags.all()))
    assert about.found_in("Що відбувається в Білорусі") == {tag.pk} == about.found_in("Belarus votes")
    assert about.found_in("Україна голосує") == set()
    with translation.override("uk"):
        assert reasons(shared=[tag], days=0)[0].endswith("Білорусь")


def test_same_language_first_and_another_one_is_named(owner):
    article = make_article(tags=["Energy"], language="en")
    make_article(headline="Українською", tags=["Energy"], language="uk", published=True)
    make_article(headline="In English", tags=["Energy"], language="en", published=True, at=minutes_ago(10))
    tagged(make_story("На хвилі", language="uk"), "Energy")
    found = suggest(article, user=owner)
    assert found[0].title == "In English"
    assert "in another language: Ukrainian" in found[1].reason and "in another language" not in found[0].reason


def test_distances_are_said_as_people_do():
    assert [apart(days) for days in (0, 1, 2, 13, 14, 59, 60, 700, 730, 4000)] == [
        "the same day", "1 day apart", "2 days apart", "13 days apart", "2 weeks apart", "8 weeks apart",
        "2 months apart", "23 months apart", "2 years apart", "11 years apart",
    ]  # fmt: skip
    many = [Tag(name=name) for name in "ABCDEF"]
    assert reasons(likeness=0.1, days=0) == ["reads alike", "the same day"]
    assert reasons(likeness=0.9, words=["ice"], days=0) == ["both say ice", "the same day"]
    assert reasons(likeness=0.1, shared=many[:1], days=0) == ["shares A", "the same day"]
    assert reasons(shared=many, days=0)[0] == "shares A, B, C, D and 2 more"


def test_only_who_may_write_it_is_told(signed_in):  # noqa: F811
    writer = signed_in("writer").user
    make_article(headline="Public", tags=["Energy"], published=True)
    make_article(headline="A secret draft", tags=["Energy"])
    mine, theirs = make_article(tags=["Energy"], created_by=writer), make_article(tags=["Energy"])
    assert titles(suggest(mine, user=writer)) == ["Public"]
    with pytest.raises(choosing.NotAllowed):
        suggest(theirs, user=writer)


def test_a_public_headline_is_told_and_not_what_the_desk_made_of_it(signed_in):  # noqa: F811
    other = make_article(headline="As readers have it", tags=["Energy"], published=True)
    Article.objects.filter(pk=other.pk).update(headline="A secret change")
    article = make_article(tags=["Energy"])
    assert titles(suggest(article, user=signed_in("editor").user)) == ["As readers have it"]


def test_queries_do_not_grow(owner, near, django_assert_num_queries):
    article = make_article(tags=["Energy", "Winter"])

    def fill(count):
        for number in range(count):
            at = timezone.now() - timedelta(hours=number)
            make_article(tags=["Energy"], published=True, at=at)
            near.append(Near("article", make_article(published=True, at=at).pk, 0.5))
            story = tagged(make_story(), "Energy", "Winter")
            near.append(Near("story", story.pk, 0.4))

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(3)
    manuscript = stored(article)
    with CaptureQueriesContext(connection) as few:
        assert suggest(article, manuscript=manuscript, limit=30, user=owner)
    fill(27)
    with django_assert_num_queries(len(few)):
        assert len(suggest(article, manuscript=manuscript, limit=30, user=owner)) == 30
    assert len(few) <= 10


def test_another_outlets_copy_of_what_was_never_wanted_is_not_offered(owner, near):
    article = make_article(tags=["Energy"], published=True)
    first = tagged(make_story("Two turbines stopped at the lower dam"), "Energy")
    tagged(make_story("UPDATED: Two turbines stopped at the lower dam"), "Energy")
    tagged(make_story("Snow on the northern line since Monday"), "Energy")
    assert "Snow on the northern line since Monday" in titles(suggest(article, user=owner))
    assert len(suggest(article, user=owner)) == 2
    choosing.ban(article, first, by=owner)
    assert titles(suggest(article, user=owner)) == ["Snow on the northern line since Monday"]


def test_one_word_of_a_very_short_text_says_little(owner):
    article = make_article(
        headline="A ferry that runs on memory", tags=["Danube"], published=True,
        body="<p>The ferry over the river has no map, and its captain has the memory of forty winters.</p>",
    )  # fmt: skip
    make_story("Emoji 🚢🚢 & ferry", published_at=minutes_ago(10))
    longer = "The captain says that the river moved its sandbanks again, and that the ferry needs a deeper channel."
    tagged(make_story("Ferry captains and their memory of the river", excerpt=longer), "Danube")
    found = suggest(article, user=owner)
    assert titles(found)[0] == "Ferry captains and their memory of the river"
    assert all(each.score < 20 for each in found[1:])
