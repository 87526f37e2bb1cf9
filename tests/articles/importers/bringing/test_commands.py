"""The commands say what came, keep the report, and end with one sentence where they cannot read."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.importers.bringing import commanded
from articles.importers.records import CannotRead, Note, Person, Term
from articles.models import Article, Import
from tests.articles.importers.bringing.exports import Given, brought, entry
from tests.factories import make_author

pytestmark = pytest.mark.django_db
SYSTEMS = ["wordpress", "ghost"]


@pytest.fixture
def export(monkeypatch):
    note = Note("block", "core/latest", "The block {what} is left out.")
    given = Given(
        [entry("1", people=("old",), terms=(("category", "world"),), notes=(note,))],
        [Person("old", "Old Name")], [Term("category", "world", "World")],
    )  # fmt: skip
    monkeypatch.setattr(commanded, "open_export", lambda system, paths, address: given)
    return given


def said(command: str, *args: str) -> str:
    out = io.StringIO()
    call_command(command, "export.xml", *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.parametrize("system", SYSTEMS)
def test_it_brings_in_and_keeps_the_report(system, export):
    words = said(f"import_{system}")
    assert "1  New here" in words and "The block core/latest is left out." in words
    import_ = Import.objects.get()
    assert (import_.system, import_.state, import_.file_names) == (system, "done", ["export.xml"])
    assert import_.report["counts"]["new"] == 1


def test_a_dry_run_writes_nothing(export):
    words = said("import_wordpress", "--dry-run", "--categories-as", "sections")
    assert "World (1) → section" in words and "Old Name (1) → a new author" in words
    assert not Import.objects.exists() and not Article.objects.exists()


def test_choices_are_taken(export, tmp_path):
    author = make_author()
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"category/world": "section"}))
    said("import_wordpress", "--author", f"old={author.slug}", "--categories-as", str(mapping))
    article = Article.objects.get()
    assert article.section.slug == "world" and article.bylines.get().author == author


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--media", "/nowhere"], "/nowhere is no folder"), (["--categories-as", "/nowhere"], "no such file of JSON"),
        (["--author", "ada"], "is no pair"),
    ],
)  # fmt: skip
def test_nonsense_is_answered_in_one_sentence(export, args, words):
    with pytest.raises(CommandError, match=words):
        said("import_wordpress", *args)


def test_what_cannot_be_read_is_one_sentence(monkeypatch):
    def refuse(*args):
        raise CannotRead("Line 3, column 9: this is no export.")

    monkeypatch.setattr(commanded, "open_export", refuse)
    with pytest.raises(CommandError, match="^Line 3, column 9: this is no export.$"):
        said("import_wordpress")


def test_overwriting_has_to_be_asked_for(export):
    brought(export)
    Article.objects.update(headline="Edited here")
    said("import_wordpress")
    assert Article.objects.get().headline == "Edited here"
    said("import_wordpress", "--overwrite")
    assert Article.objects.get().headline == "Headline 1"
