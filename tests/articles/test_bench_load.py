"""`manage.py bench_load`: a corpus for measuring stands in an empty database as the editors' verbs would leave it."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from articles import bench_loading, references
from articles.body.sanitise import sanitise
from articles.body.text import plain_text, word_count
from articles.models import Article, NearArticle, Picture, PublishedArticle, Reference
from articles.search import engine
from newsroom.pagecache.models import Retirement
from tests.factories import make_article

pytestmark = pytest.mark.django_db
TAXONOMY = {
    "sections": [{"slug": "world", "name": "World"}, {"slug": "sport", "name": "Sport"}],
    "tags": [{"slug": "black-sea", "name": "Black Sea"}, {"slug": "wheat", "name": "Wheat"}],
    "authors": [{"slug": "olha-koval", "name": "Olha Koval"}],
    "images": ["lead-00.jpg"],
}
BODIES = [
    "<p>Grain left the harbour <strong>today</strong>.</p>\n<h2>Ships wait</h2>\n<p>Two of them, at anchor.</p>",
    '<p>A <a href="https://example.org/">link</a> &amp; a bad <script>alert(1)</script> word.</p>',
    "<p>Nothing but quxzavlo.</p>",
]


def story(number, **fields):
    return {
        "id": number, "slug": f"story-{number}", "title": f"Story {number}", "summary": "What happened.",
        "body": BODIES[number % 3], "image": 0, "author": 0, "section": number % 2, "tags": [0, 1][: number % 3],
        "related": [other for other in range(4) if other != number],
        "published": f"2026-01-0{number % 9 + 1}T10:00:00Z", **fields,
    }  # fmt: skip


@pytest.fixture
def corpus(tmp_path):
    def write(*stories, taxonomy=TAXONOMY):
        (tmp_path / "taxonomy.json").write_text(json.dumps(taxonomy))
        file = tmp_path / "articles.jsonl"
        file.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in stories))
        return file

    return write


@pytest.fixture
def loaded(corpus):
    call_command("bench_load", corpus(*(story(number) for number in range(4))), workers=1, verbosity=0)


@pytest.mark.usefixtures("loaded")
def test_readers_find_all_of_it(client):
    edition = PublishedArticle.objects.get(slug="story-1")
    page = client.get(edition.get_absolute_url())
    assert page.status_code == 200
    for words in ("Story 1", "What happened.", "Olha Koval", "Black Sea", "Sport", "Story 3"):
        assert words in page.text
    for address in ("/", "/section/sport/", "/tag/black-sea/", "/author/olha-koval/", "/archive/2026/1/2/"):
        assert "Story 1" in client.get(address).text, address
    assert "Story 2" not in client.get("/section/sport/").text
    assert "/story-2/" in client.get("/search/?q=quxzavlo").text
    assert "/story-1/" in client.get("/search/?q=black+sea+story").text


@pytest.mark.usefixtures("loaded")
def test_it_is_what_publishing_would_have_written():
    for edition in PublishedArticle.objects.all():
        assert edition.body == sanitise(BODIES[(edition.pk - 1) % 3]) == edition.article.body
        assert edition.plain_text == plain_text(edition.body)
        assert edition.word_count == word_count(edition.body)
        before = set(Reference.objects.values_list("pk"))
        references.keep(edition)
        references.keep(edition.article)
        assert set(Reference.objects.values_list("pk")) == before
        assert edition.article.state_now == "published"
        assert not edition.article.has_changes
        assert list(edition.tags.order_by("pk")) == list(edition.article.tags.order_by("pk"))


@pytest.mark.usefixtures("loaded")
def test_what_the_corpus_does_not_say_is_as_a_new_article_has_it():
    given = {
        "id", "headline", "deck", "slug", "body", "section", "lead_picture", "translation_group", "article", "state",
        "first_published_at", "created_at", "saved_at", "published_at", "live_from", "plain_text", "word_count",
    }  # fmt: skip
    for model in (Article, PublishedArticle):
        one, new = model.objects.get(slug="story-1"), model()
        for field in model._meta.concrete_fields:
            if field.name not in given:
                assert getattr(one, field.attname) == getattr(new, field.attname), field
    assert one.published_at == one.live_from == one.article.created_at == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert one.translation_group == one.article.translation_group
    assert len(set(Article.objects.values_list("translation_group", flat=True))) == 4


@pytest.mark.usefixtures("loaded")
def test_what_is_written_next_gets_a_number_of_its_own(client):
    article = make_article(published=True, headline="Afterwards")
    assert article.pk not in (1, 2, 3, 4)
    assert client.get(article.live_edition.get_absolute_url()).status_code == 200


@pytest.mark.usefixtures("loaded")
def test_left_out_is_what_takes_long():
    assert not NearArticle.objects.exists()
    assert Picture.objects.count() == 1


def test_the_index_says_what_it_says_of_an_article_indexed_by_itself(loaded):
    def found():
        return engine().search("ships harbour", language="en", limit=9)

    before = found()
    engine().rebuild()
    assert before.hits and found() == before


def test_stored_pages_are_taken_out(corpus, pages, django_capture_on_commit_callbacks, client):
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        bench_loading.load(corpus(story(0, related=[])))
    assert pages.paths() == []
    assert not Retirement.objects.exists()


def test_a_database_with_articles_is_left_alone(corpus):
    make_article()
    with pytest.raises(CommandError, match=r"^There are articles in this database, and nothing was added"):
        call_command("bench_load", corpus(story(0)), workers=1)
    assert Article.objects.count() == 1


@pytest.mark.only_on_postgresql
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("is_good", [True, False])
@pytest.mark.django_db(transaction=True)
def test_all_indexes_and_keys_stand_afterwards(corpus, is_good):
    def all_of_them():
        with connection.cursor() as cursor:
            cursor.execute("SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint")
            constraints = set(cursor.fetchall())
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes")
            return constraints | set(cursor.fetchall())

    before = all_of_them()
    stories = [story(number) for number in range(4)]
    if is_good:
        bench_loading.load(corpus(*stories), workers=2)
        assert Article.objects.count() == PublishedArticle.objects.count() == 4
        assert Reference.objects.filter(target_article=1).count() == 6
    else:
        with pytest.raises(bench_loading.NotLoaded, match="Line 5"):
            bench_loading.load(corpus(*stories, "{"))
        assert not Article.objects.exists()
    assert all_of_them() == before


@pytest.mark.django_db(transaction=True)
def test_a_corpus_that_names_what_it_has_not_is_not_loaded(corpus):
    with pytest.raises(IntegrityError):
        bench_loading.load(corpus(story(0, related=[7])))
    assert not Article.objects.exists()
    assert not engine().search("story", language="en", limit=1).hits


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "Line 2 is no article"),
        ("[]", "Line 2 is no article"),
        (story(1, section=9), "Line 2 is no article"),
        ({"id": 1}, "Line 2 is no article"),
        (story(1, published="yesterday"), "Line 2 is no article"),
    ],
)
def test_what_is_no_article_is_a_sentence(corpus, line, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("bench_load", corpus(story(0), line), workers=1, verbosity=0)
    assert not Article.objects.exists()


def test_files_that_are_not_there(corpus, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("bench_load", tmp_path / "none" / "articles.jsonl", workers=1)
    with pytest.raises(CommandError, match="does not name sections"):
        call_command("bench_load", corpus(story(0), taxonomy={}), workers=1)
