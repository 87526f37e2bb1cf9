"""Articles come in as the verbs of the desk would have left them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search, versions
from articles.importers.records import INTERNAL, Kind, Note, Person, Status, Term
from articles.models import Article, Author, Import, Page, PublishedArticle, Reference, Section, Tag
from tests.articles.importers.bringing.exports import MOMENT, Given, brought, entry
from tests.factories import make_article, make_author, make_section, make_user

pytestmark = pytest.mark.django_db

POLITICS = Term("category", "politics", "Politics")
KYIV = Term("tag", "kyiv", "Kyiv")
ADA = Person("ada", "Ada Lovelace", "ada", "ada@example.com", "Writes.")


def whole():
    return Given(
        [entry("1", people=("ada",), terms=(("category", "politics"), ("tag", "kyiv")), deck="A deck.")],
        [ADA], [POLITICS, KYIV],
    )  # fmt: skip


def test_a_public_article_is_what_publishing_leaves(client):
    import_ = brought(whole(), categories_as="sections")
    article = Article.objects.get()
    edition = article.editions.live().get()
    assert (article.state, article.headline, article.deck) == ("published", "Headline 1", "A deck.")
    assert edition.published_at == edition.live_from == article.first_published_at == MOMENT
    assert (edition.section.slug, edition.tags.get().name) == ("politics", "Kyiv")
    assert edition.bylines.get().author.name == "Ada Lovelace"
    assert edition.plain_text == "Words of 1." and edition.word_count == 3
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200 and b"Words of 1." in page.content
    assert [hit.pk for hit in search.engine().search("lovelace", language="en", limit=5).hits] == [edition.pk]
    assert import_.state == Import.State.DONE and import_.report["counts"]["new"] == 1


def test_nothing_is_left_for_the_desk_to_find_changed():
    brought(whole(), categories_as="sections")
    article = Article.objects.get()
    assert article.versions.get().content == versions.content_of(article)
    versions.note_changes(article)
    assert not article.has_changes
    assert article.saved_at == MOMENT


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.DRAFT, "draft"), (Status.PENDING, "in_review"), (Status.PRIVATE, "draft"), (Status.UNKNOWN, "draft"),
    ],
)  # fmt: skip
def test_what_was_not_public_does_not_become_so(status, state):
    brought(Given([entry(status=status)]))
    article = Article.objects.get()
    assert article.state == state and not PublishedArticle.objects.exists()


def test_what_had_a_password_is_never_public():
    brought(Given([entry(behind_password=True)]))
    assert Article.objects.get().state == "draft" and not PublishedArticle.objects.exists()


def test_scheduled_articles_keep_a_moment_that_is_to_come():
    soon = timezone.now() + timedelta(days=3)
    brought(Given([entry("1", status=Status.SCHEDULED, moment=soon), entry("2", status=Status.SCHEDULED)]))
    first, second = Article.objects.order_by("pk")
    assert (first.state, first.goes_live_at) == ("scheduled", soon)
    assert second.state == "draft" and not second.editions.exists()


def test_trash_and_menus_are_counted_and_left():
    import_ = brought(
        Given([entry("1", status=Status.TRASH), entry("2", kind=Kind.OTHER, type_name="nav_menu_item"), entry("3")])
    )
    counts = import_.report["counts"]
    assert (counts["left/trash"], counts["left/nav_menu_item"], counts["new"]) == (1, 1, 1)
    assert Article.objects.count() == 1


def test_an_article_without_words_stays_a_draft_and_is_listed():
    import_ = brought(Given([entry(body="")]))
    assert Article.objects.get().state == "draft"
    (line,) = import_.report["lists"]["drafts"]
    assert "The body is empty" in line["why"]


def test_an_article_without_headline_gets_its_first_words():
    brought(Given([entry(headline="", body="<p>It rained all day.</p>")]))
    assert Article.objects.get().headline == "It rained all day."


def test_long_words_are_cut_at_a_word_and_listed_whole():
    headline = "word " * 60
    import_ = brought(Given([entry(headline=headline)]))
    article = Article.objects.get()
    assert len(article.headline) <= 200 and article.headline.endswith("word…")
    assert headline.strip() in import_.report["lists"]["shortened"][0]["why"]


def test_addresses_are_in_latin_letters_and_no_two_are_the_same():
    slug = "%d0%ba%d0%b8%d1%97%d0%b2"
    brought(Given([entry(str(number), slug=slug, moment=MOMENT) for number in range(1, 15)]))
    slugs = list(Article.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs[0].isascii() and slugs[1] == f"{slugs[0]}-2"
    assert len(set(slugs)) == 14


def test_an_address_that_is_taken_here_gets_a_number():
    make_article(published=True, slug="headline-1")
    brought(Given([entry("1")]))
    assert Article.objects.order_by("pk").last().slug == "headline-1-2"


def test_the_first_category_is_the_section_and_others_become_tags():
    world = Term("category", "world", "World")
    export = Given([entry(terms=(("category", "world"), ("category", "politics")))], [], [POLITICS, world])
    brought(export, categories_as="sections")
    article = Article.objects.get()
    assert article.section.slug == "world" and list(article.tags.names()) == ["Politics"]


def test_large_categories_become_sections_and_small_ones_tags():
    world = Term("category", "world", "World")
    many = [entry(str(number), terms=(("category", "politics"),)) for number in range(5)]
    brought(Given([*many, entry("9", terms=(("category", "world"),))], [], [POLITICS, world]))
    assert Section.objects.filter(slug="politics").exists() and not Section.objects.filter(slug="world").exists()
    last = Article.objects.order_by("pk").last()
    assert list(last.tags.names()) == ["World"] and last.section.slug == "news"


def test_a_category_goes_where_somebody_chose():
    make_section(name="Foreign", slug="foreign")
    export = Given([entry(terms=(("category", "politics"),))], [], [POLITICS])
    brought(export, terms={"category/politics": "section:foreign"})
    assert Article.objects.get().section.slug == "foreign"
    assert not Section.objects.filter(slug="politics").exists()


def test_a_tag_that_is_here_is_not_made_again():
    Tag.objects.create(name="KYIV")
    brought(whole())
    assert list(Tag.objects.filter(slug__startswith="kyiv").values_list("name", flat=True)) == ["KYIV"]


def test_what_was_for_the_desk_stays_for_the_desk(client):
    shown = Tag.objects.create(name="#live")
    terms = [Term(INTERNAL, "hash-wire", "#wire"), Term(INTERNAL, "hash-live", "#live"), KYIV]
    brought(Given([entry(terms=tuple((term.kind, term.slug) for term in terms))], [], terms))
    article = Article.objects.get()
    assert {(tag.name, tag.is_internal) for tag in article.tags.all()} == {("#wire", True), ("Kyiv", False)}
    # Readers know a tag of that name: it would tell them what the desk meant.
    assert not Article.objects.filter(tags=shown).exists()
    assert b"#wire" not in client.get(article.get_absolute_url()).content


def test_people_are_matched_by_account_slug_and_name():
    account = make_author(name="Augusta", slug="augusta", account=make_user("ada@example.com"))
    slug = make_author(name="B", slug="bob")
    name = make_author(name="Carl Long", slug="carl")
    people = [ADA, Person("b", "Bob", "bob"), Person("c", "carl long", "cl"), Person("d", "Dora", "dora")]
    brought(Given([entry(people=("ada", "b", "c", "d"))], people))
    bylines = Article.objects.get().bylines.order_by("position")
    assert [line.author for line in bylines] == [account, slug, name, Author.objects.get(slug="dora")]


def test_two_people_of_one_name_stay_two():
    people = [Person("1", "Ivan Petrenko", "ivan"), Person("2", "Ivan Petrenko", "ivan2")]
    brought(Given([entry(people=("1", "2"))], people))
    assert Article.objects.get().bylines.count() == 2


def test_pages_become_standing_pages():
    page = entry(
        "7", kind=Kind.PAGE, headline="About us", slug="about-us", body="<p>We.</p>", paths=("/company/about-us/",)
    )
    brought(Given([page, replace(page, key="8", status=Status.DRAFT, slug="archive", paths=())]))
    about = Page.objects.get(slug="about-us")
    assert (about.title, about.body, about.is_live) == ("About us", "<p>We.</p>", True)
    # A word at which something of ours answers is left to it.
    assert not Page.objects.get(slug="archive-2").is_live


def test_notes_are_counted_in_groups():
    notes = (Note("shortcode", "ninja_form", "The shortcode {what} is left out."),)
    import_ = brought(Given([entry("1", notes=notes), entry("2", notes=notes)]))
    (group,) = [one for one in import_.report["notes"] if one["about"] == "shortcode"]
    assert (group["count"], group["examples"]) == (2, {"ninja_form": 2})


def test_one_bad_entry_does_not_hold_the_others_up(monkeypatch):
    from articles.importers.bringing import writing

    real = writing._article

    def refuse(run, one, slug):
        if one.entry.key == "2":
            raise ValueError("no")
        return real(run, one, slug)

    monkeypatch.setattr(writing, "_article", refuse)
    import_ = brought(Given([entry("1"), entry("2"), entry("3")]))
    assert Article.objects.count() == 2 and import_.state == "done"
    assert [line["key"] for line in import_.report["lists"]["failed"]] == ["2"]
    assert import_.report["counts"]["new"] == 2


def test_what_bodies_show_is_kept_as_references():
    brought(Given([entry("1", body='<p><a href="/about/">x</a></p>')]))
    assert Reference.objects.filter(article__isnull=False).count() == 1
    assert Reference.objects.filter(edition__isnull=False).count() == 1
