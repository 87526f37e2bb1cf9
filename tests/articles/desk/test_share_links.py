"""A link for somebody outside: made, opened, commented under, and ended so that nothing shows it ever was."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from lxml import html

from articles import publishing, sharing
from articles.models import Article, Comment, ShareLink
from articles.views import shared
from newsroom.audit.models import Event
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture(autouse=True)
def nobody_was_here():
    cache.clear()


@pytest.fixture
def article():
    SiteSettings(name="The Lantern").save()
    return make_article(headline="Nobody has read this", body="<p>Secret words.</p>", lead_picture=make_picture())


@pytest.fixture
def link(article):
    return sharing.make(article, by=make_user(is_superuser=True, is_staff=True), days=3, note="our lawyer")


@pytest.fixture
def with_comments(article):
    return sharing.make(article, by=make_user(is_superuser=True, is_staff=True), days=1, may_comment=True)


def path_of(link):
    return sharing.address(link).partition("://")[2].partition("/")[2].join(["/", ""])


def ticket(client, link):
    return html.fromstring(client.get(path_of(link)).content).xpath("//input[@name='ticket']/@value")[0]


def send(client, link, **fields):
    data = {"name": "Vira", "text": "The date is wrong.", "website": "", "ticket": ticket(client, link)} | fields
    return client.post(path_of(link), data)


def test_the_draft_is_read_without_an_account(client, link):
    answer = client.get(path_of(link), headers={"user-agent": PERSON})
    page = html.fromstring(answer.content)
    assert answer.status_code == 200
    assert page.xpath("string(//h1)") == "Nobody has read this" and "Secret words." in answer.text
    bar = " ".join(page.xpath("string(//aside[@class='draft-bar'])").split())
    assert bar.startswith("Unpublished draft for our lawyer. Please do not pass it on.")
    assert page.xpath("//aside[@class='draft-bar']//time/@datetime")
    assert not page.xpath("//form[@method='post']")


def test_it_is_kept_nowhere_and_says_nothing_to_machines(client, link):
    answer = client.get(path_of(link))
    assert answer.headers["Cache-Control"] == "no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    for word in ("og:title", "application/ld+json", 'rel="canonical"', "hreflang", 'name="description"'):
        assert word not in answer.text
    assert html.fromstring(answer.content).xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]


def test_it_shows_what_is_saved_at_the_desk_now(client, link, article):
    Article.objects.filter(pk=article.pk).update(headline="Rewritten since")
    assert "Rewritten since" in client.get(path_of(link)).text


def test_it_speaks_the_language_of_the_article(client, link, article):
    Article.objects.filter(pk=article.pk).update(language="uk")
    answer = client.get(path_of(link))
    assert '<html lang="uk">' in answer.text and answer.headers["Content-Language"] == "uk"


def test_whoever_changed_a_letter_learns_nothing(client, link):
    good = path_of(link)
    token, until, signature = good.strip("/").split("/")[1].split(".")
    other = sharing.make(link.article, by=link.made_by, days=7)
    theirs = path_of(other).strip("/").split("/")[1].split(".")
    wrong = [
        f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}.{until}.{signature}",
        f"{token}.{format(int(until, 16) + 9999999, 'x')}.{signature}",
        f"{token}.{until}.{signature[:-2]}",
        f"{token}.{until}.{theirs[2]}", f"{token}.{theirs[1]}.{theirs[2]}",
        f"{token}.{until}", token, "x", "%00", "🚢", "x" * 5000, f"{token.lower()}.{until}.{signature}",
    ]  # fmt: skip
    pages = {client.get(f"/shared/{each}/").content for each in wrong}
    assert len(pages) == 1 and b"This link has ended" in pages.pop()
    for each in wrong:
        answer = client.get(f"/shared/{each}/")
        assert answer.status_code == 410 and answer.headers["Cache-Control"] == "no-store"
    assert client.get(good).status_code == 200


def test_its_time_runs_out(client, link, monkeypatch):
    later = timezone.now() + timedelta(days=3, seconds=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = client.get(path_of(link))
    assert answer.status_code == 410 and "This link has ended" in answer.text
    assert "Nobody has read this" not in answer.text and "lawyer" not in answer.text


def test_an_end_that_was_moved_in_the_table_counts_too(client, link):
    address = path_of(link)
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 410


def test_it_is_revoked(client, link):
    sharing.revoke(link, by=link.made_by)
    assert client.get(path_of(link)).status_code == 410
    first = ShareLink.objects.get(pk=link.pk).revoked_at
    sharing.revoke(link, by=link.made_by)
    assert ShareLink.objects.get(pk=link.pk).revoked_at == first
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "share_link.made", "share_link.revoked",
    ]  # fmt: skip
    assert link.token not in str(list(Event.objects.values()))


def test_an_article_in_the_trash_is_not_read(client, link, article):
    Article.objects.filter(pk=article.pk).update(trashed_at=timezone.now())
    assert client.get(path_of(link)).status_code == 410


def test_openings_are_counted_but_not_of_programs(client, link):
    path = path_of(link)
    for number in range(2):
        client.get(path, headers={"user-agent": f"{PERSON} {number}"})
    client.head(path, headers={"user-agent": PERSON})
    client.get(path, headers={"user-agent": f"{PERSON} 3", "sec-purpose": "prefetch;prerender"})
    for agent in ("TelegramBot (like TwitterBot)", "WhatsApp/2.2", "facebookexternalhit/1.1", "Slackbot-LinkExpanding"):
        client.get(path, headers={"user-agent": agent})
    link.refresh_from_db()
    assert link.opened_count == 2 and link.opened_at is not None


@pytest.mark.parametrize("days", [0, 2, -1, 400])
def test_it_lives_one_three_or_seven_days(article, days):
    with pytest.raises(sharing.CannotShare):
        sharing.make(article, by=make_user(is_superuser=True, is_staff=True), days=days)


def test_who_may_not_write_makes_none(article, link):
    for by in (make_user(), make_user(is_staff=True)):
        with pytest.raises(PermissionDenied):
            sharing.make(article, by=by, days=1)
        with pytest.raises(PermissionDenied):
            sharing.revoke(link, by=by)


def test_notes_stand_on_the_page_as_text(client, article):
    by = make_user(is_superuser=True, is_staff=True)
    link = sharing.make(article, by=by, days=1, note="<script>alert(1)</script>\0 \u202e")
    assert "&lt;script&gt;alert(1)" in client.get(path_of(link)).text
    with pytest.raises(sharing.CannotShare, match="10000"):
        sharing.make(article, by=by, days=1, note="x" * 10_000)


def test_a_comment_reaches_the_desk(client, with_comments, article):
    answer = send(client, with_comments, text="Wrong <b>date</b> 🚢")
    assert answer.status_code == 303 and not answer.cookies
    thanks = client.get(answer.headers["Location"])
    assert "Thank you" in thanks.text
    comment = Comment.objects.get()
    assert (comment.article, comment.outsider, comment.text, comment.author) == (
        article, "Vira", "Wrong <b>date</b> 🚢", None,
    )  # fmt: skip
    assert "Wrong" not in thanks.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "Write your name."),
        ({"text": ""}, "Write what you want to say."),
        ({"text": "x" * 2001}, "at most 2000 characters"),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"text": "a\0b"}, "Null characters"),
        ({"ticket": ""}, "open for too long"),
        ({"ticket": "forged"}, "open for too long"),
        ({"ticket": signing.dumps(99, salt=shared.SALT)}, "open for too long"),
    ],
)
def test_a_comment_that_cannot_be_kept_says_why_and_stays_typed(client, with_comments, fields, words):
    answer = send(client, with_comments, **({"text": "<i>Kept</i>"} | fields))
    assert answer.status_code == 422 and words in answer.text
    assert "text" in fields or "&lt;i&gt;Kept&lt;/i&gt;" in answer.text
    assert not Comment.objects.exists()


def test_a_second_press_after_the_page_was_open_too_long_works(client, with_comments):
    answer = send(client, with_comments, ticket="old")
    fresh = html.fromstring(answer.content).xpath("//input[@name='ticket']/@value")[0]
    assert send(client, with_comments, ticket=fresh).status_code == 303


def test_programs_that_fill_in_everything_are_thanked_and_ignored(client, with_comments):
    assert send(client, with_comments, website="https://spam.example/").status_code == 303
    assert not Comment.objects.exists()


def test_a_link_without_comments_takes_none(client, link):
    answer = client.post(
        path_of(link), {"name": "Vira", "text": "x", "ticket": signing.dumps(link.pk, salt=shared.SALT)}
    )
    assert answer.status_code == 403 and not Comment.objects.exists()


def test_too_many_comments(client, with_comments):
    for _time in range(shared.COMMENTS_AN_HOUR["address"]):
        assert send(client, with_comments).status_code == 303
    answer = send(client, with_comments, text="One more")
    assert answer.status_code == 429 and "Too many comments" in answer.text and "One more" in answer.text
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    for _time in range(9):
        assert send(elsewhere, with_comments).status_code == 303
    assert send(elsewhere, with_comments).status_code == 429  # the link has had its twenty


def test_no_token_of_a_session_is_needed(with_comments):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, with_comments).status_code == 303
    assert strict.put(path_of(with_comments)).status_code == 405


def test_one_visit_with_a_comment_and_a_reload_counts_once(client, with_comments):
    client.get(path_of(with_comments), headers={"User-Agent": "Mozilla/5.0"})
    client.get(path_of(with_comments), headers={"User-Agent": "Mozilla/5.0"})
    client.get(path_of(with_comments) + "?thanks", headers={"User-Agent": "Mozilla/5.0"})
    with_comments.refresh_from_db()
    assert with_comments.opened_count == 1
    client.get(path_of(with_comments), headers={"User-Agent": "Mozilla/5.0 (another)"})
    with_comments.refresh_from_db()
    assert with_comments.opened_count == 2


def test_an_ended_link_speaks_the_articles_language_then_the_browsers(client, link, article):
    where = path_of(link)
    sharing.revoke(link, by=link.made_by)
    assert "This link has ended" in client.get(where, headers={"Accept-Language": "uk"}).text
    article.language = "uk"
    article.save()
    assert client.get(where).headers["Content-Language"] == "uk"
    assert client.get("/shared/nonsense/", headers={"Accept-Language": "uk"}).headers["Content-Language"] == "uk"


def test_a_draft_is_not_called_published(client, link, article):
    assert "Not published yet" in client.get(path_of(link)).text
    publishing.publish(article)
    assert "Not published yet" not in client.get(path_of(link)).text
