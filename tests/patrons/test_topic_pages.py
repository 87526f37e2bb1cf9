"""Topics as readers see them, the page where patrons vote, and the label of what was answered."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.site.models import SiteSettings
from patrons import answering, topics, voting
from patrons.models import Tier, TierPrice, Topic, Vote
from tests.factories import make_article

from .conftest import make_pledge
from .test_you import come_in
from .topical import make_round, make_topic, make_voter

pytestmark = pytest.mark.django_db
WHY = "Because nobody has said who is paid along the way."
PAGE, OWN = "/support/topics/", "/support/you/topics/"
STRANGE = ["\0x<script>alert(1)</script>", "😀" * 40, "مرحبا بالعالم كيف الحال", "x" * 10_000]


@pytest.fixture(autouse=True)
def site():
    SiteSettings(name="The Lantern").save()


@pytest.fixture
def voter():
    return make_voter(votes=2)


@pytest.fixture
def own(voter):
    return come_in(voter)


def ask(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(asked.captured_queries)


def fill(number, round, over):
    """So many topics of each kind, answered ones with articles."""
    for each in range(number):
        make_topic(round, f"An open question {each}", votes_count=each)
        make_topic(over, f"An old question {each}")
        make_topic(over, f"Being reported {each}", state="reporting")
        article = make_article(published=True)
        make_topic(over, f"Answered {each}", state="published", article=article)
    answering.forget()


def test_public_pages_are_the_same_for_everybody_and_tell_no_names(client, voter, own):
    round = make_round()
    topic = make_topic(round, proposed_by=voter)
    voting.vote(voter, topic)
    for path in (PAGE, f"{PAGE}{topic.pk}/", f"/uk{PAGE}"):
        stranger, patron = client.get(path), own.get(path)
        assert stranger.status_code == 200 and stranger.content == patron.content
        assert stranger.headers["Cache-Control"].startswith("public") and "Cookie" not in stranger.headers.get(
            "Vary", ""
        )
        assert voter.name not in stranger.text and voter.email not in stranger.text
        assert "Set-Cookie" not in stranger.headers
    page = client.get(PAGE).text
    assert "1 vote<" in page and "Proposed by a patron" in page and f'href="{OWN}#topic-{topic.pk}"' in page


def test_ranks_are_shared_and_what_is_not_public_is_nowhere(client):
    round, coming = make_round(), make_round(begins=3, ends=4, name="Next year")
    for title, votes in (("First", 5), ("Second", 2), ("As many", 2), ("Last", 1)):
        make_topic(round, title, votes_count=votes)
    hidden = [
        make_topic(coming, "Not yet"),
        make_topic(title="A proposal"),
        make_topic(title="Refused", state="declined"),
    ]
    out = make_topic(round, "Forbidden", state="declined", reason="A court forbids it.")
    page = client.get(PAGE).text
    assert re.findall(r'class="rank">(\d+)<', page) == ["1", "2", "2", "4"]
    assert "A court forbids it." in page and client.get(f"{PAGE}{out.pk}/").status_code == 200
    for topic in hidden:
        assert topic.title not in page and client.get(f"{PAGE}{topic.pk}/").status_code == 404
    assert client.get(f"{PAGE}9999999999/").status_code == 404 and client.get(f"{PAGE}0/").status_code == 404
    # A duplicate leads to what it became part of.
    twin = make_topic(round, "Twin")
    topics.merge(twin, Topic.objects.get(title="First"))
    assert client.get(f"{PAGE}{twin.pk}/").headers["Location"] == f"{PAGE}{Topic.objects.get(title='First').pk}/"


def test_a_topic_is_followed_from_the_vote_to_the_article_and_back(client, django_capture_on_commit_callbacks):
    over = make_round(begins=-9, ends=-8, name="October")
    topic = make_topic(over, "Who profits from imports", votes_count=611)
    assert "October" in client.get(PAGE).text
    topics.choose(topic)
    assert "In reporting now" in client.get(PAGE).text
    other = make_article(headline="Another", published=True)
    article = make_article(headline="The middlemen of winter", published=True)
    url = article.live_edition.get_absolute_url()
    assert "Chosen by patrons" not in client.get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        topics.answer(topic, article.pk)
    page = client.get(url).text
    assert "You asked, we reported" in page and f'href="{PAGE}{topic.pk}/"' in page
    assert f'href="{url}"' in client.get(PAGE).text and f'href="{url}"' in client.get(f"{PAGE}{topic.pk}/").text
    day = timezone.localtime(article.live_edition.published_at)
    for path in (f"/lite{url}", "/", f"/archive/{day:%Y}/{day.month}/{day.day}/"):
        assert client.get(path).text.count("Chosen by patrons") == 1, path
    assert "Chosen by patrons" not in client.get(other.live_edition.get_absolute_url()).text


def test_no_page_asks_more_with_more_to_show(client, own, voter):
    round, over = make_round(), make_round(begins=-9, ends=-8)
    fill(3, round, over)
    topic = Topic.objects.filter(state="published").first()
    url = Topic.objects.filter(state="published").last().article.live_edition.get_absolute_url()
    paths = [(client, PAGE), (client, f"{PAGE}{topic.pk}/"), (own, OWN), (client, url), (client, "/")]
    few = [ask(*each) for each in paths]
    fill(27, round, over)
    many = [ask(*each) for each in paths]
    assert many <= few and all(number <= 8 for number in many[:2]), (few, many)
    # Without the label the article's page asks as much: the label costs no question while it is remembered.
    Topic.objects.update(article=None)
    assert ask(client, url) >= many[3]


def test_a_patron_votes_takes_back_and_is_told_what_is_left(own, voter):
    round = make_round()
    one, two, three = (make_topic(round, f"An open question {each}") for each in range(3))
    page = own.get(OWN)
    assert (
        page.headers["Cache-Control"].startswith(("max-age=0", "private"))
        and "no-store" in page.headers["Cache-Control"]
    )
    assert "You have 2 of 2 votes left" in page.text and page.text.count('class="on"') == 2
    done = own.post(f"{OWN}{one.pk}/vote/")
    assert done.headers["Location"] == f"{OWN}?done=voted#topic-{one.pk}"
    own.post(f"{OWN}{two.pk}/vote/")
    page = own.get(OWN).text
    assert page.count('aria-pressed="true"') == 2 and "No votes left in this round" in page
    refused = own.post(f"{OWN}{three.pk}/vote/")
    assert refused.status_code == 422 and "take one back" in refused.text
    own.post(f"{OWN}{one.pk}/take-back/")
    assert Vote.objects.get().topic == two and "You have 1 of 2 votes left" in own.get(OWN).text
    for number in (0, 9_999_999_999, make_topic().pk):
        assert own.post(f"{OWN}{number}/vote/").status_code == 422
    assert own.get(f"{OWN}{one.pk}/vote/").status_code == 405


def test_who_has_no_right_is_told_so(voter):
    former = come_in(make_voter(ends=-1))
    topic = make_topic(make_round())
    assert "You have no votes just now." in former.get(OWN).text
    assert former.post(f"{OWN}{topic.pk}/vote/").status_code == 422
    assert former.post(f"{OWN}propose/", {"title": "A fair question", "pitch": WHY}).status_code == 422
    assert not Vote.objects.exists() and Topic.objects.count() == 1


def test_the_sign_in_leads_on_to_the_votes(client, voter, mailoutbox, django_capture_on_commit_callbacks):
    assert client.get(OWN).headers["Location"] == "/support/sign-in/?to=topics"
    assert client.post(f"{OWN}5/vote/").headers["Location"] == "/support/sign-in/?to=topics-5"
    assert 'name="to" value="topics"' in client.get("/support/sign-in/?to=topics").text
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/support/sign-in/", {"email": voter.email, "to": "topics"})
    assert 'name="to" value="topics"' in page.text
    link = re.search(r"/support/sign-in/\S+", mailoutbox[0].body)[0]
    assert link.endswith("/?to=topics")
    # Another browser, from the mail.
    assert Client().post(link).headers["Location"] == OWN
    for odd in ("//evil.example", "/admin/", "nonsense"):
        assert odd not in client.get("/support/sign-in/", {"to": odd}).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/support/sign-in/", {"email": voter.email, "to": "topics"})
    code = re.search(r"^\d{6}$", mailoutbox[1].body, re.M)[0]
    data = {"email": voter.email, "code": code, "to": "topics"}
    assert client.post("/support/sign-in/code/", data).headers["Location"] == OWN


def test_a_proposal_comes_back_with_sentences_and_nothing_typed_is_lost(own, voter):
    page = own.post(f"{OWN}propose/", {"title": "Short", "pitch": "Too short as well"})
    assert page.status_code == 422 and page.text.count("write at least") == 2
    assert 'value="Short"' in page.text and "Too short as well" in page.text
    for text in STRANGE:
        page = own.post(f"{OWN}propose/", {"title": text, "pitch": text})
        assert page.status_code in (302, 422) and "<script>alert" not in page.text
    assert own.post(f"{OWN}propose/", {}).status_code == 422
    Topic.objects.all().delete()
    for number in range(3):
        assert own.post(f"{OWN}propose/", {"title": f"A fair question {number}", "pitch": WHY}).status_code == 302
    page = own.get(OWN).text
    assert "3 proposals of yours wait" in page and "A fair question 2" in page
    assert own.post(f"{OWN}propose/", {"title": "A fair question", "pitch": WHY}).status_code == 422
    assert "A fair question" not in own.get(PAGE).text


def test_another_site_cannot_vote_in_somebodys_name(voter):
    strict = come_in(voter, Client(enforce_csrf_checks=True))
    topic = make_topic(make_round())
    assert strict.post(f"{OWN}{topic.pk}/vote/").status_code == 403 and not Vote.objects.exists()


def test_who_pays_and_has_no_votes_reads_where_they_begin(account):
    pledge = make_pledge(account, 300, tier=Tier.objects.create(slug="none", name="None", votes=0), state="active")
    for slug, votes, minor in (("friend", 1, 500), ("patron", 5, 1500)):
        tier = Tier.objects.create(slug=slug, name=slug.title(), votes=votes, status="live")
        TierPrice.objects.create(tier=tier, currency="EUR", interval="month", amount_minor=minor)
    page = come_in(pledge.patron).get(OWN).text
    assert "You give €3 monthly. Votes begin with Friend, which is €5 monthly." in page
    assert f'href="/support/you/#pledge-{pledge.public_id}"' in page and "Become a patron to vote" not in page
