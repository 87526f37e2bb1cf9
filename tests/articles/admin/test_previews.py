"""A preview is the page that readers will get, saved or not, and it writes nothing."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.models import Article, PublishedArticle, RelatedLink
from newsroom.site.models import MenuItem, SiteSettings
from tests.articles.admin.conftest import management
from tests.factories import make_article, make_author, make_picture, make_section, make_story, make_tag, minutes_ago

NEW = reverse("admin:articles_article_preview_page_new")
MORNING = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)


def page_of(article, lite=False):
    return reverse("admin:articles_article_preview_page", args=[article.pk]) + ("?form=lite" if lite else "")


@pytest.fixture
def whole(db):
    """An article with everything on it, and a site around it."""
    settings = SiteSettings(name="The Lantern", appeal_headline="Readers pay", appeal_button="Join", appeal_url="/s/")
    settings.save()
    section = make_section(name="Energy", slug="energy", translations={"uk": {"name": "Енергетика"}})
    MenuItem.objects.create(settings=settings, place="sections", label="Energy", url="/section/energy/")
    for _number in range(8):
        make_article(published=True, section=section, at=minutes_ago(60))
    target, draft = make_article(published=True, at=minutes_ago(90)), make_article(headline="Not public")
    make_tag("Check with lawyer", is_internal=True)
    picture = make_picture()

    def make(**fields):
        article = make_article(
            headline="Seven pylons & a river", deck="They <know> it.", genre="report", section=section, kicker="Report",
            lead_picture=make_picture(alt="A river"), lead_caption="At dawn", credit_line="CC BY.",
            authors=[make_author(name="Ihor Savchuk"), make_author(name="Foreign desk", is_desk=True)],
            tags=["Winter", "Air", "Check with lawyer"], search_description="About pylons.",
            body=f'<p>Words <a data-article="{target.pk}">ours</a> <a data-article="{draft.pk}">hidden</a>'
            f'<cms-footnote data-text="A note"></cms-footnote></p><h2>Two</h2>'
            f'<cms-picture data-picture="{picture.pk}"></cms-picture>'
            f'<cms-read-also data-article="{draft.pk}"></cms-read-also>'
            f'<cms-read-also data-article="{target.pk}"></cms-read-also>'
            f'<cms-embed data-url="https://www.youtube.com/watch?v=abcdefghijk"></cms-embed>',
            **fields,
        )  # fmt: skip
        RelatedLink.objects.create(article=article, position=2, target=target)
        RelatedLink.objects.create(article=article, position=1, target=draft)
        RelatedLink.objects.create(article=article, position=0, story=make_story("Ice", own_picture=picture))
        return article

    return make


def without_moments(html):
    """Only the moment of publishing may differ: it comes after the preview, which says that there is none yet."""
    html = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d\d:\d\d", "MOMENT", html)
    html = re.sub(r"(?<=<dd>)(<time[^>]*>[^<]*</time>|Not published yet|Ще не опубліковано)", "WHEN", html)
    return re.sub(
        r"((Published|Опубліковано) <time[^>]*>[^<]*</time>|Not published yet|Ще не опубліковано)\.", "WHEN.", html
    )


@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("language", ["en", "uk"])
def test_it_is_the_page_that_readers_get(editor, client, whole, lite, language):
    article = whole(language=language)
    shown = editor.get(page_of(article, lite))
    publishing.publish(article)
    public = client.get(("/lite" if lite and language == "en" else "") + article.live_edition.get_absolute_url())
    if lite and language == "uk":
        public = client.get(article.live_edition.get_absolute_url().replace("/uk/", "/uk/lite/"))
    assert public.status_code == shown.status_code == 200
    assert without_moments(shown.text) == without_moments(public.text)
    assert len(shown.text) > 1500
    # And again, to the letter, once the moment is known; with corrections and the way it was updated.
    publishing.correct(article, "The river is the Desna.")
    public = client.get(public.request["PATH_INFO"])
    assert editor.get(page_of(article, lite)).text == public.text


def test_changes_of_a_public_article_keep_its_date_and_address(editor, client, whole):
    article = whole()
    publishing.publish(article, at=MORNING)
    Article.objects.filter(pk=article.pk).update(headline="Changed at the desk")
    shown = editor.get(page_of(article)).text
    publishing.publish(article)
    assert client.get(article.live_edition.get_absolute_url()).text == shown
    assert "Changed at the desk" in shown and "4 March 2026, 10:30" in shown


def test_what_is_typed_is_shown_and_not_saved(editor, typed, whole):
    article = whole()
    before = Article.objects.values().get(pk=article.pk)
    ada, target = make_author(name="Ada Typed"), make_article(published=True, headline="Typed target")
    lines = {
        **management("bylines", 1), "bylines-0-author": ada.pk, "bylines-0-position": "",
        **management("related_links", 1), "related_links-0-target": target.pk, "related_links-0-position": 0,
    }  # fmt: skip
    data = typed(
        headline="Typed <b>now</b>", body="<p>Typed body<script>x</script></p>", tags=["Winter", "Unheard of"], **lines
    )
    with CaptureQueriesContext(connection) as queries:
        shown = editor.post(page_of(article), data).text
    assert "Typed &lt;b&gt;now&lt;/b&gt;" in shown and "<p>Typed body</p>" in shown
    for words in ("By <a", "Ada Typed", "Typed target", "Unheard of", ">Winter</a>"):
        assert words in shown
    assert "Ihor Savchuk" not in shown and "preview-note" not in shown
    assert Article.objects.values().get(pk=article.pk) == before
    assert not PublishedArticle.objects.filter(article=article).exists()
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in writes if "session" not in sql] == []


def test_a_new_article_is_shown_before_it_exists(editor, typed):
    shown = editor.post(NEW, typed(headline="Brand new"))
    assert shown.status_code == 200 and "Brand new" in shown.text
    assert editor.get(NEW).status_code == 200
    assert not Article.objects.exists()


def test_a_field_that_cannot_be_read_is_named_and_shown_as_saved(editor, typed, whole):
    article = whole()
    shown = editor.post(page_of(article), typed(headline="", deck="x" * 500, kicker="Typed kicker")).text
    assert "Seven pylons &amp; a river" in shown and "Typed kicker" in shown
    notes = re.findall(r'<meta name="preview-note" content="([^"]*)">', shown)
    assert notes == [
        "Headline is shown as it is saved: Write a headline.",
        "Deck is shown as it is saved: It has 500 characters: shorten it to 400.",
    ]


def test_it_is_kept_nowhere_and_framed_only_here(editor, client, whole):
    article = whole()
    for lite in (False, True):
        shown = editor.get(page_of(article, lite))
        assert "no-store" in shown.headers["Cache-Control"]
        assert "noindex" in shown.headers["X-Robots-Tag"]
        assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
        policy = shown.headers["Content-Security-Policy"]
        publishing.publish(article)
        address = ("/lite" if lite else "") + article.live_edition.get_absolute_url()
        public = client.get(address)
        assert policy == public.headers["Content-Security-Policy"].replace(
            "frame-ancestors 'none'", "frame-ancestors 'self'"
        )
        assert public.headers["X-Frame-Options"] == "DENY"


def test_the_frame(editor):
    article = make_article(headline="Framed <i>")
    frame = editor.get(reverse("admin:articles_article_preview", args=[article.pk]))
    assert page_of(article) in frame.text and "Framed &lt;i&gt;" in frame.text
    assert "frame-src 'self'" in frame.headers["Content-Security-Policy"]
    assert frame.headers["X-Frame-Options"] == "DENY"
    assert (
        reverse("admin:articles_article_preview", args=[article.pk])
        in editor.get(reverse("admin:articles_article_change", args=[article.pk])).text
    )


@pytest.mark.parametrize("who", ["nobody", "reader", "staff", "pledge"])
def test_others_are_refused(signed_in, typed, who):
    article, client = make_article(), signed_in(who)
    addresses = [page_of(article), NEW, reverse("admin:articles_article_preview", args=[article.pk])]
    for address in addresses:
        assert client.get(address).status_code in (302, 403)
    assert client.post(page_of(article), typed()).status_code in (302, 403)


def test_constant_queries(editor, whole):
    few, many = make_article(), whole()
    for number in range(30):
        RelatedLink.objects.create(article=many, story=make_story(), position=number + 5)
    costs = []
    for article in (few, many):
        with CaptureQueriesContext(connection) as queries:
            editor.get(page_of(article))
        costs.append(len(queries))
    assert max(costs) <= 24
