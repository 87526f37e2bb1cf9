"""Aliases, merges and new names: articles, addresses, search and the log follow."""

import pytest

from articles import tagging, versions
from articles.models import ArticleTagging, ArticleVersion, PublishedTagging, Tag, TagAlias
from articles.search import engine
from newsroom.audit.models import Event
from tests.factories import make_article, make_author, make_section, make_tag, make_user

pytestmark = pytest.mark.django_db


def found(words):
    return len(engine().search(words, language="en", limit=10).hits)


@pytest.mark.parametrize("typed", ["Lukashenko", "LUKASHENKO", "aliaksandr lukashenka"])
def test_an_alias_gives_its_tag_in_any_case(typed):
    tag = make_tag("Aliaksandr Lukashenka")
    tagging.add_alias(tag, "Lukashenko")
    article = make_article()
    tagging.set_tags(article, [typed, "Minsk"])
    assert sorted(article.tags.names()) == ["Aliaksandr Lukashenka", "Minsk"]


def test_other_alphabets_have_no_case_either():
    tag = make_tag("Київ")
    tagging.add_alias(tag, "Столиця України")
    assert tagging.resolve(["СТОЛИЦЯ україни", "київ", "😀"]) == {
        "СТОЛИЦЯ україни": "Київ", "київ": "Київ", "😀": "😀",
    }  # fmt: skip


def test_an_alias_is_one_word_for_one_tag():
    tag, other = make_tag("Belarus"), make_tag("Minsk")
    tagging.add_alias(tag, "RB")
    for word, said in (
        ("", "Write"), ("x" * 101, "at most 100"), ("belarus", "already"), ("minsk", "merge"), ("rb", "alias of"),
    ):  # fmt: skip
        with pytest.raises(tagging.Refused, match=said):
            tagging.add_alias(tag, word)
    with pytest.raises(tagging.Refused, match="Belarus"):
        tagging.add_alias(other, "rb")
    tagging.remove_alias(tag.aliases.get())
    tagging.add_alias(other, "RB")
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "tag.alias_added", "tag.alias_removed", "tag.alias_added",
    ]  # fmt: skip


def test_a_merge_moves_articles_without_doubles(client, django_capture_on_commit_callbacks):
    old, into = make_tag("Belorussia", translations={"uk": {"name": "Білорусія"}}), make_tag("Belarus")
    one = make_article(tags=["Belorussia"], published=True)
    both = make_article(tags=["Belorussia", "Belarus"], published=True)
    draft = make_article(tags=["Belorussia"])
    kept = versions.snapshot(draft, ArticleVersion.Reason.SAVED)
    tagging.add_alias(old, "BSSR")
    user = make_user()
    with django_capture_on_commit_callbacks(execute=True):
        counts = tagging.merge(old, into, by=user)
    assert counts == {"articles": 3, "editions": 2}
    for article in (one, both, draft):
        assert list(article.tags.names()) == ["Belarus"]
    assert PublishedTagging.objects.filter(tag=into).count() == 2
    assert not Tag.objects.filter(name="Belorussia").exists()
    assert set(into.aliases.values_list("name", flat=True)) == {"Belorussia", "Білорусія", "BSSR"}
    assert found("Belarus") == 2 and found("Belorussia") == 0
    event = Event.objects.get(verb="tag.merged")
    assert (event.actor, event.details["articles"], event.details["merged"]) == (str(user), 3, "Belorussia")
    versions.restore(kept)
    assert list(draft.tags.names()) == ["Belarus"]
    for page in ("/tag/{}/", "/tag/{}/feed.xml", "/tag/{}/feed.json", "/uk/tag/{}/", "/uk/tag/{}/feed.atom"):
        response = client.get(page.format("belorussia"))
        assert (response.status_code, response.headers["Location"]) == (301, page.format("belarus"))
    assert client.get("/tag/bssr/").headers["Location"] == "/tag/belarus/"


def test_what_readers_know_is_not_merged_into_what_they_do_not():
    internal = make_tag("to do", is_internal=True)
    with pytest.raises(tagging.Refused, match="other way round"):
        tagging.merge(make_tag("Public"), internal)
    with pytest.raises(tagging.Refused, match="itself"):
        tagging.merge(internal, internal)


def test_a_merge_asks_the_same_number_of_queries_for_many_articles(django_assert_max_num_queries):
    old, into = make_tag("Old"), make_tag("New")
    for number in range(30):
        make_article(tags=["Old", "New"] if number % 2 else ["Old"])
    with django_assert_max_num_queries(105) as few:
        tagging.merge(old, into)
    assert ArticleTagging.objects.filter(tag=into).count() == 30
    again = make_tag("Again")
    make_article(tags=["Again"])
    with django_assert_max_num_queries(len(few)):
        tagging.merge(again, into)


def test_a_new_name_keeps_the_address_and_is_found(client, django_capture_on_commit_callbacks):
    tag = make_tag("Lukahsenko")
    make_article(tags=["Lukahsenko"], published=True)
    with django_capture_on_commit_callbacks(execute=True):
        tagging.rename(tag, "Lukashenka")
    assert client.get("/tag/lukahsenko/").status_code == 200
    assert found("Lukashenka") == 1 and found("Lukahsenko") == 0
    assert TagAlias.objects.get().name == "Lukahsenko"
    tagging.rename(tag, "Lukahsenko")
    assert TagAlias.objects.get().name == "Lukashenka"


@pytest.mark.parametrize("kind", ["tag", "author", "section"])
def test_a_new_address_is_led_to_by_the_old_one_everywhere(client, kind, django_capture_on_commit_callbacks):
    record = {"tag": make_tag, "author": make_author, "section": make_section}[kind](name="Old words", slug="old-words")
    make_article(
        tags=["Old words"] if kind == "tag" else [],
        authors=[record] if kind == "author" else [],
        published=True,
        **({"section": record} if kind == "section" else {}),
    )
    with django_capture_on_commit_callbacks(execute=True):
        tagging.rename(record, "New words", changes_address=True)
    assert record.slug == "new-words"
    for prefix in ("", "/uk"):
        for end in ("", "feed.xml", "feed.atom", "feed.json"):
            response = client.get(f"{prefix}/{kind}/old-words/{end}")
            assert (response.status_code, response.headers["Location"]) == (301, f"{prefix}/{kind}/new-words/{end}")
    with django_capture_on_commit_callbacks(execute=True):
        tagging.rename(record, "Old words", slug="old-words")
    assert client.get(f"/{kind}/new-words/").headers["Location"] == f"/{kind}/old-words/"
    assert client.get(f"/{kind}/old-words/").status_code == 200
    assert Event.objects.filter(verb=f"{kind}.address_changed").count() == 2
