"""The form of a front: moments, sections' fronts, and looking before saving."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Front, FrontSlot
from tests.articles.admin.conftest import management
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db


def line(article, number=0, place="lead", begins=None, ends=None):
    row = {"article": article.pk, "place": place, "position": number}
    for name, moment in (("shows_from", begins), ("shows_until", ends)):
        local = timezone.localtime(moment) if moment else None
        row |= {f"{name}_0": f"{local:%Y-%m-%d}" if local else "", f"{name}_1": f"{local:%H:%M}" if local else ""}
    return {f"slots-{number}-{name}": value for name, value in row.items()}


def save(client, front, *lines, **fields):
    data = management("slots", len(lines))
    for each in lines:
        data |= each
    return client.post(reverse("admin:articles_front_change", args=[front.pk]), data | fields)


@pytest.fixture
def front():
    return Front.objects.create(language="en")


def test_a_pin_is_given_an_end(editor, front):
    ends = timezone.now().replace(second=0, microsecond=0) + timedelta(days=2)
    assert save(editor, front, line(make_article(published=True), ends=ends)).status_code == 302
    assert FrontSlot.objects.get().shows_until == ends


def test_an_end_before_the_beginning_is_refused_and_nothing_is_lost(editor, front):
    now = timezone.now()
    article = make_article(published=True, headline="Kept in the form")
    response = save(editor, front, line(article, begins=now + timedelta(days=2), ends=now + timedelta(days=1)))
    assert "It would end before it begins: choose a later moment." in response.text
    assert "Kept in the form" in response.text
    assert not FrontSlot.objects.exists()


@pytest.mark.parametrize("position", ["", "x", "９", "99999999999999999999"])
def test_a_strange_position_breaks_nothing(editor, front, position):
    odd = line(make_article(published=True)) | {"slots-0-position": position, "slots-0-shows_until_0": "2020-01-01"}
    assert save(editor, front, odd).status_code == 200


def test_what_was_dragged_comes_back_with_the_mistake_as_it_was_dragged(editor, front):
    first, second, third = (make_article(published=True, headline=f"Story {name}") for name in "ABC")
    late = line(third, 2, place="desk", ends=timezone.now() - timedelta(days=1))
    dragged = (
        line(first, 0, place="desk") | {"slots-0-position": 2},
        line(second, 1, place="desk") | {"slots-1-position": 0},
    )
    page = save(editor, front, *dragged, late | {"slots-2-position": 1}).text
    assert "This moment has passed" in page
    places = [page.index(f">Story {name}<") for name in "BCA"]
    assert places == sorted(places)


def test_a_notice_stands_above_the_places_not_among_them(editor, front):
    story = make_article(published=True)
    FrontSlot.objects.create(front=front, article=story, place="lead")
    page = save(editor, front, line(story, place="also")).text
    assert "open this page anew" in page
    assert page.index("open this page anew") < page.index('<div class="desk-slots"')


def test_what_is_beyond_the_place_is_not_said_to_stand_there(editor, front):
    stories = [make_article(published=True) for _number in range(3)]
    waits = timezone.now() + timedelta(days=1)
    FrontSlot.objects.create(front=front, article=make_article(published=True), place="also", shows_from=waits)
    for position, story in enumerate([make_article(), *stories], start=1):
        FrontSlot.objects.create(front=front, article=story, place="also", position=position)
    page = editor.get(reverse("admin:articles_front_change", args=[front.pk])).text
    assert page.count("Does not fit: the place holds 2") == 1
    assert page.index("holds 1") < page.index("holds 2") < page.index("holds 4")
    section = Front.objects.create(language="en", section=make_section())
    FrontSlot.objects.filter(front=front).update(front=section)
    page = editor.get(reverse("admin:articles_front_change", args=[section.pk])).text
    assert "Does not fit" not in page and "holds 2" not in page


def test_an_end_that_has_passed_is_refused(editor, front):
    response = save(editor, front, line(make_article(published=True), ends=timezone.now() - timedelta(days=1)))
    assert "This moment has passed" in response.text


def test_a_scheduled_story_may_wait_in_its_slot(editor, front):
    later = make_article()
    publishing.schedule(later, timezone.now() + timedelta(days=1))
    assert save(editor, front, line(later)).status_code == 302
    assert FrontSlot.objects.get().article == later


def test_what_is_neither_public_nor_scheduled_is_refused(editor, front):
    gone = make_article(published=True)
    publishing.withdraw(gone)
    for article in (make_article(), gone):
        assert "is not public: publish or schedule it first." in save(editor, front, line(article)).text


def test_a_section_has_a_front_of_its_own(chief):
    section = make_section(slug="border")
    response = chief.post(reverse("admin:articles_front_add"), {"language": "en", "section": section.pk})
    front = Front.objects.get()
    assert response.url == reverse("admin:articles_front_change", args=[front.pk])
    page = chief.get(response.url).text
    assert 'data-place="lead"' in page
    assert 'data-place="desk"' not in page
    again = chief.post(reverse("admin:articles_front_add"), {"language": "en", "section": section.pk})
    assert again.status_code == 200
    assert Front.objects.count() == 1


def test_a_section_front_may_go_and_its_slots_with_it(chief):
    front = Front.objects.create(language="en", section=make_section())
    save(chief, front, line(make_article(published=True)))
    assert chief.post(reverse("admin:articles_front_delete", args=[front.pk]), {"post": "yes"}).status_code == 302
    assert not Front.objects.exists()


def look(client, front, *lines, **fields):
    data = management("slots", len(lines))
    for each in lines:
        data |= each
    return client.post(reverse("admin:articles_front_preview", args=[front.pk]), data | fields)


def test_the_preview_shows_what_is_typed_and_saves_nothing(editor, client, front):
    make_article(published=True, headline="By rule")
    other = make_article(published=True, at=timezone.now() - timedelta(days=3), headline="By hand")
    response = look(editor, front, line(other))
    assert response.text.index(">By hand<") < response.text.index(">By rule<")
    assert not FrontSlot.objects.exists()
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_the_preview_of_a_coming_moment(editor, front):
    make_article(published=True, headline="By rule")
    later = make_article(headline="Tomorrow's lead")
    at = timezone.localtime() + timedelta(days=1)
    publishing.schedule(later, at)
    day, clock = f"{at + timedelta(minutes=5):%Y-%m-%d}", f"{at + timedelta(minutes=5):%H:%M}"
    assert "Tomorrow&#x27;s lead" not in look(editor, front, line(later)).text
    assert "Tomorrow&#x27;s lead" in look(editor, front, line(later), preview_day=day, preview_time=clock).text


@pytest.mark.parametrize("day", ["", "tomorrow", "9999-99-99", "0001-01-01", "9999-12-31"])
def test_a_strange_moment_breaks_nothing(editor, front, day):
    make_article(published=True)
    assert look(editor, front, preview_day=day, preview_time="25:00").status_code == 200


def test_a_refused_preview_says_why(editor, front):
    response = look(editor, front, line(make_article(headline="A draft")))
    assert response.status_code == 400
    assert "“A draft” is not public" in response.text


def test_the_preview_equals_the_page(editor, client, front):
    make_article(published=True, headline="By rule")
    article = make_article(published=True, headline="By hand")
    before = look(editor, front, line(article)).text
    save(editor, front, line(article))
    assert before == client.get("/").text


def test_the_preview_of_a_section_in_another_language(editor, client):
    section = make_section(slug="border")
    front = Front.objects.create(language="uk", section=section)
    article = make_article(published=True, headline="Кордон", language="uk", section=section)
    before = look(editor, front, line(article)).text
    save(editor, front, line(article))
    assert before == client.get("/uk/section/border/").text


def test_who_may_not_open_fronts_sees_no_preview(signed_in, front):
    for who in ("pledge", "staff"):
        assert look(signed_in(who), front).status_code == 403
