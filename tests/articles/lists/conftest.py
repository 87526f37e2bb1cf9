import re

import pytest

from newsroom.site.models import SiteSettings


@pytest.fixture(autouse=True)
def site(db):
    """A site with its row of settings, as every real one has."""
    return SiteSettings.objects.create(name="The Lantern")


@pytest.fixture
def headlines(client):
    """The headlines on a page, in order."""

    def headlines(path: str, **query: str) -> list[str]:
        response = client.get(path, query)
        assert response.status_code == 200, path
        return re.findall(r'class="hed[^"]*"><a href="[^"]+">(.*?)</a>', response.content.decode())

    return headlines
