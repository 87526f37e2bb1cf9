"""The front page's form: stories change places in one save, and none stands twice."""

import pytest
from django.urls import reverse

from articles.models import Front, FrontSlot
from tests.articles.admin.conftest import management
from tests.factories import make_article, make_section


@pytest.fixture
def front(db):
    front = Front.objects.get_or_create(language="en")[0]
    for number, place in enumerate(("lead", "also", "desk")):
        story = make_article(published=True, headline=f"Story {number}")
        FrontSlot.objects.create(front=front, place=place, article=story, position=number)
    return front


def save(client, front, articles, extra=(), **fields):
    slots = list(front.slots.all())
    data = management("slots", len(slots) + len(extra), len(slots))
    for number, (slot, article) in enumerate(zip(slots, articles, strict=True)):
        row = {"id": slot.pk, "place": slot.place, "article": article.pk if article else slot.article_id}
        row |= {"position": number} | ({} if article else {"DELETE": "on"})
        data |= {f"slots-{number}-{name}": value for name, value in row.items()}
    for number, article in enumerate(extra, len(slots)):
        data |= {f"slots-{number}-place": "desk", f"slots-{number}-article": article.pk}
    return client.post(reverse("admin:articles_front_change", args=[front.pk]), data | fields)


def standing(front):
    return [slot.article.headline for slot in front.slots.select_related("article")]


def test_stories_change_places(chief, front):
    one, two, three = [slot.article for slot in front.slots.all()]
    assert save(chief, front, [two, three, one]).status_code == 302
    assert standing(front) == ["Story 1", "Story 2", "Story 0"]


def test_a_story_takes_the_slot_of_one_that_goes(chief, front):
    one, two, three = [slot.article for slot in front.slots.all()]
    assert save(chief, front, [three, two, None], extra=[one]).status_code == 302
    assert standing(front) == ["Story 2", "Story 1", "Story 0"]


def test_a_story_twice_is_refused_by_the_name_of_the_slot(chief, front):
    one, two, _three = [slot.article for slot in front.slots.all()]
    response = save(chief, front, [one, two, one])
    assert "“Story 0” stands in the slot “Lead story” too: change or remove one of the two." in response.text
    assert standing(front) == ["Story 0", "Story 1", "Story 2"]


def test_a_slot_that_somebody_else_filled_meanwhile(chief, front):
    slots = [slot.article for slot in front.slots.all()]
    other = make_article(published=True, headline="Newer")
    data = {**management("slots", 1), "slots-0-place": "desk", "slots-0-article": slots[0].pk}
    response = chief.post(reverse("admin:articles_front_change", args=[front.pk]), data)
    assert "“Story 0” was put into the slot “Lead story” meanwhile" in response.text
    assert save(chief, front, slots, extra=[other]).status_code == 302
    assert standing(front) == ["Story 0", "Story 1", "Story 2", "Newer"]


def test_a_front_page_is_not_deleted(chief, front):
    assert chief.post(reverse("admin:articles_front_delete", args=[front.pk]), {"post": "yes"}).status_code == 403


def test_a_second_front_is_refused_with_the_way_to_the_first(chief):
    section = make_section(name="Politics", slug="politics")
    address = reverse("admin:articles_front_add")
    chief.post(address, {"language": "en", "section": section.pk})
    there = Front.objects.get(section=section)
    page = chief.post(address, {"language": "en", "section": section.pk}).text
    assert "This section has a front in this language already: open it." in page and "section_front_once" not in page
    assert reverse("admin:articles_front_change", args=[there.pk]) in page
    Front.objects.get_or_create(language="en", section=None)
    page = chief.post(address, {"language": "en", "section": ""}).text
    assert "There is a front page in this language already: open it." in page and "front_once" not in page
