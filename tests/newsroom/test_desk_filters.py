"""A list of the desk that is asked for an impossible number or day opens whole; nothing is an error of the server."""

import pytest
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.urls import reverse

from newsroom.accounts.models import User
from tests.factories import make_article, make_source, make_story

pytestmark = pytest.mark.django_db
IMPOSSIBLE = ["9" * 23, "-" + "9" * 23, "9" * 5000, f"1,{'9' * 23}", "٩" * 23, "9_" * 20 + "9"]


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("chief@newsroom.test", "pass"))
    return client


def parameters(desk_of):
    """Yield the names by which a list can be filtered."""
    yield "id__exact"
    for item in desk_of.list_filter:
        item = item[0] if isinstance(item, list | tuple) else item
        if not isinstance(item, str):
            assert issubclass(item, SimpleListFilter)
            yield item.parameter_name
            continue
        field = desk_of.model._meta.get_field(item)
        yield f"{item}__id__exact" if field.is_relation else f"{item}__exact"
        yield f"{item}__gte"


LISTS = [
    (reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), name)
    for model, desk_of in admin.site._registry.items()
    for name in parameters(desk_of)
]


@pytest.mark.filterwarnings("ignore:.*naive datetime:RuntimeWarning")
@pytest.mark.parametrize(("address", "name"), LISTS)
def test_every_list_and_filter(desk, address, name):
    for value in [IMPOSSIBLE[0], "0001-01-01", "a\0b"]:
        page = desk.get(address, {name: value}, follow=True)
        assert page.status_code in (200, 400, 403), value


def test_it_says_so(desk):
    make_story("Grain leaves", source=make_source())
    address = reverse("admin:articles_story_changelist")
    for value in IMPOSSIBLE:
        page = desk.get(address, {"source__id__exact": value}, follow=True)
        assert "this is the whole list" in page.text and "Grain leaves" in page.text, value


def test_what_is_searched_may_be_any_number(desk):
    make_article(headline=f"Card {'9' * 23}")
    page = desk.get(reverse("admin:articles_article_changelist"), {"q": "9" * 23})
    assert page.status_code == 200 and f"Card {'9' * 23}" in page.text
