"""The sites in deploy/ for servers in front: stored pages come from the folder, all else from the app."""

import gzip
import subprocess
import sys
from urllib.parse import quote

import brotli
import pytest

from newsroom import old_numbers
from newsroom.pagecache import front_headers, serving
from newsroom.pagecache.folder import Folder
from newsroom.pagecache.page import StoredPage
from tests.deploy.fronts import FILES, ROOT, App, ask, free_port, program, served, started

HEADERS = [
    ("Cache-Control", serving.cache_control()),
    ("Vary", "Accept-Encoding"),
    ("Content-Security-Policy", "default-src 'none'; script-src 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
]
LONG = " and so on" * 100


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def place(request, tmp_path_factory):
    """A server in front of a folder of pages, and the app behind it."""
    if program(request.param) is None:
        pytest.skip(f"{request.param} is not installed: apt install {request.param}")
    folder = tmp_path_factory.mktemp(request.param)
    for name in ("static", "media", "pages"):
        (folder / "var" / name).mkdir(parents=True)
    app, port = App(), free_port()
    with served(app) as app_port:
        command = FILES[request.param](folder, port, app_port, front_headers.WRITTEN[request.param](HEADERS))
        with started(command, folder, port):
            yield Place(port, app, Folder(folder / "var" / "pages"), folder, request.param)


class Place:
    def __init__(self, port, app, pages, folder, server):
        self.port, self.app, self.pages, self.folder, self.server = port, app, pages, folder, server

    def store(self, path, text, *keys):
        page = StoredPage.of(path, [("Content-Type", "text/html; charset=utf-8")], (text + LONG).encode(), None)
        assert self.pages.put(page, keys or ("all",), self.pages.mark())

    def ask(self, path, method="GET", body=b"", **headers):
        return ask(self.port, path, method, body, **headers)


@pytest.fixture
def front(place):
    place.pages.empty()
    place.app.asked.clear()
    return place


def test_nginx_takes_the_site_as_it_is(tmp_path):
    if program("nginx") is None:
        pytest.skip("nginx is not installed: apt install nginx-light")
    for name in ("static", "media", "pages"):
        (tmp_path / "var" / name).mkdir(parents=True)
    command = FILES["nginx"](tmp_path, free_port(), 8000, front_headers.for_nginx(HEADERS))
    said = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr


@pytest.mark.parametrize("file", ["deploy/nginx/newsroom.conf", "deploy/caddy/Caddyfile"])
def test_the_sites_know_every_name_that_pages_ask_about(file):
    text = (ROOT / file).read_text()
    if file.endswith(".conf"):
        line = next(line for line in text.splitlines() if "before" in line and "nowhere" in line)
        known = set(line.partition("&)?(?:")[2].partition(")")[0].split("|"))
    else:
        known = {
            line.split()[2].removesuffix("=*") for line in text.splitlines() if line.strip().startswith("not query")
        }
    assert known == serving.ASKED


@pytest.mark.parametrize("file", ["deploy/nginx/newsroom.conf", "deploy/caddy/Caddyfile"])
def test_the_sites_know_the_numbers_of_an_old_site(file):
    (line,) = [line for line in (ROOT / file).read_text().splitlines() if "attachment_id" in line]
    assert line.partition("&)?(")[2].removeprefix("?:").partition(")")[0].split("|") == list(old_numbers.NAMES)


def test_a_stored_page_needs_no_app(front):
    front.store("/section/world/", "stored")
    answer = front.ask("/section/world/")
    assert answer.status == 200
    assert answer.text == "stored" + LONG
    assert front.app.asked == []
    for name, value in HEADERS:
        assert answer[name] == value
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Last-Modified"] == ""
    assert answer["Set-Cookie"] == ""


def test_the_front_page_is_a_page_like_others(front):
    front.store("/", "stored")
    assert front.ask("/").text.startswith("stored")
    assert front.app.asked == []


def test_it_is_served_while_the_app_is_down(front, tmp_path):
    for name in ("static", "media"):
        (tmp_path / "var" / name).mkdir(parents=True)
    (tmp_path / "var" / "pages").symlink_to(front.pages.root)
    front.store("/a/", "stored")
    port = free_port()
    command = FILES[front.server](tmp_path, port, free_port(), front_headers.WRITTEN[front.server](HEADERS))
    with started(command, tmp_path, port):
        assert ask(port, "/a/").text.startswith("stored")
        assert ask(port, "/b/").status == 502


def test_compressed_beforehand(front):
    front.store("/a/", "stored")
    answer = front.ask("/a/", Accept_Encoding="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert answer.content == (front.pages.root / "site/a/index.html.gz").read_bytes()
    assert gzip.decompress(answer.content).decode() == "stored" + LONG
    assert answer["Vary"] == "Accept-Encoding"
    if front.server == "caddy":
        # nginx needs a module for it, which not every machine has.
        answer = front.ask("/a/", Accept_Encoding="gzip, br")
        assert brotli.decompress(answer.content).decode() == "stored" + LONG
        assert answer["Vary"] == "Accept-Encoding"


def test_a_page_that_is_not_stored_is_the_apps(front):
    answer = front.ask("/b/")
    assert answer.text == "the app answers /b/"
    assert answer["X-From"] == "app"
    assert answer["Content-Security-Policy"] == ""
    assert front.ask("/none/").status == 404
    assert front.ask("/none/").text == "the app answers /none/"


@pytest.mark.parametrize("query", ["utm_source=x", "utm_source=x&fbclid=y", "z", "beforehand=1", "x=q", "x=%3Fq=1", ""])
def test_what_no_page_asks_about_makes_no_other_page(front, query):
    front.store("/a/", "stored")
    assert front.ask(f"/a/?{query}").text.startswith("stored")
    assert front.app.asked == []


@pytest.mark.parametrize("query", ["before=x", "after=1~2", "q=words", "limit=5", "utm_source=x&q=words", "q", "q="])
def test_what_a_page_asks_about_goes_to_the_app(front, query):
    front.store("/a/", "stored")
    assert front.ask(f"/a/?{query}").text == "the app answers /a/"
    assert front.app.asked == [f"GET /a/?{query}"]


@pytest.mark.parametrize("query", ["p=7", "page_id=7", "utm_source=x&p=7", "feed=rss2"])
def test_a_number_of_an_old_site_goes_to_the_app_at_the_front_page_alone(front, query):
    front.store("/", "stored")
    front.store("/a/", "stored")
    assert front.ask(f"/?{query}").text == "the app answers /"
    assert front.ask(f"/a/?{query}").text.startswith("stored")
    assert front.ask("/?pp=7").text.startswith("stored")


def test_only_an_archive_may_be_larger_than_a_photograph(front):
    large = b"x" * 49 * 1024**2
    assert front.ask("/admin/articles/import/add/", "POST", large).text == "the app answers /admin/articles/import/add/"
    try:
        assert front.ask("/admin/articles/picture/add/", "POST", large).status >= 400
    except ConnectionError:
        pass  # It hung up without hearing the end.


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_who_does_more_than_read_asks_the_app(front, method):
    front.store("/a/", "stored")
    assert front.ask("/a/", method).text == "the app answers /a/"
    assert front.app.asked == [f"{method} /a/"]


def test_a_head_without_a_body(front):
    front.store("/a/", "stored")
    answer = front.ask("/a/", "HEAD")
    assert (answer.status, answer.content, front.app.asked) == (200, b"", [])
    assert answer["Content-Length"] == str(len("stored" + LONG))


def test_a_cookie_makes_no_other_page(front):
    front.store("/a/", "stored")
    answer = front.ask("/a/", Cookie="sessionid=abc; csrftoken=def")
    assert answer.text.startswith("stored")
    assert front.app.asked == []
    assert "cookie" not in answer["Vary"].lower()


def test_what_is_retired_is_new_at_the_next_question(front):
    front.store("/a/", "stored", "tag/1")
    assert front.ask("/a/").text.startswith("stored")
    front.pages.retire(["tag/1"])
    assert front.ask("/a/").text == "the app answers /a/"
    front.store("/a/", "again", "tag/1")
    assert front.ask("/a/").text.startswith("again")
    front.pages.empty()
    assert front.ask("/a/").text == "the app answers /a/"


def test_a_page_that_is_known_is_not_sent_again(front):
    front.store("/a/", "stored")
    for coding in ("", "gzip"):
        first = front.ask("/a/", Accept_Encoding=coding)
        again = front.ask("/a/", Accept_Encoding=coding, If_None_Match=first["ETag"])
        assert (again.status, again.content) == (304, b"")
        assert again["Cache-Control"] == serving.cache_control()
        assert again["Vary"] == "Accept-Encoding"


def test_another_page_of_the_same_second_and_length_is_another_one(front):
    front.store("/a/", "stored", "tag/1")
    first = front.ask("/a/")["ETag"]
    front.pages.retire(["tag/1"])
    front.store("/a/", "stared", "tag/1")
    answer = front.ask("/a/", If_None_Match=first)
    assert answer.status == 200
    assert answer.text.startswith("stared")
    front.pages.retire(["tag/1"])
    front.store("/a/", "stored", "tag/1")
    assert front.ask("/a/", If_None_Match=first).status == 304


def test_no_date_decides(front):
    front.store("/a/", "stored")
    assert front.ask("/a/", If_Modified_Since="Tue, 01 Jan 2030 00:00:00 GMT").status == 200


def test_folders_are_not_listed(front):
    front.store("/section/world/", "stored")
    assert front.ask("/section/").text == "the app answers /section/"
    for path in ("/static/", "/media/", "/static", "/media"):
        answer = front.ask(path)
        assert answer.status in (403, 404) or answer["X-From"] == "app"


@pytest.mark.parametrize(
    "path",
    [
        "/records/", "/index.html", "/a/index.html", "/a/index.html.gz", "/site/a/", "/../site/a/", "/a/../a/",
        "/x/../a/", "/a/..", "//a/", "/a//", "/./a/", "/%2e%2e/site/a/", "/a/%2e%2e/a/", "/%2Fa/", "/..%2fturns",
        "/static/../pages/turns", "/static/..%2fpages/turns", "/static../pages/turns", "/media/../pages/epoch",
        "/a", "/nowhere/a/",
    ],
)  # fmt: skip
def test_no_other_way_leads_into_the_folder(front, path):
    front.store("/a/", "stored")
    answer = front.ask(path)
    assert answer.status in (400, 403, 404) or answer["X-From"] == "app", answer.text
    assert "stored" not in answer.text


def test_the_app_hears_the_address_as_it_was_written(front):
    front.ask("/a%20b/?x=%D1%97&q=1")
    assert front.app.asked == ["GET /a b/?x=%D1%97&q=1"]


def test_an_address_in_any_script(front):
    front.store("/tag/київ/", "stored")
    assert front.ask(quote("/tag/київ/")).text.startswith("stored")
    assert front.ask(quote("/tag/київ/").lower()).text.startswith("stored")
    assert front.app.asked == []
    assert front.ask(quote("/tag/львів/")).text == "the app answers /tag/львів/"


def test_the_app_hears_who_asks(front):
    front.ask(
        "/b/", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https", Forwarded="for=203.0.113.9", Host="n.example"
    )
    heard = front.app.headers
    assert heard["HTTP_X_FORWARDED_FOR"].rpartition(",")[2].strip() == "127.0.0.1"
    assert heard["HTTP_X_FORWARDED_PROTO"] == "http"
    assert "HTTP_FORWARDED" not in heard


def test_files_are_served_without_the_app(front):
    static, media = front.folder / "var/static", front.folder / "var/media"
    (static / "site.1234.css").write_text("a{}" * 500)
    (static / "site.1234.css.gz").write_bytes(gzip.compress(b"a{}" * 500))
    (static / "staticfiles.json").write_text("{}")
    (media / "p.avif").write_bytes(b"picture")
    style = front.ask("/static/site.1234.css", Accept_Encoding="gzip")
    assert gzip.decompress(style.content) == b"a{}" * 500
    assert style["Content-Type"].startswith("text/css")
    assert style["Cache-Control"] == "public, max-age=31536000, immutable"
    picture = front.ask("/media/p.avif")
    assert (picture.content, picture["Content-Type"]) == (b"picture", "image/avif")
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
    assert front.ask("/static/staticfiles.json").status == 404
    assert front.ask("/static/none.css").status == 404
    assert front.app.asked == []


def test_a_page_that_goes_while_it_is_looked_for_is_asked_of_the_app(front):
    """Between the look at a folder and the answer anything may happen; a reader gets a page all the same."""
    front.store("/a/", "stored")
    file = str(front.pages.root / "site/a/index.html")
    flicker = f"import os\nwhile True: os.rename({file!r}, {file + '.away'!r}), os.rename({file + '.away'!r}, {file!r})"
    process = subprocess.Popen([sys.executable, "-c", flicker])
    try:
        answers = [front.ask("/a/", Accept_Encoding=("gzip", "")[number % 2]) for number in range(1_500)]
    finally:
        process.kill()
        process.wait()
    assert {answer.status for answer in answers} == {200}
    assert {answer["X-From"] for answer in answers} == {"", "app"}


def test_a_size_of_a_picture_that_is_not_made_yet_is_asked_of_the_app(front):
    made = front.folder / "var/media/pictures/key"
    made.mkdir(parents=True, exist_ok=True)
    (made / "3x2-480.webp").write_bytes(b"made")
    assert front.ask("/media/pictures/key/3x2-480.webp").content == b"made" and not front.app.asked
    front.ask("/media/pictures/key/3x2-800.webp")
    assert front.app.asked == ["GET /media/pictures/key/3x2-800.webp"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("wp-content/uploads/2020/05/bridge.JPG", "image/jpeg"),
        ("content/images/2020/05/bridge.png", "image/png"),
        ("wp-content/uploads/звіт.pdf", "application/pdf"),
        ("content/files/2020/figures.xlsx", "application/octet-stream"),
    ],
)
def test_files_of_an_old_site_answer_under_their_old_addresses(front, path, kind):
    file = front.folder / "var/old" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"old")
    answer = front.ask(f"/{quote(path)}?ver=2")
    assert (answer.status, answer.content, answer["Content-Type"]) == (200, b"old", kind)
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "public, max-age=86400"
    front.app.asked.clear()
    assert front.ask("/wp-content/uploads/2020/05/gone.jpg")["X-From"] == "app"
    assert front.app.asked == ["GET /wp-content/uploads/2020/05/gone.jpg"]


@pytest.mark.parametrize(
    "name",
    [
        "backup.sql", "backup.zip", "index.php", "page.html", "shape.svg", "shell.php.txt", ".htaccess",
        ".hidden/a.pdf", "a/.hidden/a.pdf", ".a.pdf",
    ],
)  # fmt: skip
def test_nothing_else_of_its_folders_is_given_away(front, name):
    file = front.folder / "var/old/wp-content/uploads" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"secret")
    for path in (name, f"x/../{name}", f"%2e/{name}", f"./{name}"):
        assert b"secret" not in front.ask(f"/wp-content/uploads/{path}").content
    assert front.ask("/wp-content/uploads/").status != 403
    assert front.ask("/wp-content/uploads/../../../static.pdf").content != b"secret"
