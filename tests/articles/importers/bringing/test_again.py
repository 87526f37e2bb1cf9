"""The same export again: nothing doubles, nobody's edits are lost, and what was stopped goes on."""

from dataclasses import replace

import pytest

from articles import publishing, trash, versions
from articles.importers.bringing import settling
from articles.importers.bringing.running import bring
from articles.importers.records import CannotRead, Kind, Person, Status, Term
from articles.models import Article, ArticleVersion, Author, Import, Imported, Page, PublishedArticle, Redirect, Tag
from tests.articles.importers.bringing.exports import OLD, Given, brought, entry

pytestmark = pytest.mark.django_db
COUNTED = (Article, PublishedArticle, ArticleVersion, Author, Tag, Redirect, Imported, Page)


def archive() -> Given:
    terms = [Term("category", "politics", "Politics"), Term("tag", "kyiv", "Kyiv")]
    used = tuple((term.kind, term.slug) for term in terms)
    return Given(
        [
            entry("1", people=("ada",), terms=used, body=f'<p><a href="{OLD}/?p=2">Two</a></p>'),
            entry("2", people=("ada",), terms=used),
            entry("3", status=Status.DRAFT),
            entry("4", kind=Kind.PAGE, slug="about", paths=("/about-us/",)),
        ],
        [Person("ada", "Ada")], terms,
    )  # fmt: skip


def figures():
    return [model.objects.count() for model in COUNTED]


def said():
    return [versions.content_of(article) for article in Article.objects.order_by("pk")]


def test_twice_is_once():
    brought(archive())
    before = figures(), said()
    import_ = brought(archive())
    assert (figures(), said()) == before
    assert import_.report["counts"]["same"] == 4 and "new" not in import_.report["counts"]


def test_what_the_export_says_anew_is_public_at_once(client):
    brought(archive())
    export = archive()
    export.entries_[1] = replace(export.entries_[1], headline="Said better")
    import_ = brought(export)
    article = Article.objects.order_by("pk")[1]
    assert article.headline == article.editions.live().get().headline == "Said better"
    assert import_.report["counts"]["changed"] == 1 and Article.objects.count() == 3
    assert client.get("/?p=2")["Location"] == article.get_absolute_url()
    assert brought(export).report["counts"]["same"] == 4


def edited() -> Article:
    article = Article.objects.order_by("pk")[1]
    article.headline = "Edited here"
    article.save()
    publishing.publish(article)
    return article


def test_what_was_edited_here_is_left_unless_somebody_wants_it_so():
    brought(archive())
    article = edited()
    export = archive()
    export.entries_[1] = replace(export.entries_[1], headline="Said better")
    import_ = brought(export)
    article.refresh_from_db()
    assert article.headline == "Edited here" and import_.report["counts"]["edited"] == 1
    brought(export, overwrites=True)
    article.refresh_from_db()
    assert article.headline == article.editions.live().get().headline == "Said better"


def test_what_was_thrown_away_or_withdrawn_here_does_not_come_back():
    brought(archive())
    third = Article.objects.order_by("pk")[2]
    trash.throw_away(third)
    second = Article.objects.order_by("pk")[1]
    publishing.withdraw(second)
    export = archive()
    export.entries_ = [replace(each, headline="Said better") for each in export.entries_]
    brought(export)
    third.refresh_from_db()
    assert third.trashed_at is not None and third.headline == "Headline 3"
    assert not PublishedArticle.objects.live().filter(article=second).exists()


def test_what_was_deleted_for_good_stays_so():
    brought(archive())
    Article.objects.order_by("pk")[1].delete()
    import_ = brought(archive())
    assert Article.objects.count() == 2 and import_.report["counts"]["deleted"] == 1


@pytest.mark.parametrize("after", [1, 2, 3])
def test_killed_and_repeated_is_the_same_end(after, monkeypatch):
    monkeypatch.setattr("articles.importers.bringing.running.AT_ONCE", 1)

    class Killed(BaseException):
        pass

    class Cut(Given):
        def entries(self, **how):
            for number, each in enumerate(self.entries_):
                # What only reads goes through; the writing is cut.
                if number == after and Import.objects.filter(done__gt=0).exists():
                    raise Killed
                yield each

    whole = archive()
    with pytest.raises(Killed):
        bring(Cut(whole.entries_, whole.people_, whole.terms_), Import.objects.create(system="wordpress"))
    assert 0 < Imported.objects.filter(of="entry").count() < 4
    brought(whole)
    assert Article.objects.count() == 3 and Page.objects.count() == 1
    first, second = Article.objects.order_by("pk")[:2]
    assert f'data-article="{second.pk}"' in first.body


def test_killed_before_the_links_were_settled(monkeypatch):
    def die(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(settling, "settle", die)
        brought(archive())
    assert Imported.objects.exclude(waiting="").exists()
    brought(archive())
    first, second = Article.objects.order_by("pk")[:2]
    assert first.editions.get().body == first.body == f'<p><a data-article="{second.pk}">Two</a></p>'


def test_it_stops_when_somebody_asks(monkeypatch):
    monkeypatch.setattr("articles.importers.bringing.running.AT_ONCE", 1)
    import_ = Import.objects.create(system="wordpress")

    def ask(done, total):
        Import.objects.filter(pk=import_.pk).update(is_to_stop=True)

    bring(archive(), import_, progress=ask)
    import_.refresh_from_db()
    assert (import_.state, import_.done, import_.total) == ("stopped", 1, 4)
    assert Article.objects.count() == 1


def test_an_export_that_cannot_be_read_says_why_and_brings_nothing():
    class Broken(Given):
        def people(self):
            raise CannotRead("Line 7, column 3: the tag is never closed.")

    import_ = Import.objects.create(system="wordpress")
    with pytest.raises(CannotRead):
        bring(Broken([entry()]), import_)
    import_.refresh_from_db()
    assert (import_.state, import_.sentence) == ("failed", "Line 7, column 3: the tag is never closed.")
    assert not Article.objects.exists()


def test_a_dry_run_writes_nothing():
    from articles.importers.bringing.choices import Choices
    from articles.importers.bringing.looking import look

    before = figures()
    plan = look(archive(), Choices()).as_json()
    assert figures() == before
    assert plan["total"] == 4 and plan["counts"]["article/published"] == 2 and plan["counts"]["article/draft"] == 1
    assert plan["people"] == [{"key": "ada", "name": "Ada", "articles": 2, "author": "", "author_name": ""}]
    assert plan["terms"][0]["becomes"] == "tag" and plan["terms"][0]["articles"] == 2


def test_the_report_of_what_goes_on_is_of_the_whole_move():
    export = archive()
    import_ = Import.objects.create(system="wordpress")

    def stop_at_once(done, total):
        Import.objects.filter(pk=import_.pk).update(is_to_stop=True)

    given = [*export.entries_]
    export.entries_ = [*given, *(entry(str(number)) for number in range(5, 60))]
    bring(export, import_, progress=stop_at_once)
    came = import_.report["counts"]["new"]
    assert import_.state == "stopped" and 0 < came < 59
    bring(export, import_)
    counts = import_.report["counts"]
    assert (import_.state, counts["new"], counts.get("same", 0)) == ("done", 59, 0)
    assert counts["authors/new"] == 1 and counts["article/published"] == 57 and counts["addresses"] > 59
