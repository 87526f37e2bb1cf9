"""Records of several kinds come out of one question just as Django would have loaded each."""

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.utils import timezone

from articles import corrections
from articles.carried import carried, carried_by
from articles.models import Author, Correction, Picture, PublishedTagging, Tag
from articles.together import Part, question, read
from tests.factories import make_article, make_author, make_picture, make_tag

pytestmark = pytest.mark.django_db

ODD = 'Zoë said “no” \\ <b>"\n\u2028 😀 \u202eright'


def together(part, rows):
    [found] = read([part], question([(part, rows)]), rows.db)
    return found


@pytest.fixture
def article():
    for name in ("Zinc", "Amber"):
        make_tag(name)
    Tag.objects.filter(name="Zinc").update(description=ODD, translations={"uk": {"name": ODD}}, is_internal=True)
    authors = [
        make_author(name="Second"),
        make_author(name=ODD[:100], is_desk=True, translations={"uk": {"role": ODD}}),
    ]
    return make_article(published=True, authors=authors[::-1], tags=["Zinc", "Amber"])


@pytest.mark.parametrize("model", [Author, Correction, Picture, Tag])
def test_each_record_is_the_one_that_django_loads(article, model):
    make_picture(focus_x=0.25, translations={"uk": {"alt": ODD}})
    corrections.correct(article, ODD)
    found = together(Part(model), model.objects.all())
    loaded = {record.pk: record for record in model.objects.all()}
    assert loaded and {each.record.pk for each in found} == loaded.keys()
    for each in found:
        for field in model._meta.concrete_fields:
            one, other = (getattr(record, field.attname) for record in (each.record, loaded[each.record.pk]))
            assert (one, type(one)) == (other, type(other)), field.name


def test_what_was_left_out_is_never_fetched(article):
    found = together(Part(Author, without=("bio",)), Author.objects.all())
    with pytest.raises(FieldFetchBlocked):
        _bio = found[0].record.bio


def test_fields_of_the_row_come_along(article):
    edition = article.live_edition
    found = together(Part(Tag, "tag", ("content_object",)), PublishedTagging.objects.all())
    assert {(each.record.name, each.besides) for each in found} == {("Zinc", (edition.pk,)), ("Amber", (edition.pk,))}


def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert carried_by([], [1]) == {}


def test_an_edition_gets_all_it_carries_in_order_in_one_question(article, django_assert_num_queries):
    edition, picture = article.live_edition, make_picture()
    first, second = corrections.correct(article, "One."), corrections.correct(article, "Two.")
    other = make_article(published=True, authors=[make_author(name="Third")], tags=["Amber"]).live_edition
    edition = type(edition).objects.for_page().get(pk=edition.pk)
    with django_assert_num_queries(1):
        both = carried_by([edition, other], [picture.pk])
        names = [[line.author.name for line in each.bylines.all()] for each in (edition, other)]
    assert names == [[ODD[:100], "Second"], ["Third"]]
    assert [tag.name for tag in both[edition.pk].tags] == ["Zinc", "Amber"]
    assert [tag.name for tag in both[other.pk].tags] == ["Amber"]
    assert both[edition.pk].corrections == [second, first] and both[other.pk].corrections == []
    assert both[edition.pk].pictures == {picture.pk: picture}
    assert carried(edition, []).pictures == {}
    assert both[edition.pk].corrections[0].made_at <= timezone.now()
