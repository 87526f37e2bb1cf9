"""Records made in fewer steps are those that Django makes."""

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db.models import Model
from django.db.models.signals import post_init

from articles.models import Author, Picture, PublishedArticle, Section, Story, Tag
from newsroom.pagecache.loading import is_plain
from newsroom.site.models import MenuItem, SiteSettings
from tests.factories import make_article, make_author, make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_article(published=True, lead_picture=make_picture(), authors=[make_author()]).live_edition


@pytest.mark.parametrize("model", [Author, MenuItem, Picture, PublishedArticle, Section, SiteSettings, Story, Tag])
def test_what_lists_load_is_made_so(model):
    assert is_plain(model)


def test_a_record_is_the_one_that_django_makes(edition):
    names = [column.attname for column in PublishedArticle._meta.concrete_fields]
    row = PublishedArticle.objects.values_list(*names).get(pk=edition.pk)
    ours = PublishedArticle.from_db("default", names, row)
    theirs = Model.from_db.__func__(PublishedArticle, "default", names, row)
    assert {**ours.__dict__, "_state": None} == {**theirs.__dict__, "_state": None}
    assert (ours._state.db, ours._state.adding) == (theirs._state.db, theirs._state.adding) == ("default", False)


def test_what_was_not_asked_for_is_fetched_or_refused(edition):
    part = PublishedArticle.objects.only("headline").get(pk=edition.pk)
    assert "body" in part.get_deferred_fields() and part.body == edition.body
    with pytest.raises(FieldFetchBlocked):
        PublishedArticle.objects.for_lines().get(pk=edition.pk).body  # noqa: B018


def test_it_is_saved_like_any_other(edition):
    loaded = PublishedArticle.objects.select_related("lead_picture").get(pk=edition.pk)
    loaded.headline, loaded.lead_picture = "Another", None
    loaded.save()
    saved = PublishedArticle.objects.get(pk=edition.pk)
    assert (saved.headline, saved.lead_picture_id) == ("Another", None)


def test_a_picture_has_its_file(edition):
    assert Picture.objects.get(pk=edition.lead_picture_id).original.storage.exists


def test_whoever_wants_to_know_of_each_record_does(edition):
    heard = []

    def hear(instance, **signal):
        heard.append(instance.pk)

    post_init.connect(hear, PublishedArticle)
    is_plain.cache_clear()
    try:
        PublishedArticle.objects.get(pk=edition.pk)
    finally:
        post_init.disconnect(hear, PublishedArticle)
        is_plain.cache_clear()
    assert heard == [edition.pk]
