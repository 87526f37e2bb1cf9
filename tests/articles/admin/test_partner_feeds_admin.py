"""The desk's page of partner feeds: rules, a look at what is in one, its address, and another address."""

import pytest

from articles import partners, tagging
from articles.models import PartnerFeed, Section, Source, StoryTag, Tag
from newsroom.audit.models import Event
from tests.factories import make_article, make_outlet, make_section, make_story, make_tag, storable, tag_story

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/partnerfeed/"


def typed(**fields):
    return {
        "name": "Danube Ledger", "is_active": "on", "format": "rss", "language": "en", "text": "excerpt",
        "how_many": "20", "delay_minutes": "0", "credit": "",
    } | fields  # fmt: skip


def test_it_works(chief):
    section, tag = make_section(), make_tag("Energy")
    never = make_tag("Never", is_internal=True)
    make_article(published=True, headline="In the feed", section=section, tags=["Energy"])
    make_article(published=True, headline="Out of the feed")
    sent = typed(sections=[section.pk], tags=[tag.pk], excluded_tags=[never.pk], genres=["news", "report"])
    response = chief.post(f"{LIST}add/", sent)
    feed = PartnerFeed.objects.get()
    # The address is what comes next.
    assert response.status_code == 302 and response["Location"].endswith(f"/{feed.pk}/change/")
    assert feed.made_by == chief.user and feed.genres == ["news", "report"]
    page = chief.get(f"{LIST}{feed.pk}/change/").content.decode()
    assert partners.address(feed) in page
    assert "In the feed" in page and "Out of the feed" not in page
    assert "First published by" in page and "Nobody has asked for it" in page
    assert "Danube Ledger" in chief.get(LIST).content.decode()


def test_rules_that_let_nothing_in_are_told(chief):
    feed = PartnerFeed.objects.create(name="Empty", is_active=False)
    page = chief.get(f"{LIST}{feed.pk}/change/").content.decode()
    assert "No article fits the rules" in page and "The feed is closed" in page


def test_an_editor_sees_it_and_changes_nothing(editor):
    feed = PartnerFeed.objects.create(name="Danube Ledger")
    page = editor.get(f"{LIST}{feed.pk}/change/").content.decode()
    assert partners.address(feed) in page and "Another address" not in page
    assert editor.post(f"{LIST}{feed.pk}/renew/").status_code == 403
    assert editor.post(f"{LIST}{feed.pk}/change/", typed(name="Mine")).status_code == 403
    assert editor.get(f"{LIST}add/").status_code == 403
    feed.refresh_from_db()
    assert feed.name == "Danube Ledger"


def test_another_address(chief, client):
    feed = PartnerFeed.objects.create(name="Danube Ledger")
    before = feed.secret_word
    page = chief.get(f"{LIST}{feed.pk}/renew/").content.decode()
    assert "The old address opens nothing" in page
    feed.refresh_from_db()
    assert feed.secret_word == before
    chief.post(f"{LIST}{feed.pk}/renew/")
    feed.refresh_from_db()
    assert feed.secret_word != before
    assert client.get(f"/partner-feeds/{before}/").status_code == 404
    assert client.get(f"/partner-feeds/{feed.secret_word}/").status_code == 200


def test_the_log_says_who_did_it_and_never_the_word(chief):
    chief.post(f"{LIST}add/", typed())
    feed = PartnerFeed.objects.get()
    words = [feed.secret_word]
    chief.post(f"{LIST}{feed.pk}/change/", typed(how_many="5"))
    chief.post(f"{LIST}{feed.pk}/renew/")
    feed.refresh_from_db()
    words.append(feed.secret_word)
    chief.post(f"{LIST}{feed.pk}/delete/", {"post": "yes"})
    events = list(Event.objects.order_by("pk").values())
    assert [event["verb"] for event in events] == [
        "partner_feed.made", "partner_feed.changed", "partner_feed.renewed", "partner_feed.deleted",
    ]  # fmt: skip
    assert {event["actor_id"] for event in events} == {chief.user.pk}
    assert not any(word in str(events) for word in words)
    assert events[1]["details"]["changed"] == {"how_many": [20, 5]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"how_many": "0"}, "greater than or equal to 1"),
        ({"how_many": "101"}, "less than or equal to 100"),
        ({"delay_minutes": "-1"}, "greater than or equal to 0"),
        ({"delay_minutes": "99999999"}, "less than or equal to 43200"),
        ({"genres": ["poem"]}, "Select a valid choice"),
        ({"name": ""}, "required"),
        ({"name": "x" * 121}, "at most 120"),
        ({"credit": "x" * 10_000}, "at most 300"),
        ({"tags": ["x"]}, "not a valid"),
        ({"format": "atom"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_said_and_kept(chief, fields, words):
    response = chief.post(f"{LIST}add/", typed(credit="My words") | fields)
    page = response.content.decode()
    assert response.status_code == 200 and words in page
    assert "credit" in fields or "My words" in page
    assert not PartnerFeed.objects.exists()


def test_a_tag_cannot_be_wanted_and_unwanted(chief):
    tag = make_tag("Energy")
    page = chief.post(f"{LIST}add/", typed(tags=[tag.pk], excluded_tags=[tag.pk])).content.decode()
    assert "is asked for and ruled out at once" in page and not PartnerFeed.objects.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "أخبار 🦊 \u202e", "x" * 120, "a'\"&<"])
def test_hostile_names(chief, name):
    chief.post(f"{LIST}add/", typed(name=name, credit=name))
    feed = PartnerFeed.objects.get()
    assert feed.name == " ".join(name.split())
    for page in (chief.get(LIST), chief.get(f"{LIST}{feed.pk}/change/"), chief.get(f"{LIST}{feed.pk}/renew/")):
        assert page.status_code == 200 and "<script>alert" not in page.content.decode()


def test_characters_that_no_database_holds(chief):
    response = chief.post(f"{LIST}add/", typed(name="a\x00b"))
    assert response.status_code == 200 and not PartnerFeed.objects.exists()


def test_a_search_for_anything(chief):
    PartnerFeed.objects.create(name="Danube Ledger")
    for term in ("Danube", storable("\x00"), "🦊", "%", "x" * 3000):
        assert chief.get(LIST, {"q": term}).status_code in (200, 302)


def test_what_a_feed_depends_on_is_not_deleted(chief):
    tag, section = make_tag("Energy"), make_section(slug="economy")
    feed = PartnerFeed.objects.create(name="Danube Ledger")
    feed.tags.add(tag)
    feed.sections.add(section)
    for path, model in ((f"/admin/articles/tag/{tag.pk}/", Tag), (f"/admin/articles/section/{section.pk}/", Section)):
        assert "Danube Ledger" in chief.get(f"{path}delete/").content.decode()
        chief.post(f"{path}delete/", {"post": "yes"})
        assert model.objects.exists()


def test_a_merged_tag_keeps_its_rules(chief):
    power, energy = make_tag("Power"), make_tag("Energy")
    wanting, without = PartnerFeed.objects.create(name="With"), PartnerFeed.objects.create(name="Without")
    both = PartnerFeed.objects.create(name="Both")
    wanting.tags.add(power)
    without.excluded_tags.add(power)
    both.tags.set([power, energy])
    section, source = make_section(), make_outlet()
    section.rail_tags.add(power)
    source.tags.add(power)
    story = tag_story(make_story(source=source), power)
    tagging.merge(power, energy)
    assert list(wanting.tags.all()) == list(without.excluded_tags.all()) == list(both.tags.all()) == [energy]
    assert list(section.rail_tags.all()) == list(Source.objects.get().tags.all()) == [energy]
    assert list(StoryTag.objects.values_list("story", "tag")) == [(story.pk, energy.pk)]


def test_the_page_asks_the_same_of_few_and_many(chief, django_assert_max_num_queries):
    feed = PartnerFeed.objects.create(name="Danube Ledger")
    for _each in range(3):
        make_article(published=True)
    chief.get(f"{LIST}{feed.pk}/change/")
    with django_assert_max_num_queries(40) as few:
        chief.get(f"{LIST}{feed.pk}/change/")
    for _each in range(30):
        make_article(published=True)
    with django_assert_max_num_queries(len(few)):
        chief.get(f"{LIST}{feed.pk}/change/")
