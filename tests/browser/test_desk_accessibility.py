"""axe finds nothing serious on the desk's pages. A new page of the desk is a line in `PAGES`."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.factories import make_article, make_author, make_picture

pytestmark = pytest.mark.django_db(transaction=True)

# Name → address below the admin's; {article} is the number of an article with everything.
PAGES = {
    "a new article": "articles/article/add/",
    "an article": "articles/article/{article}/change/",
}
WIDTHS = (390, 1440)
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true })"


def serious(page: Page, within: str = "#content-main, #submit-row") -> list[str]:
    """Return what axe finds of serious and critical weight in our part of the page: the frame is the theme's."""
    context = {"include": [[part.strip()] for part in within.split(",") if page.locator(part.strip()).count()]}
    found = Axe().run(page, context=context).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(desk: Page, live_server, name):
    picture = make_picture(with_files=True)
    article = make_article(
        headline="A headline that goes on " * 7, published=True, lead_picture=picture,
        tags=[f"Tag {number}" for number in range(10)], authors=[make_author() for _number in range(5)],
        body=f'<p>Words.</p><cms-picture data-picture="{picture.pk}"></cms-picture><table><tbody><tr><th><p>A</p></th>'
        "<td><p>1</p></td></tr></tbody></table><p>End</p>",
    )  # fmt: skip
    problems = set()
    for theme in ("light", "dark"):
        desk.emulate_media(color_scheme=theme)
        for width in WIDTHS:
            desk.set_viewport_size({"width": width, "height": 900})
            desk.goto(f"{live_server.url}/admin/{PAGES[name].format(article=article.pk)}", wait_until="networkidle")
            desk.evaluate(OPEN_ALL)
            problems |= {f"{line} [{theme} {width}]" for line in serious(desk)}
            assert desk.evaluate("document.documentElement.scrollWidth") <= width, (theme, width)
    assert sorted(problems) == []
