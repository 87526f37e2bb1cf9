"""The page "History" of what orders the newspaper shows what the log knows."""

import pytest
from django.urls import reverse

from articles import tagging
from articles.models import Front, Page
from tests.factories import make_author, make_section, make_tag

pytestmark = pytest.mark.django_db


def history(client, record):
    name = f"admin:articles_{record._meta.model_name}_history"
    return " ".join(client.get(reverse(name, args=[record.pk])).text.split())


def test_a_tag_that_another_was_merged_into(chief):
    into = make_tag("Embargoes")
    tagging.merge(make_tag("Sanctions"), into, by=chief.user)
    page = history(chief, into)
    assert "Tag merged" in page and "Sanctions" in page and str(chief.user) in page
    assert "Nothing happened" not in page


@pytest.mark.parametrize("make", [make_section, make_author, make_tag])
def test_a_changed_name(chief, make):
    record = make()
    tagging.rename(record, "Another name", by=chief.user)
    assert "renamed" in history(chief, record)


def test_pages_and_fronts_have_one_too(chief):
    for record in (Page.objects.create(title="About", slug="about"), Front.objects.create(language="en")):
        assert "Nothing happened to it yet." in history(chief, record)
