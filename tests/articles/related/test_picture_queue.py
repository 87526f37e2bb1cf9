"""Thumbnails come after the stories: ours, small, a few tries each."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Story
from articles.related.picture_queue import fetch_pictures
from tests.factories import make_article, make_source, make_story, picture_file
from tests.misbehaving import answer, status

pytestmark = pytest.mark.django_db
HOURS = [timedelta(hours=hours) for hours in (0, 0, 2, 2, 25, 50)]


@pytest.fixture
def picture(outside):
    return outside.on("/p.png", answer(picture_file(900, 600).read(), content_type="image/png"))


def test_pictures_are_ours_and_small(outside, picture):
    story, other = make_story(picture_url=picture), make_story(picture_url=picture)
    plain, hidden = make_story(), make_story(picture_url=picture, is_hidden=True)
    assert fetch_pictures(workers=1) == 2
    for one in (story, other, plain, hidden):
        one.refresh_from_db()
    assert story.thumbnail == other.thumbnail and default_storage.exists(story.thumbnail)
    assert (story.thumbnail_width, story.thumbnail_height) == (480, 320)
    assert (plain.thumbnail, hidden.thumbnail) == ("", "")
    assert fetch_pictures(workers=1) == 0 and outside.count("/p.png") == 2


def test_three_tries_and_longer_apart_each_time(outside):
    story = make_story(picture_url=outside.on("/p.png", status(503)))
    now = timezone.now()
    tried = [fetch_pictures(now + wait, workers=1) for wait in HOURS]
    assert tried == [1, 0, 1, 0, 1, 0]
    story.refresh_from_db()
    assert story.thumbnail_tries == 3 and story.thumbnail == ""


@pytest.mark.parametrize("behaviour", [status(404), answer("<html>", content_type="image/png")])
def test_what_will_never_be_a_picture_is_tried_once(outside, behaviour):
    make_story(picture_url=outside.on("/p.png", behaviour))
    assert fetch_pictures(workers=1) == 1
    assert fetch_pictures(timezone.now() + timedelta(days=9), workers=1) == 0


def test_the_picture_of_the_page_is_the_last_resort(outside, picture):
    page = f'<html><head><meta property="og:image" content="{picture}"></head><body></body></html>'
    url = outside.on("/story", answer(page, content_type="text/html"))
    trusted, other = make_source(is_trusted=True), make_source()
    of_trusted = make_story(url=f"{url}?1", source=trusted)
    of_other = make_story(url=f"{url}?2", source=other)
    chosen = make_story(url=f"{url}?3", source=other)
    old = make_story(url=f"{url}?4", source=trusted, published_at=timezone.now() - timedelta(days=9))
    silent = make_story(url=outside.on("/silent", answer("<html></html>", content_type="text/html")), source=trusted)
    make_article(related=[chosen])
    assert fetch_pictures(workers=1) == 3
    with_picture = set(Story.objects.exclude(thumbnail="").values_list("pk", flat=True))
    assert with_picture == {of_trusted.pk, chosen.pk} and {of_other.pk, old.pk}.isdisjoint(with_picture)
    silent.refresh_from_db()
    assert silent.thumbnail_tries == 3
    assert fetch_pictures(workers=1) == 0


@pytest.mark.django_db(transaction=True)
def test_several_at_once(outside, picture):
    for _story in range(6):
        make_story(picture_url=picture)
    assert fetch_pictures(workers=3) == 6
    assert Story.objects.exclude(thumbnail="").count() == 6
