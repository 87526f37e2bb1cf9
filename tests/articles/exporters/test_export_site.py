"""The whole archive out again: what is written, what is not, and that it is there whole or not at all."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
import yaml
from django.core.management import CommandError, call_command

from articles.exporters import writing
from articles.models import Article, Page, Redirect
from tests.factories import make_article, make_author, make_picture, make_section, make_story, make_tag, make_user

pytestmark = pytest.mark.django_db
THEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def read(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.fixture
def archive():
    """A public article with all that one can have, a draft, pages, a redirect."""
    picture = make_picture(with_files=True, caption="A field", credit="Ada Photo")
    other = make_article(headline="Another", published=True, at=THEN)
    make_tag("Desk only", is_internal=True)
    article = make_article(
        headline="Say “<hi>” & go",
        deck="A deck: with a colon",
        slug="say-hi",
        body=(
            f'<p>One <strong>two</strong> <a data-article="{other.pk}">three</a>.</p>'
            f'<cms-picture data-picture="{picture.pk}" data-caption="Here"></cms-picture>'
            '<cms-embed data-url="https://youtu.be/dQw4w9WgXcQ"></cms-embed>'
        ),
        kicker="Kick",
        genre="analysis",
        lead_picture=picture,
        credit_line="From elsewhere",
        canonical_url="https://first.example/a",
        search_headline="For searches",
        authors=[make_author(name="Ada", slug="ada"), make_author(name="Bo", slug="bo")],
        tags=["Border", "Desk only"],
        related=[other, make_story("Elsewhere")],
        section=make_section(name="Politics", slug="politics"),
        published=True,
        at=THEN,
    )
    draft = make_article(headline="A secret plan", slug="plan", created_by=make_user("secret@lantern.example"))
    Page.objects.create(title="About", slug="about", body="<p>Us</p>", is_live=True)
    Page.objects.create(title="Hidden page", slug="hidden", body="<p>Not yet</p>")
    Redirect.objects.create(old_path="/old/", new_path="/2024/05/06/say-hi/")
    Redirect.objects.create(old_path="/withdrawn-slander/")
    return {"article": article, "other": other, "draft": draft, "picture": picture}


def test_everything_is_written(archive, tmp_path):
    done = writing.export_site(tmp_path / "out")
    assert (done.articles, done.drafts, done.pages, done.pictures, done.redirects) == (2, 1, 2, 1, 2)
    assert done.missing == []
    folder = tmp_path / "out"
    article = archive["article"]
    name = f"articles/{article.pk}-say-hi"
    record = read(folder, f"{name}.json")
    live = article.live_edition
    assert record["body"] == live.body
    for field in ("headline", "deck", "kicker", "genre", "credit_line", "canonical_url", "search_headline", "language"):
        assert record[field] == getattr(live, field)
    assert record["authors"] == ["ada", "bo"]
    assert record["section"] == "politics"
    assert record["lead_picture"] == archive["picture"].pk == record["pictures"][0]
    assert record["related"][0]["article"] == archive["other"].pk
    assert record["related"][1]["title"] == "Elsewhere"
    assert datetime.fromisoformat(record["published_at"]) == live.published_at
    listed = {one["file"]: one["state"] for one in read(folder, "index.json")["texts"]}
    assert listed[name] == "published"
    assert listed[f"drafts/{archive['draft'].pk}-plan"] == "draft"
    assert all((folder / f"{file}{ending}").is_file() for file in listed for ending in (".html", ".md", ".json"))
    assert {one["from"]: one["to"] for one in read(folder, "redirects.json")["redirects"]} == {
        "/old/": "/2024/05/06/say-hi/",
        "/withdrawn-slander/": "",
    }
    assert (folder / "redirects.txt").read_text() == "/old/\t/2024/05/06/say-hi/\n/withdrawn-slander/\t410\n"
    assert [one["slug"] for one in read(folder, "authors.json")["authors"]] == ["ada", "bo"]
    assert "Border" in {one["name"] for one in read(folder, "tags.json")["tags"]}


def test_pictures_lie_beside_the_texts_that_show_them(archive, tmp_path):
    writing.export_site(tmp_path / "out")
    picture = archive["picture"]
    file = read(tmp_path / "out", "pictures.json")["pictures"][0]["file"]
    assert hashlib.sha256((tmp_path / "out" / file).read_bytes()).hexdigest() == picture.sha256
    html = (tmp_path / "out" / f"articles/{archive['article'].pk}-say-hi.html").read_text()
    assert html.count(f'src="../{file}"') == 2  # above the text and in it
    assert "<h1>Say “&lt;hi&gt;” &amp; go</h1>" in html
    assert 'href="http' in html and ">three</a>" in html


def test_the_front_matter_is_yaml(archive, tmp_path):
    Article.objects.filter(pk=archive["draft"].pk).update(deck='a: "b" \u2028 \x85 # {c} 😀 - d')
    writing.export_site(tmp_path / "out")
    words = (tmp_path / "out" / f"drafts/{archive['draft'].pk}-plan.md").read_text(encoding="utf-8")
    _nothing, front, body = words.split("---\n", 2)
    said = yaml.safe_load(front)
    assert said["headline"] == "A secret plan"
    assert said["deck"] == 'a: "b" \u2028 \x85 # {c} 😀 - d'
    assert body.strip().startswith("Body of article")


def test_public_only_is_what_readers_see(archive, tmp_path):
    unused = make_picture(with_files=True, title="Not published yet")
    done = writing.export_site(tmp_path / "out", public_only=True)
    assert (done.articles, done.drafts, done.pages, done.pictures, done.redirects) == (2, 0, 1, 1, 1)
    everything = "".join(
        file.read_text(encoding="utf-8", errors="replace") + file.name
        for file in (tmp_path / "out").rglob("*")
        if file.is_file() and file.parent.parent.name != "media"
    )
    for word in ("secret plan", "Hidden page", "Desk only", "desk-only", "slander", unused.sha256, "Not published yet"):
        assert word not in everything
    assert not (tmp_path / "out" / "drafts").exists()


@pytest.mark.parametrize("public_only", [True, False])
def test_nobodys_mail_and_nothing_of_the_camera_is_written(archive, tmp_path, public_only):
    picture = archive["picture"]
    picture.file_says = {"camera": "Leica of a source"}
    picture.save()
    writing.export_site(tmp_path / "out", public_only=public_only)
    everything = b"".join(file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file())
    assert b"secret@lantern.example" not in everything
    assert b"Leica of a source" not in everything


def test_a_protected_source_gives_no_file(archive, tmp_path):
    picture = archive["picture"]
    type(picture).objects.filter(pk=picture.pk).update(protects_source=True)
    writing.export_site(tmp_path / "out")
    one = read(tmp_path / "out", "pictures.json")["pictures"][0]
    assert (one["file"], one["sha256"], one["protects_source"]) == (None, "", True)
    assert not (tmp_path / "out" / "media").exists()


def test_a_file_that_is_gone_stops_nothing(archive, tmp_path):
    archive["picture"].original.storage.delete(archive["picture"].original.name)
    done = writing.export_site(tmp_path / "out")
    assert done.missing == [archive["picture"].pk]
    assert read(tmp_path / "out", "pictures.json")["pictures"][0]["file"] is None


def test_changes_that_are_not_public_yet_are_a_draft_of_their_own(archive, tmp_path):
    Article.objects.filter(pk=archive["article"].pk).update(headline="Changed", has_changes=True)
    writing.export_site(tmp_path / "out")
    name = f"{archive['article'].pk}-say-hi.json"
    assert read(tmp_path / "out", f"articles/{name}")["headline"].startswith("Say")
    assert (read(tmp_path / "out", f"drafts/{name}")["state"]) == "changed"
    assert "Changed" not in (tmp_path / "out" / "site.wxr.xml").read_text()


def test_a_folder_with_something_in_it_is_refused(archive, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("mine")
    with pytest.raises(CommandError, match="is not empty: name a folder that is not there yet"):
        call_command("export_site", str(tmp_path / "out"))
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["kept.txt"]


def test_an_empty_folder_is_taken(archive, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    call_command("export_site", str(tmp_path / "out"), "--public-only")
    assert "2 articles, 0 drafts, 1 pages, 1 pictures and 1 redirects written to" in capsys.readouterr().out
    assert (tmp_path / "out" / "index.json").is_file()


def test_what_cannot_be_finished_leaves_nothing(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(writing.listings, "redirects", lambda **kwargs: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(writing.Refused, match="cannot be written: No space"):
        writing.export_site(tmp_path / "out")
    assert list(tmp_path.glob("*out*")) + list(tmp_path.glob(".out*")) == []


def test_a_parent_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_site", str(tmp_path / "none" / "out"))


def test_an_archive_of_many_asks_no_more_for_each(tmp_path, django_assert_max_num_queries):
    for number in range(30):
        make_article(published=True, tags=[f"Tag {number}"], authors=[make_author()], body="<p>x</p>")
    with django_assert_max_num_queries(60):
        writing.export_site(tmp_path / "out")
