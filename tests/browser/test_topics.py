"""A patron votes with and without a script, and the pages of topics can be used by everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from newsroom.site.models import SiteSettings
from patrons import answering, visits
from patrons.models import Vote
from tests.factories import make_article
from tests.patrons.topical import make_round, make_topic, make_voter

pytestmark = pytest.mark.django_db(transaction=True)
OWN = "/support/you/topics/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_vote_is_given_and_taken_back_and_every_page_is_accessible(page: Page, live_server, client, scheme):
    SiteSettings(name="The Lantern").save()
    round, over, voter = make_round(), make_round(begins=-9, ends=-8, name="October"), make_voter(votes=1)
    topic = make_topic(round, "Who earns on emergency power from abroad?", pitch="Name everybody who is paid.")
    make_topic(round, "x" * 120, pitch="y" * 600, votes_count=3)
    article = make_article(published=True)
    done = make_topic(over, "What do villages hear?", state="published", article=article, votes_count=5)
    answering.forget()
    session = client.session
    session[visits.KEY] = [str(voter.public_id), 4_000_000_000]
    session.save()
    page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live_server.url}])
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    url = article.live_edition.get_absolute_url()
    for path in (OWN, "/support/topics/", f"/support/topics/{topic.pk}/", f"/support/topics/{done.pk}/", url):
        page.goto(live_server.url + path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
    page.get_by_role("link", name="Chosen by patrons").click()
    expect(page.get_by_text("You asked, we reported")).to_be_visible()
    page.goto(live_server.url + OWN)
    page.get_by_role("button", name=f"Vote for {topic.title}").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You have 0 of 1 vote left")
    expect(page.get_by_role("button", name=f"Voted for {topic.title}")).to_have_attribute("aria-pressed", "true")
    assert Vote.objects.get().topic == topic
    page.get_by_role("button", name=f"Voted for {topic.title}").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You have 1 of 1 vote left")
