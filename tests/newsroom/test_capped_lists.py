"""Lists that are not counted to their end say so, and how to reach the rest."""

import pytest
from django.urls import reverse

from newsroom.capped_lists import CappedPaginator
from patrons.models import Patron
from tests.articles.admin.conftest import signed_in  # noqa: F401

pytestmark = pytest.mark.django_db
LIST = reverse("admin:patrons_patron_changelist")


@pytest.fixture
def patrons(monkeypatch):
    monkeypatch.setattr(CappedPaginator, "COUNTED_AT_MOST", 250)

    def make(times):
        Patron.objects.bulk_create(
            Patron(email=f"p{number}@example.com", email_key=f"p{number}@example.com") for number in range(times)
        )

    return make


def test_more_than_is_counted(signed_in, patrons):  # noqa: F811
    patrons(251)
    client = signed_in("pledge")
    first = client.get(LIST)
    assert first.text.count("more than 250") == 2 and "There are more:" not in first.text
    assert "in all" not in first.text and "Show all" not in first.text
    last = client.get(LIST, {"p": 5})
    assert "There are more: narrow the list down by search or filter." in last.text
    # Behind the last page there is no way back to the first one.
    beyond = client.get(LIST, {"p": 9})
    assert beyond.status_code == 200
    assert list(beyond.context["cl"].result_list) == list(last.context["cl"].result_list)


def test_exactly_as_many_as_are_counted(signed_in, patrons):  # noqa: F811
    patrons(250)
    page = signed_in("pledge").get(LIST)
    assert "250 in all" in page.text and "more than" not in page.text and "Show all" not in page.text


def test_what_is_narrowed_down_has_a_way_back(signed_in, patrons):  # noqa: F811
    patrons(3)
    assert "Show all" in signed_in("pledge").get(LIST, {"q": "p1@example.com"}).text
