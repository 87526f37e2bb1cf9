"""A part is rendered once for all that say the same, and anew for whatever says something else."""

import pytest
from django.template import Context, Template
from django.utils import translation

from articles import publishing
from articles.models import PublishedArticle
from newsroom.pagecache import filing
from newsroom.pagecache.same import in_short, same, says
from tests.factories import make_article, make_author, make_picture

CARD = Template(
    "{% load same_part %}{% samepart 'card' article look %}{{ article.headline }}|{{ count.go }}{% endsamepart %}"
)


class Count:
    def __init__(self):
        self.times = 0

    def go(self):
        self.times += 1
        return self.times


def shown(article, count, look="s"):
    return CARD.render(Context({"article": article, "look": look, "count": count}))


@pytest.fixture
def edition(db):
    article = make_article(headline="The lights go out", lead_picture=make_picture(), authors=[make_author()])
    return publishing.publish(article)


def again(edition):
    return PublishedArticle.objects.for_cards().get(pk=edition.pk)


def test_a_card_is_rendered_once_for_two_readings_of_a_record(edition):
    count = Count()
    assert shown(again(edition), count) == shown(again(edition), count) == "The lights go out|1"


def test_another_look_and_another_language_are_other_cards(edition):
    count = Count()
    shown(again(edition), count)
    assert shown(again(edition), count, "l").endswith("|2")
    with translation.override("uk"):
        assert shown(again(edition), count).endswith("|3")


def test_whatever_a_record_or_one_loaded_with_it_says_counts(edition):
    before, section, picture = says(again(edition)), edition.section, edition.lead_picture
    said = {before}
    PublishedArticle.objects.filter(pk=edition.pk).update(headline="The lights come back")
    said.add(says(again(edition)))
    section.translations = {"uk": {"name": "Politics, in another language"}}
    section.save()
    said.add(says(again(edition)))
    picture.alt = "A street in the dark"
    picture.save()
    said.add(says(again(edition)))
    author = edition.bylines.get().author
    author.name = "Somebody Else"
    author.save()
    said.add(says(again(edition)))
    assert len(said) == len({in_short(each) for each in said}) == 5


class Says:
    def go(self):
        filing.filed_under("tag/7")
        return ""


def test_a_page_that_shows_a_card_made_for_another_page_is_filed_like_that_one(edition):
    for _page in range(2):
        noted = filing.begin()
        try:
            shown(edition, Says())
        finally:
            filing.end()
        assert "tag/7" in noted.keys


def test_no_more_is_kept_than_has_room(monkeypatch):
    monkeypatch.setattr("newsroom.pagecache.same.MOST", 3)
    made = [same(number, lambda number=number: [number]) for number in range(5)]
    assert made == [[number] for number in range(5)]
    assert same(4, lambda: None) is made[4]
    assert same(0, lambda: [0]) is not made[0]
