"""Topics at the desk: editors decide and count, and no page of theirs tells who proposed or voted."""

import html

import pytest

from patrons import voting
from patrons.models import Topic, TopicRound
from tests.articles.admin.test_permission_matrix import ROWS, World, model_rows
from tests.factories import make_article, make_user
from tests.patrons.topical import make_round, make_topic, make_voter

pytestmark = pytest.mark.django_db
LIST = "/admin/patrons/topic/"


@pytest.fixture
def editor(signed_in):
    return signed_in("editor")


def do(client, topic, verb, **data):
    return client.post(f"{LIST}{topic.pk}/do/{verb}/", data, follow=True)


def form(client, topic, **fields):
    """Send the form of a topic as it was opened, with `fields` changed."""
    page = client.get(f"{LIST}{topic.pk}/change/")
    shown = page.context["adminform"].form
    sent = {name: shown[name].value() or "" for name in shown.fields} | fields
    return client.post(f"{LIST}{topic.pk}/change/", sent | {"_save": ""}, follow=True)


def test_no_page_of_an_editor_tells_who_proposed_or_voted(signed_in):
    # A chief editor opens all that an editor opens, see tests/newsroom/test_roles.py.
    who, client = "chief", signed_in("chief")
    world = World(make_user(is_staff=True))
    topic = Topic.objects.get()
    voter = make_voter(name="Zlata Unmistakable", email="unmistakable@example.org")
    voting.vote(voter, topic)
    names = [voter.name, voter.email]
    patron = topic.proposed_by
    patron.name, patron.email = "Ivan Nobodyknows", "nobodyknows@example.org"
    patron.save()
    names += [patron.name, patron.email]
    pages = [world.fill(each + row.query) for each, row in (model_rows() | ROWS).items() if row.get and who in row.get]
    pages = [each for each in pages if not each.endswith(("/add/", "/delete/", "/history/"))]
    pages += [
        f"{LIST}?q=unmistakable", f"{LIST}?proposed_by={patron.pk}", f"{LIST}?proposed_by__email__startswith=n",
        f"{LIST}?votes__patron={voter.pk}", f"{LIST}?o=1.2",
        "/admin/autocomplete/?app_label=patrons&model_name=topic&field_name=proposed_by&term=Ivan",
        "/admin/autocomplete/?app_label=patrons&model_name=vote&field_name=patron&term=Zlata",
        "/admin/search/?s=unmistakable", f"/support/topics/{topic.pk}/", "/support/topics/",
    ]  # fmt: skip
    opened = 0
    for address in pages:
        response = client.get(address)
        opened += response.status_code == 200
        for name in names:
            found = html.unescape(response.text).replace("?q=unmistakable", "")
            assert name not in found, f"{address} tells {who} about {name}"
    assert opened > 20
    assert client.get(f"{LIST}{topic.pk}/change/").status_code == 200


def test_the_list_cannot_be_asked_whose_a_topic_is(editor):
    voter = make_voter()
    make_topic(proposed_by=voter, title="Proposed by one")
    for query in (f"proposed_by={voter.pk}", f"proposed_by={voter.pk + 1}", f"votes__patron={voter.pk}"):
        assert editor.get(f"{LIST}?{query}").status_code == 400, query
    page = editor.get(f"{LIST}?state=proposed&round=x&q=\0one")
    assert page.status_code in (200, 302)
    assert "Proposed by one" in editor.get(f"{LIST}?state=proposed").text


def test_from_a_proposal_to_an_article(editor):
    proposal, round = make_topic(proposed_by=make_voter()), make_round()
    assert "Put to the vote" in editor.get(f"{LIST}{proposal.pk}/change/").text
    do(editor, proposal, "open", round=round.pk)
    voting.vote(make_voter(), proposal)
    assert "can be chosen when its round has closed" in do(editor, proposal, "choose").text
    assert "Its round is open" in do(editor, proposal, "choose").text
    page = editor.post(f"/admin/patrons/topicround/{round.pk}/close/", {"sure": "1"}, follow=True)
    assert "It is closed." in page.text and "1 vote" in page.text
    do(editor, proposal, "choose")
    do(editor, proposal, "report")
    form(editor, proposal, progress="Awaiting documents.", title_in_uk="Хто заробляє на імпорті")
    found = Topic.objects.get()
    assert (found.state, found.progress) == ("reporting", "Awaiting documents.")
    assert found.translations["uk"]["title"] == "Хто заробляє на імпорті"
    article = make_article(published=True, headline="The middlemen of winter")
    form(editor, proposal, article=article.pk)
    assert Topic.objects.get().state == "published" and Topic.objects.get().article_id == article.pk


def test_becoming_part_of_another_topic_is_asked_about_first(editor):
    round = make_round()
    topic, into = make_topic(round, "Heat <b>"), make_topic(round, "Warmth")
    voting.vote(make_voter(), topic)
    page = do(editor, topic, "merge", into=into.pk).text
    assert "“Heat &lt;b&gt;” becomes part of “Warmth”" in page and "It has 1 vote." in page and "undone" in page
    # Another choice than the one that was asked about is asked about, too.
    do(editor, topic, "merge", into=into.pk, sure=topic.pk)
    assert Topic.objects.get(pk=topic.pk).state == "open"
    do(editor, topic, "merge", into=into.pk, sure=into.pk)
    assert (Topic.objects.get(pk=topic.pk).state, Topic.objects.get(pk=into.pk).votes_count) == ("merged", 1)


def test_closing_a_round_is_asked_about_first(editor):
    round = make_round(name="December <b>")
    address = f"/admin/patrons/topicround/{round.pk}/close/"
    asked = editor.post(address, follow=True).text
    assert "Close “December &lt;b&gt;” now" in asked and "By itself it closes on" in asked
    assert TopicRound.objects.get().is_open
    editor.post(address, {"sure": "1"})
    assert TopicRound.objects.get().is_over
    assert "not open" in editor.post(address, follow=True).text


def test_declining_is_asked_about_first_with_the_reason_kept(editor):
    topic, proposal = make_topic(make_round(), "Heat"), make_topic(proposed_by=make_voter(), title="Cold")
    voting.vote(make_voter(), topic)
    asked = do(editor, topic, "decline", reason="Not safe <b>").text
    assert "Why: Not safe &lt;b&gt;" in asked and 'name="reason" value="Not safe &lt;b&gt;"' in asked
    assert "Readers see that it was declined" in asked and "1 vote is given back." in asked
    assert Topic.objects.get(pk=topic.pk).state == "open"
    assert "Whoever proposed it reads the reason." in do(editor, proposal, "decline", reason="No").text
    do(editor, topic, "decline", reason="Not safe <b>", sure="1")
    found = Topic.objects.get(pk=topic.pk)
    assert (found.state, found.reason) == ("declined", "Not safe <b>")
    assert "cannot be done" in do(editor, topic, "decline", reason="Again").text


def test_an_answer_that_is_not_public_yet_is_said_to_be_set(editor):
    topic = make_topic(state="chosen")
    address = f"{LIST}{topic.pk}/change/"
    assert "When an article answers it" in editor.get(address).text
    form(editor, topic, article=make_article(headline="Not <ready>").pk)
    page = editor.get(address).text
    assert "“Not &lt;ready&gt;” is set as its answer" in page and "When an article answers it" not in page


def test_an_answer_may_be_written_down_by_number_or_address(editor):
    public, draft = make_article(published=True, slug="heat"), make_article(headline="Draft")
    path = public.get_absolute_url()
    for typed, article in {
        str(draft.pk): draft, path: public, f"https://example.org{path}?utm=1#top": public,
        f"http://localhost/admin/articles/article/{draft.pk}/change/": draft,
    }.items():  # fmt: skip
        topic = make_topic(state="chosen")
        form(editor, topic, article_typed=typed)
        assert Topic.objects.get(pk=topic.pk).article_id == article.pk, typed
    for typed in ("999999", "9" * 40, "/2020/01/01/nothing/", "http://[", "heat\0", "😀", "x" * 900):
        answer = form(editor, topic, article_typed=typed)
        assert answer.status_code == 200 and Topic.objects.get(pk=topic.pk).article_id == draft.pk, typed
        assert answer.context["adminform"].form.errors["article_typed"], typed


def test_what_is_not_right_is_said_and_changes_nothing(editor):
    topic, other = make_topic(make_round(name="December")), make_topic(title="Another question")
    for verb, data, said in (
        ("open", {"round": "x"}, "Choose the round"), ("open", {"round": "9" * 30}, "Choose the round"),
        ("decline", {"reason": " \0 "}, "Say why"), ("merge", {"into": "0"}, "Choose the topic"),
        ("merge", {"into": other.pk}, "not public yet"), ("merge", {"into": topic.pk}, "same topic"),
    ):  # fmt: skip
        assert said in html.unescape(do(editor, topic, verb, **data).text), verb
    assert do(editor, topic, "nonsense").status_code == 200
    # Nobody answers what was not chosen: the form has no place for it.
    form(editor, topic, article=make_article(published=True).pk, state="published", votes_count=9, reason="x")
    assert Topic.objects.get(pk=topic.pk).votes_count == 0
    assert Topic.objects.get(pk=topic.pk).state == "open" and Topic.objects.get(pk=topic.pk).article is None


def test_the_newsroom_puts_a_topic_forward_and_opens_rounds_one_at_a_time(editor):
    editor.post(f"{LIST}add/", {"title": "Night trains in winter", "pitch": "Who keeps them warm?", "_save": ""})
    made = Topic.objects.get()
    assert made.proposed_by is None and made.steps.get().by == editor.user
    add = "/admin/patrons/topicround/add/"

    def moments(first, second):
        return {"name": "Winter", "opens_at_0": first, "opens_at_1": "12:00", "closes_at_0": second,
                "closes_at_1": "12:00", "_save": ""}  # fmt: skip

    assert "closes before it opens" in editor.post(add, moments("2031-05-02", "2031-05-01")).text
    for first, second in (("0001-01-01", "2031-05-02"), ("2031-05-01", "9999-12-31")):
        assert "cannot be meant" in editor.post(add, moments(first, second)).text
    assert "has passed" in editor.post(add, moments("2021-05-01", "2021-05-02")).text
    assert "“soon” is no day: write it as 2026-12-31 or 31.12.2026." in editor.post(add, moments("soon", "")).text
    late = moments("2031-05-01", "2031-05-09")
    assert "“late” is no time: write it as 18:30." in editor.post(add, late | {"opens_at_1": "late"}).text
    for missing in ("opens_at_0", "opens_at_1"):
        assert "Write the day and the time" in editor.post(add, late | {missing: " "}).text
    page = editor.get(add).text
    assert page.count("Days and times are those of the newsroom: ") == 1 and "DateTimeShortcuts" not in page
    assert editor.post(add, moments("01.05.2031", "2031-05-09")).status_code == 302
    assert TopicRound.objects.get().opens_at.date().isoformat() == "2031-05-01"
    assert "one round at a time" in editor.post(add, moments("2031-05-08", "2031-05-20")).text
    assert TopicRound.objects.count() == 1


def test_pledge_staff_see_votes_on_a_patrons_page_and_decide_nothing(signed_in):
    client = signed_in("pledge")
    voter, topic = make_voter(), make_topic(make_round())
    voting.vote(voter, topic)
    make_topic(proposed_by=voter, title="Something of theirs")
    page = client.get(f"/admin/patrons/patron/{voter.pk}/change/").text
    assert topic.title in page and "Something of theirs" in page
    assert client.get(LIST).status_code == 403 and do(client, topic, "decline", reason="x").status_code == 403
    assert Topic.objects.get(pk=topic.pk).state == "open"
