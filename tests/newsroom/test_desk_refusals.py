"""Who may not open a page of the desk gets a page of the desk, with the way back; elsewhere the newspaper's."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from newsroom.accounts import roles
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def client_of(client, role=None, **fields):
    user = make_user(**fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", ["admin:site_sitesettings_changelist", "desk_links"])
def test_the_desk_leads_back_to_its_start_page(client, address):
    SiteSettings(name="The Lantern").save()
    role = roles.WRITER if address.startswith("admin") else roles.PLEDGE_STAFF
    response = client_of(client, role, is_staff=True).get(reverse(address))
    assert response.status_code == 403
    assert "This page is not open to you" in response.text and "Back to your desk" in response.text
    assert f'href="{reverse("admin:index")}"' in response.text and "newsroom/admin" in response.text
    assert "<footer" not in response.text and "newsroom/site." not in response.text


def test_a_reader_sees_nothing_of_the_desks_menus(client):
    response = client_of(client).get(reverse("desk_links"))
    assert response.status_code in (302, 403)
    assert reverse("admin:articles_article_changelist") not in response.text


def test_elsewhere_it_is_a_page_of_the_newspaper(client, rf):
    from newsroom.desk_refusals import forbidden

    request = rf.get("/somewhere/")
    request.user = make_user()
    assert "newsroom/site" in forbidden(request, PermissionError()).text


@pytest.mark.parametrize("query", ["", "?old=1&new=2", "?old=x&new=form"])
def test_an_address_of_the_desk_where_nothing_is_leads_back_to_it(client, query):
    SiteSettings(name="The Lantern").save()
    chief = client_of(client, roles.CHIEF_EDITOR, is_staff=True)
    article = make_article()
    response = chief.get(reverse("admin:articles_article_version_compare", args=[article.pk]) + query)
    assert response.status_code == 404
    assert "There is no such page" in response.text and "Back to your desk" in response.text
    assert "newsroom/admin" in response.text and "newsroom/site." not in response.text
    assert "public" not in response.headers.get("Cache-Control", "")


def test_a_reader_gets_the_newspapers_page_there(client):
    address = reverse("desk_links") + "nothing/"
    for asked in (client, client_of(client)):
        response = asked.get(address)
        assert response.status_code == 404
        assert "Back to your desk" not in response.text
