"""Out and in again is the same archive: every text, picture and name of it, to the letter."""

import json
import secrets
from datetime import UTC, datetime, timedelta

import hypothesis
import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from hypothesis import strategies as st
from lxml import etree

from articles import publishing, workflow
from articles.body.sanitise import sanitise
from articles.exporters.wxr import WP
from articles.models import Article, Page, Picture, PublishedArticle, TagAlias
from articles.slugs import make_slug
from tests.articles.exporters.archives import brought_in, documents, emptied, exported
from tests.factories import make_article, make_author, make_picture, make_section, make_story, make_tag

pytestmark = pytest.mark.django_db
THEN = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)


def there_and_back(tmp_path, **choices):
    """Export, empty everything, bring in, export again; return what both exports say, and the import."""
    first = exported(tmp_path / "first")
    emptied(tmp_path / "originals")
    import_ = brought_in(first, **choices)
    return documents(first), documents(exported(tmp_path / "second")), import_


def same(first, second):
    for name, rows in first.items():
        assert len(second[name]) == len(rows), name
        for before, after in zip(rows, second[name], strict=True):
            other = {field: (value, after.get(field)) for field, value in before.items() if after.get(field) != value}
            assert other == {} and after == before


@pytest.fixture
def archive():
    """One of everything that an archive can hold."""
    pictures = [
        make_picture(with_files=True, title=f"Picture {place}", caption="", credit="A & B", licence="CC BY 4.0")
        for place in range(5)
    ]
    pictures[0].translations = {"uk": {"alt": "Поле", "caption": "Під Києвом"}}
    pictures[0].created_at, pictures[0].alt = THEN, ""
    pictures[0].focus_x, pictures[0].focus_y = 0.25, 0.75
    pictures[0].save()
    ada = make_author(
        name="Ada Ґанок", slug="ada", role="Editor", bio="Line one.\nLine <two>.", portrait=pictures[4],
        translations={"uk": {"name": "Ада"}},
    )  # fmt: skip
    desk = make_author(name="Foreign desk", slug="foreign", is_desk=True)
    make_author(name="Never wrote", slug="never")
    world = make_section(
        name="World", slug="world", description="All of it", position=3, is_opinion=True,
        translations={"uk": {"name": "Світ"}},
    )  # fmt: skip
    border = make_tag("Border", description="Lines", translations={"uk": {"name": "Кордон"}})
    TagAlias.objects.create(name="Frontier", slug="frontier", tag=border)
    make_tag("Desk only", is_internal=True)
    make_tag("Empty one")
    later = make_article(
        headline="The later one", slug="later", published=True, at=THEN + timedelta(days=2), section=world
    )
    main = make_article(
        headline="Say  “<hi>” & [go] %%title%%", deck="A deck: with a colon", slug="Say_hi-1",
        body=(
            '<h2>Head</h2><p>One <strong>two</strong> <em>x</em> <s>y</s> H<sub>2</sub> m<sup>2</sup> '
            f'<a data-article="{later.pk}">three</a> <a href="https://else.example/?a=1&amp;b=2">four</a> '
            '<a href="/world/">five</a><cms-footnote data-text="Small &amp; “note”"></cms-footnote>.</p>'
            '<ul><li><p>a</p></li><li><p>b</p></li></ul><ol start="3"><li><p>c</p></li></ol><hr>'
            "<blockquote><p>Said</p><p><cite>Bo</cite></p></blockquote>"
            "<table><caption>T</caption><tbody><tr><th scope=\"col\"><p>h</p></th></tr>"
            "<tr><td><p>d</p></td></tr></tbody></table>"
            f'<cms-picture data-picture="{pictures[0].pk}" data-caption="Here &amp; now [x]"></cms-picture>'
            f'<cms-gallery data-pictures="{pictures[2].pk},{pictures[1].pk}" data-caption="Two"></cms-gallery>'
            f'<cms-read-also data-article="{later.pk}"></cms-read-also>'
            '<cms-embed data-url="https://youtu.be/dQw4w9WgXcQ"></cms-embed>'
            '<aside data-pullquote=""><p>Pulled</p></aside>'
            '<aside data-factbox=""><h3>Fact</h3><p>y [caption]</p></aside>'
        ),
        kicker="Kick", genre="analysis", lead_picture=pictures[0], lead_caption="Own words",
        credit_line="From elsewhere", social_picture=pictures[3], social_headline="Social", social_description="Words",
        search_headline="For searches", search_description="Found", front_headline="In front", canonical_url="https://first.example/a?b=c",
        shows_appeal=False, shows_related=False, authors=[desk, ada], tags=["Border", "Desk only"], section=world,
        related=[later, make_story("Elsewhere", outlet="Outlet")], published=True, at=THEN,
    )  # fmt: skip
    main.related_links.update(is_pinned=True)
    PublishedArticle.objects.get(article=main).related_links.update(is_pinned=True)
    publishing.correct(
        main, "It was three.\nNot four.", kind="clarification", placement="above", at=THEN + timedelta(1)
    )
    make_article(
        headline="Кажи", slug="kazhy", language="uk", published=True, at=THEN, translation_group=main.translation_group,
        body="<p>Слова</p>", section=world,
    )  # fmt: skip
    make_article(headline="A plan", slug="", section=None, body="")
    in_review = make_article(headline="In review", body=f'<p><a data-article="{main.pk}">back</a></p>', related=[main])
    workflow.submit_for_review(in_review)
    Article.objects.filter(pk=make_article(headline="Ready", lead_picture=pictures[0]).pk).update(state="ready")
    planned = make_article(headline="Planned", slug="planned")
    publishing.schedule(planned, timezone.now() + timedelta(days=30))
    ends = make_article(headline="Ends", slug="ends", published=True, at=THEN)
    publishing.schedule_withdrawal(ends, timezone.now() + timedelta(days=60))
    Page.objects.create(
        title="About  us", slug="about", description="Who", is_live=True, saved_at=THEN,
        body=f'<p>Us, <a data-article="{main.pk}">there</a></p>'
        f'<cms-picture data-picture="{pictures[1].pk}"></cms-picture>',
    )  # fmt: skip
    Page.objects.create(title="Про нас", slug="about", language="uk", is_live=True, body="<p>Ми</p>", saved_at=THEN)
    Page.objects.create(title="Hidden", slug="Hidden_" + "x" * 70, saved_at=THEN)
    return main


def test_everything_comes_back(archive, tmp_path):
    first, second, import_ = there_and_back(tmp_path)
    assert len(first["texts"]) == 11 and len(first["pictures"]) == 5
    same(first, second)
    assert import_.report["notes"] == [] and import_.report["lists"] == {}
    assert "<cms-gallery" in json.dumps(second) and "The later one" in json.dumps(second)


def test_brought_in_twice_nothing_doubles(archive, tmp_path):
    first, second, _import = there_and_back(tmp_path)
    again = brought_in(tmp_path / "first")
    assert again.report["counts"]["same"] == 11 and "new" not in again.report["counts"]
    same(second, documents(exported(tmp_path / "third")))


def test_beside_an_archive_that_is_there_already_numbers_are_its_own(tmp_path):
    target = make_article(headline="Target", published=True, at=THEN)
    make_article(
        headline="Source", published=True, at=THEN, related=[target],
        body=f'<p><a data-article="{target.pk}">there</a> and <a data-article="99999999">gone</a></p>',
    )  # fmt: skip
    exported(tmp_path / "first")
    emptied()
    others = [make_article(headline="Someone else's", published=True) for _time in range(3)]
    brought_in(tmp_path / "first")
    target, source = (Article.objects.get(headline=name) for name in ("Target", "Source"))
    assert f'<a data-article="{target.pk}">there</a> and gone' in source.live_edition.body
    assert not any(f'"{one.pk}"' in source.body for one in others)
    assert [line.target_id for line in source.live_edition.related_links.all()] == [target.pk]
    assert not source.has_changes and source.references.filter(target_article=target.pk).count() == 2


def test_what_another_system_changed_since_is_taken_as_it_stands_there(tmp_path):
    make_article(headline="Before", kicker="Ours", published=True, at=THEN)
    file = exported(tmp_path / "first") / "site.wxr.xml"
    file.write_text(file.read_text().replace("<title>Before</title>", "<title>After</title>"))
    emptied()
    import_ = brought_in(tmp_path / "first")
    article = Article.objects.get()
    assert (article.headline, article.kicker, article.state) == ("After", "", "published")
    assert [note["about"] for note in import_.report["notes"]] == ["own"]


def _with_own(folder, **values):
    """Change what this system wrote for itself in the file's only article, as somebody who means harm would."""
    file = folder / "site.wxr.xml"
    root = etree.parse(file).getroot()
    [field] = [one for one in root.iter(f"{{{WP}}}meta_value") if one.getprevious().text == "_newsroom_article"]
    field.text = values.pop("text", None) or json.dumps(json.loads(field.text) | values)
    file.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def test_what_does_not_fit_a_field_is_left_out_and_said(tmp_path):
    make_article(headline="Good", deck="Deck", published=True, at=THEN)
    folder = exported(tmp_path / "first")
    _with_own(
        folder, headline=["x"], deck="y" * 401, kicker="<b>k</b>", genre="gossip", shows_appeal="no", slug="../../x",
        section={"a": 1}, tags="Border", authors=[1], canonical_url="javascript:alert(1)", language="xx", number=-1,
        body='<p onclick="x">Hi<script>alert(1)</script><iframe src="//evil.example"></iframe></p>'
        '<cms-picture data-picture="1"></cms-picture><cms-read-also data-article="1"></cms-read-also>',
        related=[1, {"url": "javascript:x", "title": "t"}], lead_picture=True, social_picture="5",
        translation_group="no",
        corrections=[{"kind": "x"}, 7], updated_at="soon", public_until=5, credit_line="\0ok\u202e", unknown={"a": []},
    )  # fmt: skip
    emptied()
    import_ = brought_in(folder)
    article = Article.objects.get()
    edition = article.live_edition
    assert (edition.headline, edition.deck, edition.kicker, edition.genre) == ("Good", "Deck", "<b>k</b>", "news")
    assert edition.body == "<p>Hi</p>" and (edition.canonical_url, edition.shows_appeal) == ("", True)
    assert edition.published_at == THEN and edition.updated_at is None and edition.live_until is None
    assert edition.section.slug == "politics" and article.slug
    assert "\0" not in edition.credit_line and not article.corrections.exists() and not article.related_links.exists()
    [note] = [note for note in import_.report["notes"] if note["about"] == "own"]
    # Ten of them are shown.
    assert note["count"] > 10 and len(note["examples"]) == 10
    assert ".." not in article.get_absolute_url()


@pytest.mark.parametrize("text", ["{", "[1]", "null", '{"kind": "page"}', "[" * 100_000, "7" * 6_000])
def test_what_is_no_record_of_ours_comes_as_it_stands_beside_it(tmp_path, text):
    make_article(headline="Good", kicker="Ours", published=True, at=THEN)
    folder = exported(tmp_path / "first")
    _with_own(folder, text=text)
    emptied()
    import_ = brought_in(folder)
    article = Article.objects.get()
    assert (article.headline, article.kicker, article.state) == ("Good", "", "published")
    assert import_.report["notes"][0]["words"].startswith("What this system had written into it cannot be read")


def test_a_file_cannot_lead_out_of_the_folder_of_pictures(tmp_path):
    picture = make_picture(with_files=True, title="Here")
    make_article(lead_picture=picture, published=True, at=THEN)
    folder = exported(tmp_path / "first")
    file = folder / "site.wxr.xml"
    (tmp_path / "secret.png").write_bytes(picture.original.read())
    text = file.read_text()
    assert (name := f"media/{picture.original.name}") in text
    file.write_text(text.replace(name, "media/../../secret.png"))
    emptied(tmp_path / "originals")
    import_ = brought_in(folder)
    assert not Picture.objects.exists() and import_.report["counts"]["list/pictures"] == 1


def test_what_stands_here_already_keeps_its_words(tmp_path):
    make_article(published=True, at=THEN, tags=["Border"], authors=[make_author(slug="ada", name="Ada", role="Old")])
    folder = exported(tmp_path / "first")
    emptied()
    make_author(slug="ada", name="Ada", role="New")
    make_tag("Border", description="New")
    make_section(slug="politics", name="Our politics")
    brought_in(folder)
    article = Article.objects.get()
    assert article.authors.get().role == "New" and article.tags.get().description == "New"
    assert article.section.name == "Our politics"


def test_whoever_chooses_tags_gets_tags(tmp_path):
    make_article(published=True, at=THEN)
    folder = exported(tmp_path / "first")
    emptied()
    brought_in(folder, categories_as="tags")
    article = Article.objects.get()
    assert [tag.name for tag in article.tags.all()] == ["Politics"] and article.section.slug == "news"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=60)
WORDS = TEXT.map(str.strip)


@hypothesis.settings(max_examples=15, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(
    fields=st.fixed_dictionaries({
        "headline": WORDS.filter(bool), "deck": WORDS, "kicker": WORDS, "credit_line": WORDS, "lead_caption": WORDS,
        "search_headline": WORDS, "search_description": WORDS, "social_headline": WORDS, "front_headline": WORDS,
        "genre": st.sampled_from(["news", "opinion", "data"]), "shows_appeal": st.booleans(),
        "language": st.sampled_from(["en", "uk"]),
    }),
    body=st.lists(st.tuples(st.sampled_from(["p", "h2", "h3", "blockquote", "caption"]), TEXT), max_size=4),
    names=st.lists(WORDS.filter(lambda word: make_slug(word)), max_size=2, unique_by=make_slug),
    is_public=st.booleans(),
)  # fmt: skip
def test_any_text_comes_back_to_the_letter(tmp_path, fields, body, names, is_public):
    with transaction.atomic():
        emptied()
        folder = tmp_path / secrets.token_hex(8)
        folder.mkdir()
        words = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in body)
        make_article(
            **fields, body=sanitise(f"{words}<p>.</p>"), slug="one", published=is_public,
            at=THEN if is_public else None, tags=names,
            authors=[make_author(name=name, bio=fields["deck"]) for name in names],
        )  # fmt: skip
        Page.objects.create(title=fields["headline"], slug="page", body=sanitise(words), description=fields["deck"])
        first, second, _import = there_and_back(folder)
        same(first, second)
        transaction.set_rollback(True)


def test_an_archive_of_a_real_site_comes_back(shared_data, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    file = shared_data / "wxr" / "wporg-news" / "posts.xml"
    (source / "posts.xml").write_bytes(file.read_bytes())
    brought_in(source, name="posts.xml", media=source)
    count = Article.objects.count()
    assert count > 50
    first, second, import_ = there_and_back(tmp_path)
    assert import_.report["counts"]["new"] == count + Page.objects.count()
    same(first, second)
