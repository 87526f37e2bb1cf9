"""Moving in at the desk: send files, see what would come, choose, start, and keep the report."""

import io
import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.importers.bringing import uploads
from articles.importers.records import CannotRead, Note, Person, Term
from articles.models import Article, Import, Imported, Section, Tag
from newsroom.accounts import roles
from tests.articles.importers.bringing.exports import Given, entry
from tests.factories import make_author, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/admin/articles/import/add/"


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.IMPORTS_FOLDER = tmp_path / "imports"
    return settings.IMPORTS_FOLDER


@pytest.fixture
def export(monkeypatch, folder) -> Given:
    note = Note("block", "core/latest", "The block {what} is left out.")
    given = Given(
        [entry("1", people=("old",), terms=(("category", "world"),), notes=(note,), headline="=1+1")],
        [Person("old", "Old <b>Name</b>")], [Term("category", "world", "World")],
    )  # fmt: skip
    monkeypatch.setattr(uploads, "open_export", lambda system, paths, address: given)
    return given


@pytest.fixture
def chief(client):
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


def file(name="old.xml"):
    sent = io.BytesIO(b"<rss/>")
    sent.name = name
    return sent


def sent(client) -> Import:
    answer = client.post(ADD, {"system": "wordpress", "files": [file(), file("../../more.xml")]})
    import_ = Import.objects.get()
    assert answer["Location"] == reverse("admin:articles_import_change", args=[import_.pk])
    return import_


def test_files_are_kept_without_their_names_and_looked_at(chief, export, folder):
    import_ = sent(chief)
    assert import_.state == "looked" and import_.total == 1
    kept = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert [re.fullmatch(r"(\d\d)-[0-9a-f]{16}", name)[1] for name in kept] == ["00", "01"]
    assert not Article.objects.exists()
    page = chief.get(reverse("admin:articles_import_change", args=[import_.pk])).content.decode()
    assert "The block core/latest is left out." in page and ">World</label></th><td>1</td>" in page
    assert "Articles in the export: public" in page
    assert "Old &lt;b&gt;Name&lt;/b&gt;" in page and "<b>Name" not in page


def test_it_comes_as_chosen_and_the_files_go(chief, export, folder):
    import_ = sent(chief)
    foreign, author = make_section(name="Foreign", slug="foreign"), make_author()
    choices = {"term-0": "section:foreign", "person-0": author.slug, "pictures": "on"}
    chief.post(reverse("admin:articles_import_start", args=[import_.pk]), choices)
    import_.refresh_from_db()
    article = Article.objects.get()
    assert (import_.state, article.section, article.bylines.get().author) == ("done", foreign, author)
    assert not any(path.is_file() for path in folder.rglob("*"))
    page = chief.get(reverse("admin:articles_import_change", args=[import_.pk])).content.decode()
    assert "Start" not in page and "Report as JSON" in page


def test_categories_come_as_they_all_should_but_for_those_chosen(chief, monkeypatch, folder):
    terms = [
        Term("category", "world", "World"), Term("category", "east", "East", "world"),
        Term("category", "chess", "Chess"), Term("tag", "bridge", "Bridge"),
    ]  # fmt: skip
    given = Given([entry("1", terms=tuple((term.kind, term.slug) for term in terms))], [], terms)
    monkeypatch.setattr(uploads, "open_export", lambda system, paths, address: given)
    import_ = sent(chief)
    page = chief.get(reverse("admin:articles_import_change", args=[import_.pk])).content.decode()
    assert re.search(r"East\s*<span[^>]*>below World</span>", page)
    place = next(place for place, term in enumerate(import_.report["terms"]) if term["slug"] == "chess")
    chief.post(
        reverse("admin:articles_import_start", args=[import_.pk]), {"every": "section", f"term-{place}": "leave"}
    )
    assert set(Section.objects.values_list("name", flat=True)) == {"World", "East"}
    assert set(Tag.objects.values_list("name", flat=True)) == {"Bridge", "East"}


def test_imports_of_one_site_are_told_apart_by_their_files(chief, export):
    sent(chief)
    answer = chief.get("/admin/articles/import/").content.decode()
    assert "old.xml, more.xml" in answer


def test_the_report_is_kept_as_files(chief, export):
    import_ = sent(chief)
    import_.report["lists"] = {"drafts": [{"key": "1", "what": "=1+1", "why": "Empty."}]}
    import_.save()
    answer = chief.get(reverse("admin:articles_import_json", args=[import_.pk]))
    assert json.loads(answer.content)["total"] == 1
    assert b"'=1+1" in chief.get(reverse("admin:articles_import_csv", args=[import_.pk])).content


def test_what_must_be_looked_after_leads_to_it(chief, export):
    import_ = sent(chief)
    chief.post(reverse("admin:articles_import_start", args=[import_.pk]), {})
    import_.refresh_from_db()
    key = Imported.objects.get(of="entry").key
    import_.report["lists"] = {"drafts": [{"key": key, "what": "Mine", "why": "Empty."}] * 60}
    import_.report["counts"]["list/drafts"] = 61
    import_.save()
    page = chief.get(reverse("admin:articles_import_change", args=[import_.pk])).content.decode()
    assert page.count(f'href="/admin/articles/article/{Article.objects.get().pk}/change/"') == 50
    assert "The first 50 are shown" in page and "Public there, drafts here" in page


def test_progress_needs_no_script(chief, export):
    import_ = Import.objects.create(system="ghost", state="running", done=1500, total=3000)
    page = chief.get(reverse("admin:articles_import_change", args=[import_.pk])).content.decode()
    assert 'http-equiv="refresh"' in page and 'value="1500" max="3000"' in page
    chief.post(reverse("admin:articles_import_stop", args=[import_.pk]))
    import_.refresh_from_db()
    assert import_.is_to_stop


@pytest.mark.parametrize(
    ("data", "words"),
    [({"system": "wordpress"}, "Choose the file"), ({"system": "drupal"}, "Choose the system")],
)
def test_nonsense_is_answered(chief, folder, data, words):
    assert words in chief.post(ADD, data).content.decode()
    assert not Import.objects.exists()


def test_what_is_too_large_is_refused(chief, folder, settings):
    settings.IMPORT_MEGABYTES = 0
    answer = chief.post(ADD, {"system": "wordpress", "files": [file()]})
    assert "manage.py import_wordpress" in answer.content.decode() and not Import.objects.exists()


def test_what_cannot_be_read_says_so_and_is_deleted(chief, folder, monkeypatch):
    def refuse(system, paths, address):
        raise CannotRead(f"“{paths[1].name}”, line 3, column 9: this is no export.")

    monkeypatch.setattr(uploads, "open_export", refuse)
    import_ = sent(chief)
    assert (import_.state, import_.folder) == ("failed", "")
    page = chief.get(reverse("admin:articles_import_change", args=[import_.pk])).content.decode()
    assert "“more.xml”, line 3, column 9: this is no export." in page
    assert not any(path.is_file() for path in folder.rglob("*"))


def test_it_cannot_run_twice_at_once(chief, export):
    import_ = sent(chief)
    Import.objects.update(state="running")
    page = chief.post(reverse("admin:articles_import_start", args=[import_.pk]))
    assert "under way already" in page.content.decode() and not Article.objects.exists()


def test_editors_do_not_move_in(client, export):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=roles.EDITOR)[0])
    client.force_login(user)
    assert client.post(ADD, {"system": "wordpress", "files": [file()]}).status_code == 403


def test_the_old_address_is_kept_for_the_run(chief, export, folder, monkeypatch):
    asked = []
    monkeypatch.setattr(uploads, "open_export", lambda system, paths, address: asked.append(address) or export)
    data = {"system": "ghost", "files": [file()], "address": " https://old.example/ "}
    chief.post(ADD, data)
    import_ = Import.objects.get()
    chief.post(reverse("admin:articles_import_start", args=[import_.pk]), {})
    import_.refresh_from_db()
    assert asked == ["https://old.example"] * 2
    assert (import_.state, import_.choices["address"]) == ("done", "https://old.example")


def test_an_address_that_is_none_is_refused_and_stays_in_the_form(chief, folder):
    page = chief.post(ADD, {"system": "ghost", "files": [file()], "address": "old.example"}).content.decode()
    assert "“old.example” is no address of a site" in page and 'value="old.example"' in page
    assert not Import.objects.exists()
