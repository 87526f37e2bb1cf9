"""The site's settings: one row, its menus, its languages, its logo."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from newsroom.site.models import MenuItem, SiteSettings
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LISTED = reverse("admin:site_sitesettings_changelist")
ADDRESS = reverse("admin:site_sitesettings_change", args=[1])


@pytest.fixture
def owner():
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    client.get(LISTED)
    return client


def typed(items=(), **fields):
    data = {
        "name": "The Lantern", "shows_outside": "on",
        "menu_items-TOTAL_FORMS": len(items), "menu_items-INITIAL_FORMS": 0,
        "menu_items-MIN_NUM_FORMS": 0, "menu_items-MAX_NUM_FORMS": 1000,
        "social_accounts-TOTAL_FORMS": 0, "social_accounts-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, item in enumerate(items):
        data |= {f"menu_items-{number}-{name}": value for name, value in item.items()}
    return data | fields


def picture(width, height, kind="PNG"):
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(file, kind)
    return file.getvalue()


def test_it_works(owner):
    item = {"place": "sections", "label": "Border", "label_in_uk": "Кордон", "url": "/section/border/", "position": 0}
    answer = owner.post(ADDRESS, typed([item], tagline="By readers", tagline_in_uk="Для читачів"))
    assert answer.status_code == 302
    settings = SiteSettings.load()
    assert (settings.name, settings.local.tagline) == ("The Lantern", "By readers")
    with translation.override("uk"):
        assert settings.local.tagline == "Для читачів"
        [found] = settings.menu("sections")
        assert (found.local.label, found.href) == ("Кордон", "/uk/section/border/")


def test_the_list_is_the_form(owner):
    assert owner.get(LISTED).url == ADDRESS
    assert SiteSettings.objects.count() == 1
    assert owner.get(reverse("admin:site_sitesettings_add")).status_code == 403
    assert owner.post(reverse("admin:site_sitesettings_delete", args=[1]), {"post": "yes"}).status_code == 403


def test_a_changed_menu_is_shown_at_once(owner, django_capture_on_commit_callbacks):
    SiteSettings.load()
    item = {"place": "follow", "label": "Feed", "url": "/feed.xml", "position": 0}
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(ADDRESS, typed([item]))
    assert [found.label for found in SiteSettings.load().menu("follow")] == ["Feed"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//evil.example", "about", "data:text/html,x", "https://exa mple.com", "https://", "/a b/"],
)
def test_addresses_that_are_none(owner, url):
    answer = owner.post(ADDRESS, typed([{"place": "follow", "label": "X", "url": url, "position": 0}], appeal_url=url))
    assert answer.status_code == 200
    assert not MenuItem.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture(511, 511), "at least 512"),
        (picture(600, 512), "square"),
        (picture(600, 600, "JPEG"), "JPEG"),
        (b"<script>alert(1)</script>", "This is no picture"),
    ],
)
def test_a_logo_that_nobody_would_show(owner, content, sentence):
    answer = owner.post(ADDRESS, typed(tagline="Kept words", logo=SimpleUploadedFile("logo.png", content)))
    assert sentence in answer.text and "Kept words" in answer.text
    assert not SiteSettings.objects.get().logo


def test_a_logo(owner):
    owner.post(ADDRESS, typed(logo=SimpleUploadedFile("logo.png", picture(512, 512))))
    assert SiteSettings.objects.get().logo.name.startswith("site/")


def sent_by_a_browser(page):
    """What a browser sends back of the settings' own fields when nobody types anything."""
    form = page.context["adminform"].form
    data = {}
    for bound in form:
        value = bound.value()
        if value in (None, False) or bound.field.widget.needs_multipart_form:
            continue
        is_area = "<textarea" in str(bound)
        lines = str(value).splitlines()
        data[bound.html_name] = "on" if value is True else ("\r\n" if is_area else "").join(lines)
    return data


def test_lines_survive_a_save(owner):
    site = SiteSettings.objects.get()
    site.ear_left, site.tagline, site.appeal_text = "Free for all,\npaid by some", "Two\nlines", "One\n\nTwo"
    site.translations = {
        "uk": {"ear_left": "Читають усі,\nплатять деякі", "footer_note": "Раз\nДва", "tagline": "А\nБ"}
    }
    site.save()
    sent = typed(**sent_by_a_browser(owner.get(ADDRESS)))
    assert sent["ear_left"] == "Free for all,\r\npaid by some"
    assert owner.post(ADDRESS, sent).status_code == 302
    site.refresh_from_db()
    assert (site.ear_left, site.appeal_text) == ("Free for all,\npaid by some", "One\n\nTwo")
    assert site.translations["uk"]["ear_left"] == "Читають усі,\nплатять деякі"
    assert site.translations["uk"]["footer_note"] == "Раз\nДва"
    # One line: the words stay apart.
    assert (site.tagline, site.translations["uk"]["tagline"]) == ("Two lines", "А Б")


def test_readers_see_the_lines(client, owner):
    SiteSettings.objects.filter(pk=1).update(ear_left="Free <b>\npaid")
    assert "Free &lt;b&gt;<br>paid" in client.get("/").text


@pytest.mark.parametrize("url", ["/section/nowhere/", "/nowhere/", "/tag/nothing/"])
def test_a_menu_item_that_leads_nowhere_is_said(owner, url):
    item = {"place": "sections", "label": "Border", "url": url, "position": 0}
    answer = owner.post(ADDRESS, typed([item]), follow=True)
    assert f"“Border” leads to {url}, where nothing is" in answer.text
