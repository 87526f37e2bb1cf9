"""Pictures of front pages, people, settings and partner feeds."""

from playwright.sync_api import expect

from articles.models import Front, PartnerFeed, Section, Tag

from .camera import Cut, Studio, picture
from .people import CHIEF, EDITOR, WRITER, person

SETTINGS = "/admin/site/sitesettings/1/change/"


@picture("fronts-slots")
def slots(studio: Studio) -> Cut:
    front = Front.objects.get(language="en", section=None)
    page = studio.page(f"/admin/articles/front/{front.pk}/change/", who=EDITOR, scale=1)
    expect(page.locator("[data-slot]").first).to_be_visible()
    return Cut(page, ".desk-slots")


@picture("people-roles")
def roles(studio: Studio) -> Cut:
    page = studio.page(f"/admin/accounts/user/{person(WRITER).pk}/change/", who=CHIEF, scale=1.25)
    parts = page.locator("fieldset.module")
    return Cut(page, parts.nth(0), parts.nth(1))


@picture("settings-colours")
def colours(studio: Studio) -> Cut:
    page = studio.page(SETTINGS, who=CHIEF, scale=1.25)
    page.locator("#id_accent").fill("#0f6b3c")
    page.locator("#id_accent").blur()
    return Cut(page, "[data-look=light]", "[data-look=dark]", "label[for=id_accent]", "#id_accent_dark")


@picture("settings-menus")
def menus(studio: Studio) -> Cut:
    page = studio.page(SETTINGS, who=CHIEF, scale=1.25)
    page.get_by_role("link", name="Menus").click()
    lines = page.locator("#menu_items-data tbody.original")
    return Cut(page, page.get_by_role("link", name="General"), ".desk-menus", lines.nth(3), margin=(15, 7))


@picture("partner-form")
def partner(studio: Studio) -> Cut:
    made = PartnerFeed.objects.create(
        name="Danube Ledger", text=PartnerFeed.Text.WHOLE, delay_minutes=60, made_by=person(CHIEF),
        secret_word="3f9c1be07d52a8446e0cb19f7a2d8853c6e4710b9fd25a68",
    )  # fmt: skip
    made.sections.set(Section.objects.filter(slug__in=("economy", "border")))
    made.excluded_tags.set(Tag.objects.filter(name="Winter energy series"))
    page = studio.page(f"/admin/articles/partnerfeed/{made.pk}/change/", who=CHIEF, scale=1.25)
    return Cut(page, ".desk-partner", page.locator("fieldset.module").nth(0))
