"""The buttons below an article stand in one line on a wide screen; what does not fit is in "More"."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)
TOPS = """row => [...row.querySelectorAll(".desk-button")].map(each => each.getBoundingClientRect())
  .filter(box => box.width).map(box => box.top)"""


@pytest.mark.parametrize("language", ["en-GB", "uk-UA"])
@pytest.mark.parametrize("width", [1200, 1440])
def test_one_line_and_nothing_is_lost(desk: Page, live_server, width, language):
    article = make_article(published=True)
    desk.set_viewport_size({"width": width, "height": 800})
    desk.set_extra_http_headers({"Accept-Language": language})
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    row = desk.locator("#submit-row")
    more = row.locator("[popovertarget=desk-more]")
    expect(more).to_be_visible()
    assert len(set(row.evaluate(TOPS))) == 1
    withdraw = row.locator("[popovertarget=desk-withdraw]:visible")
    if not withdraw.count():
        more.click()
    withdraw.click()
    panel = desk.locator("#desk-withdraw")
    expect(panel).to_be_visible()
    cancel, now = (panel.locator(each).bounding_box() for each in ("[popovertargetaction=hide]", "[name=_withdraw]"))
    assert abs(cancel["y"] - now["y"]) < 5, "Cancel stands beside what it cancels"


def test_the_state_is_said_once(desk: Page, live_server):
    article = make_article(published=True)
    desk.set_viewport_size({"width": 1440, "height": 800})
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(desk.locator(".desk-label-published:visible")).to_have_count(1)
