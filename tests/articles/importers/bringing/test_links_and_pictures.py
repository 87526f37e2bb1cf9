"""Links inside the archive follow their articles; pictures come from the folder or the old site alone."""

import pytest

from articles import versions
from articles.importers.bringing import pictures as module
from articles.importers.bringing.pictures import tails
from articles.importers.records import Image, Kind
from articles.models import Article, Import, Imported, Page, Picture, Reference
from newsroom.fetching import Failure, Fetched, FetchFailed
from tests.articles.importers.bringing.exports import OLD, Given, brought, entry
from tests.factories import picture_file

pytestmark = pytest.mark.django_db
UPLOAD = f"{OLD}/wp-content/uploads/2015/03/field.jpg"


def body(number: int = 0) -> str:
    return Article.objects.order_by("pk")[number].body


@pytest.mark.parametrize(
    "address",
    [f"{OLD}/2015/03/headline-2/", "http://www.old.example/2015/03/headline-2", "/2015/03/headline-2/", "/?p=2",
     f"{OLD}/?p=2&amp;x=1", "//old.example/2015/03/headline-2/", f"{OLD}/headline-2/", "/headline-2"],
)  # fmt: skip
def test_a_link_to_a_later_article_becomes_a_reference(address):
    brought(Given([entry("1", body=f'<p>See <a href="{address}">that</a>.</p>'), entry("2")]))
    first, second = Article.objects.order_by("pk")
    assert first.body == f'<p>See <a data-article="{second.pk}">that</a>.</p>'
    assert first.editions.get().body == first.body
    assert first.versions.get().content == versions.content_of(first)
    assert Reference.objects.filter(article=first, target_article=second.pk).exists()
    assert Reference.objects.filter(edition__article=first, target_article=second.pk).exists()
    assert not Imported.objects.exclude(waiting="").exists()


def test_links_to_pages_and_lists_become_paths():
    text = (
        f'<p><a href="{OLD}/company/about/#team">a</a> <a href="{OLD}/nothing/">b</a> <a href="{OLD}/feed/">c</a></p>'
    )
    about = entry("2", kind=Kind.PAGE, slug="about", paths=("/company/about/",))
    import_ = brought(Given([entry("1", body=text), about]))
    assert Page.objects.get().slug == "about"
    assert body() == f'<p><a href="/about/#team">a</a> <a href="{OLD}/nothing/">b</a> <a href="/feed.xml">c</a></p>'
    assert [line["what"] for line in import_.report["lists"]["links"]] == [f"{OLD}/nothing/"]


def test_a_dead_link_has_one_line_that_names_a_text():
    text = f'<p><a href="{OLD}/gone/">a</a></p>'
    entries = [entry("1", body=text, headline="First"), entry("2", body=text), entry("3", body=text)]
    report = brought(Given(entries)).report
    assert report["lists"]["links"] == [{"what": f"{OLD}/gone/", "why": "First", "key": "1"}]
    assert report["counts"]["links/open"] == report["counts"]["list/links"] == 3


def test_a_list_of_related_articles_becomes_read_also():
    links = f'<a href="{OLD}/?p=2">Two</a><a href="https://else.example/x">Else</a>'
    brought(Given([entry("1", body=f"<p>A</p><div data-import-related>{links}</div><p>B</p>"), entry("2")]))
    second = Article.objects.order_by("pk").last()
    assert body() == (
        f'<p>A</p><cms-read-also data-article="{second.pk}"></cms-read-also>'
        '<p><a href="https://else.example/x">Else</a></p><p>B</p>'
    )


def shown(**fields):
    image = Image("9", UPLOAD, alt="A field", caption="Wheat", credit="Ada")
    figure = '<p>A</p><figure data-import-image="9"><figcaption>Here</figcaption></figure><p>B</p>'
    return entry(**({"body": figure, "lead": "9", "images": (image,)} | fields))


@pytest.fixture
def media(tmp_path):
    place = tmp_path / "uploads" / "2015" / "03"
    place.mkdir(parents=True)
    (place / "field.jpg").write_bytes(picture_file().getvalue())
    return tmp_path / "uploads"


def test_pictures_come_from_the_folder(media):
    brought(Given([shown()]), media=media)
    picture, article = Picture.objects.get(), Article.objects.get()
    assert (picture.alt, picture.caption, picture.credit) == ("A field", "Wheat", "Ada")
    assert article.lead_picture == picture and article.editions.get().lead_picture == picture
    block = f'<cms-picture data-picture="{picture.pk}" data-caption="Here"></cms-picture>'
    assert article.body == f"<p>A</p>{block}<p>B</p>"


def test_a_gallery_is_one_block(media):
    (media / "2015" / "03" / "two.jpg").write_bytes(picture_file().getvalue())
    figures = '<figure data-import-image="9"></figure><figure data-import-image="10"></figure>'
    images = (Image("9", UPLOAD), Image("10", UPLOAD.replace("field", "two")))
    brought(Given([shown(body=f"<div data-import-gallery>{figures}</div><p>A</p>", images=images)]), media=media)
    numbers = ",".join(str(pk) for pk in Picture.objects.order_by("pk").values_list("pk", flat=True))
    assert f'<cms-gallery data-pictures="{numbers}"></cms-gallery>' in body()


def test_the_same_file_twice_is_one_picture(media):
    (media / "2015" / "03" / "two.jpg").write_bytes((media / "2015" / "03" / "field.jpg").read_bytes())
    images = (Image("9", UPLOAD), Image("10", UPLOAD.replace("field", "two")))
    brought(Given([shown(images=images)]), media=media)
    assert Picture.objects.count() == 1


def test_a_missing_picture_is_listed_and_comes_with_a_later_run(media):
    away = media / "2015" / "03" / "field.jpg"
    data = away.read_bytes()
    away.unlink()
    import_ = brought(Given([shown()]), media=media)
    assert [line["what"] for line in import_.report["lists"]["pictures"]] == [UPLOAD]
    assert body() == "<p>A</p><p>B</p>" and Article.objects.get().state == "published"
    away.write_bytes(data)
    brought(Given([shown()]), media=media)
    article = Article.objects.get()
    assert "cms-picture" in article.editions.live().get().body and article.lead_picture


def test_nothing_outside_the_folder_is_read(media, tmp_path):
    secret = tmp_path / "field.jpg"
    secret.write_bytes(picture_file().getvalue())
    inside = media / "2015" / "03" / "field.jpg"
    inside.unlink()
    inside.symlink_to(secret)
    for address in (UPLOAD, f"{OLD}/wp-content/uploads/../field.jpg", f"{OLD}/wp-content/uploads/%2e%2e/field.jpg"):
        brought(Given([shown(images=(Image("9", address),))]), media=media)
    assert not Picture.objects.exists()


def test_a_file_of_another_month_is_not_taken_for_it():
    assert [str(tail) for tail in tails(UPLOAD)] == [
        "wp-content/uploads/2015/03/field.jpg", "uploads/2015/03/field.jpg", "2015/03/field.jpg",
    ]  # fmt: skip


def test_pictures_are_fetched_from_the_old_site_alone(monkeypatch):
    asked = []

    def fetch(url, **rest):
        asked.append(url)
        if "gone" in url:
            raise FetchFailed("It is not there.", Failure.BAD_STATUS)
        return Fetched(status=200, url="https://cdn.example/x" if "cdn" in url else url, body=picture_file().getvalue())

    monkeypatch.setattr(module, "fetch", fetch)
    images = tuple(
        Image(str(number), address)
        for number, address in enumerate(
            [UPLOAD, "https://evil.example/a.jpg", f"{OLD}/gone.jpg", f"{OLD}/cdn.jpg", "http://www.old.example/b.jpg"]
        )
    )
    import_ = brought(Given([entry(images=images)]))
    assert sorted(asked) == sorted([UPLOAD, f"{OLD}/gone.jpg", f"{OLD}/cdn.jpg", "http://www.old.example/b.jpg"])
    assert Picture.objects.count() == 2
    assert {line["key"] for line in import_.report["lists"]["pictures"]} == {"1", "2", "3"}


def test_no_pictures_when_nobody_wants_them(monkeypatch):
    monkeypatch.setattr(module, "fetch", None)
    brought(Given([shown()]), takes_pictures=False)
    assert body() == "<p>A</p><p>B</p>"


def test_a_picture_is_an_article_without_words(client, tmp_path):
    (tmp_path / "2015" / "03").mkdir(parents=True)
    (tmp_path / "2015" / "03" / "field.jpg").write_bytes(picture_file().read())
    image = Image("9", UPLOAD)
    given = Given([entry(body='<figure data-import-image="9"></figure>', images=(image,))])
    brought(given, takes_pictures=False)
    assert Article.objects.get().state == "draft"
    (line,) = Import.objects.get().report["lists"]["drafts"]
    assert line["why"].startswith("It shows nothing but pictures, and they are missing")
    # With its picture it can stand, and comes to stand where it was.
    brought(given, media=tmp_path)
    article = Article.objects.get()
    assert article.state == "published"
    assert "<img" in client.get(article.get_absolute_url()).content.decode()


def test_files_that_stay_are_listed():
    body = (
        f'<p><a href="{OLD}/wp-content/uploads/2021/a.pdf">A</a> <a href="/wp-content/uploads/b.mp3?x=1">B</a> '
        f'<a href="{OLD}/wp-content/uploads/c.jpg">C</a> <a href="https://else.example/files/d.pdf">D</a> '
        f'<a href="{OLD}/2008/06/talk.MOV">E</a> <a href="{OLD}/2008/06/c.jpg">F</a></p>'
    )
    report = brought(Given([entry("1", body=body)])).report
    assert [line["what"] for line in report["lists"]["files"]] == [
        "/wp-content/uploads/b.mp3?x=1", f"{OLD}/2008/06/talk.MOV", f"{OLD}/wp-content/uploads/2021/a.pdf",
    ]  # fmt: skip
    assert "links" not in report["lists"]
