"""The front page: what editors put there stands there, and the rest fills itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.frontpage import front_page
from articles.models import Front, FrontSlot, Genre
from tests.factories import make_article, make_picture, make_section, minutes_ago

pytestmark = pytest.mark.django_db


def headlines(stories):
    return [story.headline for story in stories]


def story(headline, minutes, **fields):
    return make_article(published=True, headline=headline, at=minutes_ago(minutes), **fields)


def put(place, *articles):
    front, _created = Front.objects.get_or_create(language="en")
    for position, article in enumerate(articles):
        FrontSlot.objects.create(front=front, place=place, article=article, position=position)


def test_an_empty_newspaper_says_so(client):
    response = client.get("/")
    assert response.status_code == 200
    assert b"Nothing is published here yet." in response.content


def test_the_newest_story_with_a_picture_leads_when_nobody_chose(db):
    story("Newest", 1)
    story("Pictured", 2, lead_picture=make_picture())
    story("Opinion", 0.5, genre=Genre.OPINION, lead_picture=make_picture())
    page = front_page("en")
    assert page.lead.headline == "Pictured"
    assert "Opinion" not in headlines(page.also + page.desk)


def test_one_story_is_enough(client):
    story("Only", 1)
    page = front_page("en")
    assert (page.lead.headline, page.also, page.desk, page.latest, page.rows) == ("Only", [], [], [], [])
    assert client.get("/").status_code == 200


def test_chosen_stories_stand_in_their_places_in_order(db):
    for number in range(12):
        story(f"Filler {number}", number, section=make_section(slug=f"s{number}"))
    lead, also, first, second = (story(name, 9000) for name in ("Lead", "Also", "First", "Second"))
    put("lead", lead)
    put("also", also)
    put("desk", first, second)
    page = front_page("en")
    assert page.lead.headline == "Lead"
    assert headlines(page.also)[0] == "Also"
    assert headlines(page.desk)[:2] == ["First", "Second"]
    assert len(page.desk) == 4 and len(page.latest) == 8


def test_no_story_stands_twice_in_the_upper_half(db):
    for number in range(20):
        story(f"Story {number}", number, lead_picture=make_picture() if number % 3 else None)
    page = front_page("en")
    upper = [page.lead, *page.also, *page.desk, *page.latest]
    assert len({each.pk for each in upper}) == len(upper)
    placed = {each.pk for each in [page.lead, *page.also, *page.desk]}
    assert not placed & {each.pk for row in page.rows for rail in row.rails for each in rail.stories}


def test_a_chosen_story_that_is_no_longer_public_makes_room(db):
    gone, draft, scheduled = story("Gone", 1), make_article(headline="Draft"), make_article(headline="Scheduled")
    publishing.schedule(scheduled, timezone.now() + timedelta(hours=1))
    story("Live", 2)
    put("lead", gone)
    put("desk", draft, scheduled)
    publishing.withdraw(gone)
    page = front_page("en")
    assert page.lead.headline == "Live" and page.desk == []


def test_each_language_has_its_own_front(db):
    story("English", 1)
    story("Українською", 1, language="uk")
    assert front_page("en").lead.headline == "English"
    assert front_page("uk").lead.headline == "Українською"


def test_only_chosen_sections_stand_below_once_some_are_chosen(db):
    sections = [make_section(slug=f"s{number}", position=number) for number in range(3)]
    for section in sections:
        for number in range(8):
            story(f"{section.slug} {number}", 60 * number + section.position, section=section)
    shown = [rail.section.slug for row in front_page("en").rows for rail in row.rails]
    assert shown == ["s0", "s1", "s2"]
    Front.objects.create(language="en").sections.add(sections[2])
    assert [rail.section.slug for row in front_page("en").rows for rail in row.rails] == ["s2"]


def test_a_section_is_laid_out_by_the_pictures_it_has(db):
    for position, (slug, pictured) in enumerate([("rich", 9), ("four", 9), ("poor", 0)]):
        section = make_section(slug=slug, position=position)
        for number in range(9):
            picture = make_picture() if number < pictured else None
            story(f"{slug} {number}", 500 + number, section=section, lead_picture=picture)
    layouts = {rail.section.slug: row.layout for row in front_page("en").rows for rail in row.rails}
    assert layouts == {"rich": "split", "four": "quad", "poor": "line"}


def test_opinion_has_a_band_of_its_own(client):
    opinion = make_section(slug="opinion", name="Opinion", is_opinion=True)
    for number, headline in enumerate(["Calm is not peace", "A union of two states", "What my students ask"]):
        story(headline, 1 + number, section=opinion, genre=Genre.OPINION)
    story("News", 9)
    page = front_page("en")
    assert headlines(page.opinion[0].stories)[0] == "Calm is not peace"
    assert page.rows == []
    assert 'class="band"' in client.get("/").text


def test_too_few_opinions_for_a_band_stand_in_a_section(client):
    opinion = make_section(slug="opinion", name="Opinion", is_opinion=True)
    story("Calm is not peace", 1, section=opinion, genre=Genre.OPINION)
    story("News", 2)
    page = front_page("en")
    assert page.opinion == []
    assert headlines(page.rows[0].rails[0].stories) == ["Calm is not peace"]
    assert 'class="band"' not in client.get("/").text


def test_a_section_alone_in_its_row_lies_down(db):
    for number in range(2):
        story(f"History {number}", 500 + number, section=(history := make_section(slug=f"h{number}")))
        story(f"Older {number}", 900 + number, section=history, lead_picture=make_picture())
    for number in range(9):
        story(f"News {number}", number)
    rows = front_page("en").rows
    assert [(row.layout, len(row.rails)) for row in rows] == [("columns", 2)]
    Front.objects.create(language="en").sections.add(history)
    assert [(row.layout, len(row.rails)) for row in front_page("en").rows] == [("line", 1)]


def test_the_front_page_may_word_a_headline_its_own_way(client):
    story("The long and winding headline", 1, front_headline="Short one")
    assert ">Short one</a>" in client.get("/").text
