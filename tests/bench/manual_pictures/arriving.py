"""Pictures of an old archive on its way in: what would come, and the report."""

from playwright.sync_api import Page, expect

from tests.articles.importers.wordpress.conftest import HEAD, TAIL, item

from .camera import Cut, Studio, picture
from .people import CHIEF

LATER = 60_000
CATEGORIES = (("city", "City", 14), ("war", "War", 9), ("opinion", "Opinion", 6), ("games", "Games", 2))
PEOPLE = ("olena", "marta")


def _export() -> bytes:
    items, number = [], 0
    for slug, name, posts in CATEGORIES:
        for _each in range(posts):
            number += 1
            more = f'<category domain="category" nicename="{slug}"><![CDATA[{name}]]></category>'
            words = f"<p>Number {number} of an archive that was ours before.</p>[poll id=3]"
            items.append(
                item(number, words if number % 9 == 0 else words[:-11], title=f"{name}, part {number}",
                     slug=f"{slug}-{number}", creator=PEOPLE[number % 2], more=more,
                     status="draft" if number % 10 == 0 else "publish",
                     link=f"https://old.lantern.example/2020/05/{slug}-{number}/")
            )  # fmt: skip
    return (HEAD.replace("//lantern", "//old.lantern") + "".join(items) + TAIL).encode()


def _looked_at(studio: Studio) -> Page:
    page = studio.page("/admin/articles/import/add/", who=CHIEF, width=1100, scale=1.25)
    page.set_input_files("[type=file]", {"name": "lantern.2019.xml", "mimeType": "text/xml", "buffer": _export()})
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_role("button", name="Bring it in")).to_be_visible(timeout=LATER)
    return page


@picture("moving-in-choices")
def choices(studio: Studio) -> Cut:
    return Cut(_looked_at(studio), "[aria-labelledby=import-title]", "select[name=section]")


@picture("moving-in-report")
def report(studio: Studio) -> Cut:
    page = _looked_at(studio)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("link", name="See the articles")).to_be_visible(timeout=LATER)
    return Cut(page, "[aria-labelledby=import-title]", page.locator(".desk-rows").first)
