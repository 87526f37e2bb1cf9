"""robots.txt, the manifest and the icon."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.site_files import static_path
from tests.factories import picture_file

STATIC = Path(settings.BASE_DIR) / "newsroom" / "static"


@pytest.mark.django_db
def test_robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    for path in ("/admin/", "/desk/", "/search/", "/uk/search/"):
        assert f"Disallow: {path}" in lines
    assert "Sitemap: https://lantern.example/sitemap.xml" in lines
    assert "Sitemap: https://lantern.example/news-sitemap.xml" in lines


def test_robots_and_the_icon_ask_no_database(client):
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/favicon.ico").status_code == 302


def test_the_icon_is_there(client):
    path = client.get("/favicon.ico")["Location"]
    assert (STATIC / path.removeprefix(settings.STATIC_URL)).is_file()


def test_manifest(client, newspaper):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert manifest["name"] == manifest["short_name"] == "The Lantern"
    assert manifest["start_url"] == manifest["scope"] == "/"
    assert manifest["theme_color"] and manifest["background_color"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        assert (STATIC / icon["src"].removeprefix("https://lantern.example/static/")).is_file()


def test_the_newspaper_s_own_logo(client, newspaper):
    newspaper.logo = default_storage.save("site/own-logo.png", ContentFile(picture_file(640, 640).read()))
    newspaper.save()
    cache.clear()
    icons = json.loads(client.get("/manifest.webmanifest").content)["icons"]
    assert icons == [{"src": f"https://lantern.example{newspaper.logo.url}", "type": "image/png", "sizes": "640x640"}]


def test_a_static_file_that_is_not_there():
    assert static_path("newsroom/never-made.png") == ""


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/news-sitemap.xml", "/manifest.webmanifest"])
def test_shared_caches_may_keep_them(client, newspaper, path):
    response = client.get(path)
    assert response["Cache-Control"].startswith("public, max-age=")
    assert "Cookie" not in response.get("Vary", "")
    assert client.post(path).status_code == 405
