"""Two people on one form of the admin: the second is told, loses nothing, and may win knowingly."""

import pytest
from django.urls import reverse

from articles.models import Front, FrontSlot, Tag
from newsroom.accounts.models import User
from newsroom.site.models import MenuItem, SiteSettings
from tests.articles.admin.conftest import management, signed_in  # noqa: F401
from tests.factories import make_article, make_tag, make_user

TOLD = "Somebody changed this after you opened it: "


@pytest.fixture
def owner(signed_in):  # noqa: F811
    return signed_in("owner")


def opened(client, address):
    return client.get(address).context["adminform"].form["opened_as"].value()


def test_a_tag(owner):
    tag = make_tag("Border")
    address = reverse("admin:articles_tag_change", args=[tag.pk])
    mine = {"name": "Border crossing", "slug": tag.slug, "description": "", "opened_as": opened(owner, address)}
    Tag.objects.filter(pk=tag.pk).update(description="Theirs", translations={"uk": {"name": "Кордон"}})
    page = owner.post(address, mine)
    assert TOLD + "name (ukrainian), description." in page.text and 'value="Border crossing"' in page.text
    assert "Please correct" not in page.text
    assert Tag.objects.get().name == "Border"
    mine["opened_as"] = page.context["adminform"].form["opened_as"].value()
    assert owner.post(address, mine).status_code == 302
    assert (Tag.objects.get().name, Tag.objects.get().description) == ("Border crossing", "")


def test_nobody_else_was_there_and_scripts_send_no_print(owner):
    tag = make_tag("Border")
    address = reverse("admin:articles_tag_change", args=[tag.pk])
    mine = {"name": "Borders", "slug": tag.slug, "description": "", "opened_as": opened(owner, address)}
    assert f'name="opened_as" value="{mine["opened_as"]}"' in owner.get(address).text
    assert owner.post(address, mine).status_code == 302
    del mine["opened_as"]
    assert owner.post(address, mine | {"name": "Frontier"}).status_code == 302
    assert Tag.objects.get().name == "Frontier"
    assert TOLD in owner.post(address, mine | {"opened_as": "<b>\0:: x"}).text


def test_settings_and_their_menus(owner):
    SiteSettings.objects.get_or_create(pk=1)
    address = reverse("admin:site_sitesettings_change", args=[1])
    lines = management("menu_items") | management("social_accounts")
    mine = {"name": "The Lantern", **lines, "opened_as": opened(owner, address)}
    MenuItem.objects.create(settings_id=1, place="follow", label="Feed", url="/feed.xml")
    page = owner.post(address, mine)
    assert TOLD + "menu items." in page.text and "The Lantern" in page.text
    assert SiteSettings.objects.get().name == "Newsroom"
    again = mine | {"opened_as": page.context["adminform"].form["opened_as"].value()}
    assert owner.post(address, again).status_code == 302
    assert SiteSettings.objects.get().name == "The Lantern" and MenuItem.objects.exists()


def test_a_front_and_a_slot_that_another_took_away(owner):
    front = Front.objects.get_or_create(language="en")[0]
    slot = FrontSlot.objects.create(front=front, place="lead", article=make_article(published=True, headline="Bread"))
    address = reverse("admin:articles_front_change", args=[front.pk])
    row = {"id": slot.pk, "place": "also", "article": slot.article_id, "position": 0}
    mine = management("slots", 1, 1) | {f"slots-0-{name}": value for name, value in row.items()}
    mine["opened_as"] = opened(owner, address)
    slot.delete()
    page = owner.post(address, mine)
    gone = "“Bread” was taken away by somebody else meanwhile: remove it here too, or open the page anew."
    assert TOLD + "slots." in page.text and gone in page.text
    mine["opened_as"] = page.context["adminform"].form["opened_as"].value()
    page = owner.post(address, mine)
    assert TOLD not in page.text and gone in page.text
    assert owner.post(address, mine | {"slots-0-DELETE": "on"}).status_code == 302
    assert not FrontSlot.objects.exists()


def test_an_account(owner):
    user = make_user(email="ann@example.org")
    address = reverse("admin:accounts_user_change", args=[user.pk])
    mine = {"email": user.email, "name": "Ann", "is_active": "on", "opened_as": opened(owner, address)}
    User.objects.filter(pk=user.pk).update(last_login="2026-01-01T00:00Z", is_active=False)
    page = owner.post(address, mine)
    assert TOLD + "active." in page.text
    user.refresh_from_db()
    assert not user.is_active
