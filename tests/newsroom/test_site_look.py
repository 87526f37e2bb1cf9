"""Colours, drawn names, accounts elsewhere: what the settings do to pages, and what they refuse."""

import io

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from newsroom.audit.models import Event
from newsroom.site import addresses, colours, logos, social
from newsroom.site.models import SiteSettings, SocialAccount
from tests.factories import make_section, make_user
from tests.newsroom.test_site_admin import typed

pytestmark = pytest.mark.django_db
ADDRESS = reverse("admin:site_sitesettings_change", args=[1])


@pytest.fixture
def owner():
    SiteSettings(name="The Lantern").save()
    client = Client()
    client.force_login(make_user("ada@example.com", is_staff=True, is_superuser=True))
    return client


def wide(width=1200, height=200, kind="PNG", mode="RGBA", **options):
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, kind, **options)
    return SimpleUploadedFile(f"name.{kind.lower()}", file.getvalue())


# Colours


def test_a_colour_reaches_the_pages_by_a_file_of_its_own(client):
    SiteSettings(name="The Lantern", accent="#7a1fa2", accent_dark="#e0b0ff").save()
    page = client.get("/").text
    assert '<link rel="stylesheet" href="/site-7a1fa2-e0b0ff.css">' in page
    answer = client.get("/site-7a1fa2-e0b0ff.css")
    assert answer["Content-Type"].startswith("text/css") and "immutable" in answer["Cache-Control"]
    assert ":root{--link:#7a1fa2;" in answer.text and "--link:#e0b0ff" in answer.text
    assert page.index("site.css") < page.index("/site-7a1fa2")


def test_without_a_colour_nothing_more_is_asked_for(client):
    SiteSettings(name="The Lantern").save()
    assert "/site-" not in client.get("/").text


def test_one_colour_alone(client):
    SiteSettings(name="The Lantern", accent_dark="#e0b0ff").save()
    assert "/site--e0b0ff.css" in client.get("/").text
    assert ":root{--link" not in client.get("/site--e0b0ff.css").text


def test_the_style_sheet_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/site-7a1fa2-.css")


@pytest.mark.parametrize("path", ["/site-7a1fa2.css", "/site-red-.css", "/site-7a1fa2-}x{.css", "/site-7A1FA2-.css"])
def test_no_other_style_sheet(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["#ff8800", "#777777", "#0000ff", "#ffff00", "#123456", "#00ff00"])
def test_the_proposed_colour_can_be_read(theme, colour):
    found = colours.nearest(colour, theme)
    assert colours.contrast(found, theme) >= 4.5
    assert colours.check(found, theme) == found


def test_contrast_is_that_of_the_guidelines():
    assert colours._ratio("#000000", "#ffffff") == pytest.approx(21)
    assert colours._ratio("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_a_weak_colour_is_refused_with_a_better_one(owner):
    answer = owner.post(ADDRESS, typed(accent="#ff8800", tagline="Kept words"))
    assert answer.status_code == 200 and "to 1, and text needs 4.5" in answer.text and "Kept words" in answer.text
    assert colours.nearest("#ff8800", "light") in answer.text
    assert not SiteSettings.objects.get().accent
    owner.post(ADDRESS, typed(accent=" #7A1FA2 "))
    assert SiteSettings.objects.get().accent == "#7a1fa2"


@pytest.mark.parametrize("value", ["red", "#fff", "#12345g", "#１２３４５６", "</style>"])
def test_what_is_no_colour(value):
    with pytest.raises(ValidationError, match="is no colour"):
        colours.parse(value)


# Pictures


def test_a_drawn_name_stands_in_place_of_the_type(owner, client):
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "someone's name")
    said = owner.post(ADDRESS, typed(nameplate=wide(3600, 400, pnginfo=note)), follow=True).text
    assert "no version for dark screens" in said
    site = SiteSettings.objects.get()
    assert (site.nameplate_width, site.nameplate_height) == (1800, 200)
    assert b"someone" not in site.nameplate.read()
    for page in (client.get("/").text, client.get("/archive/").text):
        assert 'alt="The Lantern" width="1800" height="200"' in page and "for-dark" not in page
    answer = owner.post(ADDRESS, typed(nameplate_dark=wide()), follow=True)
    assert "no version for dark screens" not in answer.text
    cache.clear()
    assert client.get("/").text.count("for-dark") == 1
    owner.post(ADDRESS, {**typed(), "nameplate-clear": "on"})
    cache.clear()
    assert "plate-logo" not in client.get("/").text


@pytest.mark.parametrize("file", [wide(300, 300), wide(100, 20), wide(1200, 200, "JPEG", "RGB")])
def test_a_drawn_name_that_will_not_do(owner, file):
    answer = owner.post(ADDRESS, typed(nameplate=file, tagline="Kept words"))
    assert "twice as wide" in answer.text and "Kept words" in answer.text


def test_a_picture_of_too_many_pixels():
    file = wide(24_001, 1001, "PNG", "L")
    with pytest.raises(ValidationError, match="make it smaller first"):
        logos.nameplate(file)


def test_the_logo_is_written_anew():
    note = PngImagePlugin.PngInfo()
    note.add_text("GPS", "50.45 30.52")
    clean = logos.square_logo(wide(2000, 2000, pnginfo=note))
    assert b"50.45" not in clean.read()
    clean.seek(0)
    assert Image.open(clean).size == (1024, 1024)
    assert clean.name == logos.square_logo(wide(2000, 2000)).name


# Accounts elsewhere


def test_an_account_stands_in_the_footer_and_in_the_data(owner, client):
    lines = {"social_accounts-TOTAL_FORMS": 2}
    for number, (network, address) in enumerate([("x", "https://x.com/lantern"), ("rss", "/feed.xml")]):
        lines |= {f"social_accounts-{number}-network": network, f"social_accounts-{number}-address": address}
    assert owner.post(ADDRESS, typed(**lines)).status_code == 302
    page = client.get("/").text
    assert '<a href="https://x.com/lantern" rel="me">X</a>' in page and '<a href="/feed.xml">RSS</a>' in page
    assert '"sameAs": ["https://x.com/lantern"]' in page.replace('":[', '": [')
    assert 'name="twitter:site" content="@lantern"' in page
    assert '<a href="/uk/feed.xml">' in client.get("/uk/").text


@pytest.mark.parametrize(
    ("network", "address", "sentence"),
    [
        ("facebook", "https://facebook.com.evil.example/lantern", "is not at Facebook"),
        ("facebook", "https://notfacebook.com/lantern", "is not at Facebook"),
        ("telegram", "http://t.me/lantern", "is no address"),
        ("telegram", "javascript:alert(1)", "is no address"),
        ("telegram", "https://t.me@evil.example/x", "is no address"),
        ("telegram", "https://[", "is no address"),
        ("youtube", "https://www.youtube.com/", "names no account"),
        ("mastodon", "https://example.social/lantern", "no account at Mastodon"),
        ("rss", "//evil.example/feed", "is no address"),
    ],
)
def test_an_address_of_another_place(owner, network, address, sentence):
    line = {
        "social_accounts-TOTAL_FORMS": 1,
        "social_accounts-0-network": network,
        "social_accounts-0-address": address,
    }
    answer = owner.post(ADDRESS, typed(**line))
    assert answer.status_code == 200 and sentence in answer.text
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("network", "address"),
    [
        ("facebook", "https://uk-ua.facebook.com/lantern"),
        ("mastodon", "https://example.social/@lantern"),
        ("whatsapp", "https://whatsapp.com/channel/0029Va"),
        ("bluesky", "https://bsky.app/profile/lantern.example"),
        ("rss", "https://feeds.example/lantern.xml"),
    ],
)
def test_addresses_of_accounts(network, address):
    assert social.check(network, address) == address


# Menus


def test_a_link_to_nothing_is_warned_of(owner):
    make_section(slug="border")
    items = [
        {"place": "sections", "label": "Border", "url": "/section/border/"},
        {"place": "sections", "label": "Sea", "url": "/section/sea/"},
        {"place": "follow", "label": "Feed", "url": "/feed.xml"},
    ]
    answer = owner.post(ADDRESS, typed(items), follow=True)
    assert "/section/sea/, where nothing is" in answer.text and "/section/border/, where" not in answer.text
    assert "/feed.xml, where" not in answer.text


def test_pages_to_choose_from(owner):
    make_section(slug="border", name="Border <i>", translations={"uk": {"name": "Кордон"}})
    page = owner.get(ADDRESS).text
    assert 'value="/section/border/" data-label="Border &lt;i&gt;" data-label-uk="Кордон"' in page
    assert addresses.is_dead("/nowhere/") and not addresses.is_dead("https://example.com/nowhere/")


# Who changed what


def test_a_change_is_written_down(owner):
    owner.post(ADDRESS, typed([{"place": "follow", "label": "Feed", "url": "/feed.xml"}], tagline="New"))
    event = Event.objects.get(verb="settings.changed")
    assert event.actor == "ada@example.com"
    assert {"tagline", "menu items"} <= set(event.details["changed"]) and "notice" not in event.details["changed"]
