"""Comments: said, answered, settled; who is mentioned gets one mail, after it is stored."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction

from articles import commenting, versions
from articles.models import Article, ArticleVersion, Comment
from newsroom import mailing
from newsroom.accounts import roles
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def colleague(name="", role=roles.EDITOR, **fields):
    user = make_user(is_staff=True, name=name, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(commenting, "PAUSE", commenting.PAUSE * 0)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Runs what waits for the commit, which a test's transaction never reaches."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_who_is_mentioned_gets_one_mail_in_text_and_html(committed):
    ada, bob = colleague("Ada Editor"), colleague("Bohdan Chief")
    article = make_article(headline="Talks <begin>")
    with committed():
        made = commenting.comment(article, "@Bohdan Chief, look & say, @bohdan chief!", by=ada, quote="the words")
    [message] = mail.outbox
    assert message.to == [bob.email]
    assert message.subject == "Ada Editor mentioned you: Talks <begin>"
    assert "look & say" in message.body and "> the words" in message.body
    assert f"/admin/articles/article/{article.pk}/change/?comment={made.pk}\n" in message.body
    html = message.alternatives[0].content
    assert "Talks &lt;begin&gt;" in html and "<begin>" not in html
    assert list(commenting.mentioning(bob)) == [made]


def test_no_mail_when_the_transaction_is_rolled_back(committed):
    ada = colleague("Ada Editor")
    colleague("Bohdan Chief")
    with committed(), pytest.raises(RuntimeError), transaction.atomic():
        commenting.comment(make_article(), "@Bohdan Chief", by=ada)
        raise RuntimeError
    assert mail.outbox == [] and not Comment.objects.exists()


def test_nobody_who_may_not_see_the_article_is_mailed(committed):
    ada = colleague("Ada Editor")
    outside = [
        make_user(name="Reader One"),
        colleague("Pavlo Pledges", roles.PLEDGE_STAFF),
        colleague("Gone", is_active=False),
    ]
    with committed():
        text = "@Reader One @Pavlo Pledges @Gone"
        made = commenting.comment(make_article(), text, by=ada, mentions=[each.pk for each in outside])
    assert mail.outbox == [] and not made.mentions.exists()
    assert [commenting.shown_name(user) for user in commenting.mentionable(made.article)] == ["Ada Editor"]


def test_the_names_of_those_who_may_not_see_it_come_back(committed):
    ada, _vira = colleague("Ada Editor"), colleague("Vira Writer", roles.WRITER)
    with committed():
        made = commenting.comment(make_article(), "@Vira Writer, please", by=ada)
    assert mail.outbox == [] and made.not_told == ["Vira Writer"]
    assert commenting.comment(make_article(), "@Nobody Known", by=colleague("Bohdan")).not_told == []


def test_of_two_with_one_name_only_the_chosen_one_is_meant(committed):
    ada = colleague("Ada Editor")
    _one, two = colleague("Olena"), colleague("Olena")
    with committed():
        assert not commenting.comment(make_article(), "@Olena", by=ada).mentions.exists()
        commenting.comment(make_article(), "@Olena", by=ada, mentions=[two.pk])
    assert [message.to for message in mail.outbox] == [[two.email]]


def test_an_edit_mails_only_who_is_new(committed):
    ada, bob, eve = colleague("Ada"), colleague("Bob"), colleague("Eve")
    with committed():
        made = commenting.comment(make_article(), "@Bob", by=ada)
        commenting.edit(made, "@Bob and @Eve, also @Ada", by=ada)
    assert [message.to for message in mail.outbox] == [[bob.email], [eve.email]]


def test_a_mail_that_fails_breaks_nothing_and_names_no_address(committed, monkeypatch, caplog):
    ada, bob = colleague("Ada"), colleague("Bob")

    def fail(self, **kwargs):
        raise OSError(f"refused: {bob.email}")

    monkeypatch.setattr(mailing.EmailMultiAlternatives, "send", fail)
    with committed():
        commenting.comment(make_article(), "@Bob", by=ada)
    assert Comment.objects.count() == 1
    assert "mailing.deliver failed" in caplog.text and bob.email not in caplog.text


def test_a_subject_is_one_line(committed):
    ada = colleague("Ada")
    colleague("Bob")
    with committed():
        commenting.comment(make_article(headline="A\nBcc: x@example.com" + "y" * 150), "@Bob", by=ada)
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].to != ["x@example.com"]


@pytest.mark.parametrize("text", ["", "  \n\0 ", "x" * 4001])
def test_words_that_are_none_or_too_many(text):
    with pytest.raises(commenting.Refused):
        commenting.comment(make_article(), text, by=colleague("Ada"))
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["x" * 4000, "<b>&", "שלום \U0001f600", "two\nlines"])
def test_words_are_kept_as_they_are(text):
    assert commenting.comment(make_article(), text, by=colleague("Ada")).text == text


def test_one_comment_a_second(monkeypatch):
    monkeypatch.undo()
    ada, article = colleague("Ada"), make_article()
    commenting.comment(article, "One", by=ada)
    with pytest.raises(commenting.Refused, match="very fast"):
        commenting.comment(article, "Two", by=ada)
    commenting.comment(article, "Two", by=colleague("Bob"))


def test_an_answer_to_an_answer_is_an_answer():
    ada, article = colleague("Ada"), make_article()
    first = commenting.comment(article, "First", by=ada, quote="words")
    second = commenting.comment(article, "Second", by=ada, parent=first, quote="ignored")
    third = commenting.comment(article, "Third", by=ada, parent=second)
    assert (second.quote, third.parent) == ("", first)
    [thread] = commenting.threads(article)
    assert list(thread.replies.all()) == [second, third]
    with pytest.raises(commenting.Refused):
        commenting.comment(make_article(), "Elsewhere", by=ada, parent=first)


def test_settled_and_taken_up_again():
    ada, article = colleague("Ada"), make_article()
    first, second = (commenting.comment(article, text, by=ada) for text in ("One", "Two"))
    commenting.resolve(first, by=ada)
    assert commenting.threads(article) == [second, first]
    assert first.resolved_by == ada
    commenting.reopen(first)
    assert commenting.threads(article) == [first, second]


def test_only_ones_own_unanswered_comment_is_changed():
    ada, bob, article = colleague("Ada"), colleague("Bob"), make_article()
    made = commenting.comment(article, "Before", by=ada)
    with pytest.raises(commenting.Refused, match="Only who wrote"):
        commenting.edit(made, "After", by=bob)
    with pytest.raises(commenting.Refused, match="Only who wrote"):
        commenting.delete(made, by=bob)
    commenting.edit(made, "After", by=ada)
    commenting.comment(article, "Answer", by=bob, parent=made)
    with pytest.raises(commenting.Refused, match="has answered"):
        commenting.edit(made, "Never said", by=ada)
    assert Comment.objects.get(pk=made.pk).text == "After"


def test_a_deleted_comment_with_answers_leaves_its_place():
    ada, bob, article = colleague("Ada"), colleague("Bob"), make_article()
    made = commenting.comment(article, "@Bob Before", by=ada)
    answer = commenting.comment(article, "Answer", by=bob, parent=made)
    commenting.delete(made, by=ada)
    assert Comment.objects.get(pk=made.pk).text == "" and not commenting.mentioning(bob).exists()
    commenting.delete(answer, by=bob)
    assert not Comment.objects.exists()


def test_an_outsider_is_named():
    made = commenting.comment(make_article(), "I read it", outsider="A lawyer" + "x" * 200)
    assert made.author is None and made.outsider.startswith("A lawyer") and len(made.outsider) == 80


def test_restoring_a_version_loses_no_comment():
    article = make_article()
    version = versions.snapshot(article, ArticleVersion.Reason.SAVED)
    commenting.comment(article, "Stays", by=colleague("Ada"))
    Article.objects.filter(pk=article.pk).update(headline="Other")
    versions.restore(version)
    assert article.comments.count() == 1


def test_comments_of_settled_threads_are_not_on_the_list_of_mentions():
    ada, bob, article = colleague("Ada"), colleague("Bob"), make_article()
    thread = commenting.comment(article, "Start", by=ada)
    answer = commenting.comment(article, "@Bob", by=ada, parent=thread)
    assert list(commenting.mentioning(bob)) == [answer]
    commenting.resolve(thread, by=ada)
    assert not commenting.mentioning(bob).exists()
