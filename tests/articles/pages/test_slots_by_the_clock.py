"""What editors put on a front stands there from its moment until its end, and the rest fills itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import pagekeys, publishing, slots
from articles.frontpage import front_page
from articles.models import Front, FrontSlot
from tests.factories import make_article, make_section, minutes_ago

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def front():
    return Front.objects.create(language="en")


def pin(front, article, place="lead", **fields):
    return FrontSlot.objects.create(front=front, place=place, article=article, **fields)


def lead(at=None):
    return front_page("en", at).lead.headline


def test_a_pin_ends_by_itself(front):
    make_article(published=True, at=minutes_ago(200), headline="Filled by rule")
    pinned = make_article(published=True, at=minutes_ago(300), headline="Pinned")
    pin(front, pinned, shows_until=timezone.now() + HOUR)
    assert lead() == "Pinned"
    assert lead(timezone.now() + 2 * HOUR) == "Filled by rule"


def test_a_slot_begins_by_itself(front):
    now_there = make_article(published=True, at=minutes_ago(200), headline="There now")
    coming = make_article(published=True, at=minutes_ago(300), headline="Coming")
    pin(front, now_there, position=2)
    pin(front, coming, position=1, shows_from=timezone.now() + HOUR)
    assert lead() == "There now"
    assert lead(timezone.now() + 2 * HOUR) == "Coming"


def test_a_scheduled_story_takes_its_slot_when_it_is_public(front):
    make_article(published=True, at=minutes_ago(200), headline="There now")
    later = make_article(headline="At nine")
    publishing.schedule(later, timezone.now() + HOUR)
    pin(front, later)
    assert lead() == "There now"
    assert lead(timezone.now() + 2 * HOUR) == "At nine"


def test_pages_are_kept_no_longer_than_a_slot(front):
    article = make_article(published=True, at=minutes_ago(200))
    now = timezone.now()
    pin(front, article, shows_until=now + timedelta(seconds=20))
    assert pagekeys.moment_for({"stories/en"}, now, pagekeys.coming()) == now + timedelta(seconds=20)
    assert pagekeys.moment_for({"stories/uk", "section/7"}, now, pagekeys.coming()) is None


def test_slots_of_a_section_do_not_reach_the_front_page(front):
    section = make_section(slug="border")
    make_article(published=True, at=minutes_ago(100), headline="Newest")
    old = make_article(published=True, at=minutes_ago(900), headline="Old", section=section)
    pin(Front.objects.create(language="en", section=section), old)
    assert lead() == "Newest"


def test_a_section_opens_with_what_was_pinned(client):
    section = make_section(slug="border")
    headlines = [f"Story number {number}" for number in range(4)]
    stories = [
        make_article(published=True, at=minutes_ago(100 + number), headline=headline, section=section)
        for number, headline in enumerate(headlines)
    ]
    other = make_article(published=True, at=minutes_ago(5000), headline="From another section")
    own = Front.objects.create(language="en", section=section)
    pin(own, stories[2], position=0)
    pin(own, other, place="also", position=1)
    page = client.get("/section/border/").text
    order = ["Story number 2", "From another section", "Story number 0", "Story number 1", "Story number 3"]
    places = [page.index(f">{headline}<") for headline in order]
    assert places == sorted(places)
    assert page.count(">Story number 2<") == 1


def test_a_section_without_stories_of_its_own_shows_its_pins(client):
    section = make_section(slug="border")
    other = make_article(published=True, headline="Lent")
    pin(Front.objects.create(language="en", section=section), other)
    assert ">Lent<" in client.get("/section/border/").text


def test_older_pages_of_a_section_repeat_no_pin_on_top(client):
    section = make_section(slug="border")
    for number in range(40):
        make_article(published=True, at=minutes_ago(100 + number), headline=f"Story {number}", section=section)
    pinned = make_article(published=True, at=minutes_ago(50), headline="Pinned", section=section)
    pin(Front.objects.create(language="en", section=section), pinned)
    first = client.get("/section/border/").text
    older = first.split("?before=")[1].split('"')[0]
    assert ">Pinned<" in first
    assert ">Pinned<" not in client.get(f"/section/border/?before={older}").text


def test_typed_slots_are_chosen_like_stored_ones(front):
    live, over = make_article(published=True), make_article(published=True)
    publishing.withdraw(over)
    now = timezone.now()
    for article in (live, over):
        pin(front, article)
    typed = [slots.Slot.of(row) for row in front.slots.order_by("position", "pk")]
    assert slots.chosen_of(typed, "en", now) == slots.chosen("en", at=now) == {
        "lead": [live.live_edition.pk], "also": [], "desk": [],
    }  # fmt: skip
