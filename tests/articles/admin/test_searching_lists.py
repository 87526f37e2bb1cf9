"""Every list of the desk finds words in any case and any script."""

import pytest
from django.db.models import Q
from django.urls import reverse

from articles.models import Author, Tag
from newsroom.any_case import pattern
from tests.factories import make_article, make_picture, make_source, make_story, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def things():
    make_article(headline="Навчання у Білорусі", published=True)
    make_story("Що відомо про кордон Білорусі")
    make_source(name="Голос Білорусі")
    make_tag("Кордон Білорусі")
    make_picture(title="Кордон Білорусі", caption="")
    Author.objects.create(name="Олена Білорусі", slug="olena")


@pytest.mark.parametrize("term", ["білорусі", "БІЛОРУСІ", "Білорусі", "ілорусІ"])
@pytest.mark.parametrize("model", ["article", "story", "source", "tag", "picture", "author"])
def test_lists(chief, things, model, term):
    address = reverse(f"admin:articles_{model}_changelist")
    assert "Білорусі" in chief.get(address, {"q": term}).text
    assert "Білорусі<" not in chief.get(address, {"q": "щезник"}).text


@pytest.mark.parametrize("what", ["desk_articles", "desk_stories", "desk_pictures", "desk_tags"])
def test_choosers(chief, things, what):
    assert len(chief.get(reverse(what), {"term": "білорусі"}).json()["results"]) == 1


def test_the_panel_of_related_news(chief, things):
    page = chief.get(reverse("desk_related_search"), {"q": "бІЛОРУСІ"})
    assert "Навчання у Білорусі" in page.text and "Що відомо про кордон Білорусі" in page.text


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("Ελλάδας", "ΕΛΛΆΔΑΣ"), ("Straße*", "STRAße*"), ("УкрІнформ [new]", "укрінформ [NEW]"), ("Škoda?", "škoda?"),
        ("^Ё]", "^ё]"), ("100 % Київ", "100 % київ"), ("Նոր", "նոր"), ("新聞", "新聞"),
    ],
)  # fmt: skip
def test_any_script(name, term):
    make_tag(name)
    make_tag("Щось інше")
    assert list(Tag.objects.filter(name__holds=term).values_list("name", flat=True)) == [name]
    assert not Tag.objects.filter(Q(name__holds="я*є") | Q(name__holds="ж?ж") | Q(name__holds="[ж]")).exists()


def test_a_long_word_is_one_pattern():
    assert pattern("Ки1*") == "*[Кк][Ии]1[*]*"


@pytest.mark.parametrize("model", ["source", "story", "tag"])
def test_an_empty_list_says_so_in_a_sentence(chief, model):
    address = reverse(f"admin:articles_{model}_changelist")
    assert "Nothing is here yet." in chief.get(address).text
    page = chief.get(address, {"q": "щезник"}).text
    assert "Nothing here fits what you are looking for." in page and "yielded" not in page
