"""A standing page leaves a redirect when its address changes, and says so when it goes."""

import pytest
from django.urls import reverse

from articles.models import Page

pytestmark = pytest.mark.django_db


def test_a_page_that_moves_and_goes(admin_client, client):
    page = Page.objects.create(title="About", slug="about", language="uk", body="<p>x</p>", is_live=True)
    address = reverse("admin:articles_page_change", args=[page.pk])
    data = {"title": "About", "body": "<p>x</p>", "slug": "us", "language": "uk", "description": "", "is_live": "on"}
    admin_client.post(address, data)
    response = client.get("/uk/about/")
    assert (response.status_code, response.headers["Location"]) == (301, "/uk/us/")
    admin_client.post(address, {name: value for name, value in data.items() if name != "is_live"})
    assert client.get("/uk/us/").status_code == client.get("/uk/about/").status_code == 410
    admin_client.post(address, data)
    assert client.get("/uk/about/").headers["Location"] == "/uk/us/"
    admin_client.post(reverse("admin:articles_page_delete", args=[page.pk]), {"post": "yes"})
    assert client.get("/uk/us/").status_code == 410
