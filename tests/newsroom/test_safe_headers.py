"""What every kind of answer says to browsers, and that no page holds what the policy would have to allow."""

import re

import pytest
from django.urls import get_resolver
from django.utils import timezone

from articles import library
from newsroom.accounts import roles
from tests.factories import make_article, make_picture, make_user
from tests.newsroom.test_nothing_unpublished import Site, public_addresses, walk

pytestmark = pytest.mark.django_db

SAID = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Referrer-Policy": "origin",
}
SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"?(?:application/(?:ld\+)?json|importmap|speculationrules))[^>]*>"
)
HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I)
STYLE = re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I)
FROM_ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)=\"(?:https?:)?//(?!testserver|127\.0\.0\.1)[^>]*>"
)


def told(response, path):
    for name, part in SAID.items():
        value = response.headers.get(name, "")
        assert part in value or (name == "Referrer-Policy" and value in ("no-referrer", "same-origin")), (path, name)


def test_each_kind_of_answer(client, settings):
    settings.SECURE_HSTS_SECONDS = 3600
    make_article(published=True, slug="live")
    picture = make_picture(with_files=True)
    file = library.folder_url(picture) + library.shape_names(picture, "3x2").fallback.name
    day = f"{timezone.localtime():%Y/%m/%d}"
    first = client.get("/", secure=True)
    unchanged = client.get("/", headers={"If-None-Match": first.headers["ETag"]}, secure=True)
    answers = {
        200: first, 304: unchanged, 404: client.get("/nothing/here/", secure=True),
        "redirect": client.get(f"/{day}/live", secure=True), "feed": client.get("/feed.xml", secure=True),
        "media": client.get(file, secure=True), "admin": client.get("/admin/", secure=True),
        "door": client.get("/admin/login/", secure=True), "post": client.post("/", secure=True),
        "hook": client.post("/support/hooks/nobody/", secure=True), "you": client.get("/support/you/", secure=True),
    }  # fmt: skip
    assert unchanged.status_code == 304
    for kind, answer in answers.items():
        if kind == 304:
            continue  # what it said with the page holds on
        told(answer, kind)
        assert "max-age=3600" in answer.headers["Strict-Transport-Security"], kind
        if kind not in ("media",):
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"], kind
    for kind in (200, 304, 404, "feed", "media", "redirect"):
        assert not answers[kind].cookies, kind
    assert answers["media"].headers["Content-Type"].startswith("image/")


def test_an_error_says_so_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("articles.views.front.render", lambda *args, **more: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    told(answer, "500")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_no_public_page_needs_more_than_the_policy(client):
    for path in public_addresses(Site()):
        answer = client.get(path)
        told(answer, path)
        assert not answer.cookies or "/support/" in path or "/setup/" in path, path
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "unsafe" not in policy, path
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            text = answer.text
            assert not SCRIPT.search(text) and not HANDLER.search(text) and not STYLE.search(text), path
            assert not FROM_ELSEWHERE.search(text.replace('rel="canonical"', "")), path
            assert "<style" not in text or "'sha256-" in policy, path


def test_no_page_of_the_desk_has_a_script_without_its_mark(client):
    """Lists, forms and own pages: each script in a page carries the nonce, nothing is handled in an attribute."""
    user = make_user(is_superuser=True)
    roles.give_role(user, roles.CHIEF_EDITOR)
    client.force_login(user)
    asked = 0
    for pattern, _name in walk(get_resolver()):
        if not pattern.startswith("admin/") or "<" in pattern or "logout" in pattern or "(" in pattern:
            continue
        answer = client.get(f"/{pattern}")
        told(answer, pattern)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        asked += 1
        text = b"".join(answer).decode()
        for script in SCRIPT.findall(text):
            assert "nonce=" in script, (pattern, script)
        assert not HANDLER.search(text), (pattern, HANDLER.search(text))
    assert asked > 30


@pytest.mark.parametrize("name", ["x.svg", "x.html", "pictures/k/x.svg"])
def test_what_could_run_is_not_sent_as_such(client, settings, name):
    place = settings.MEDIA_ROOT / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    answer = client.get(f"/media/{name}")
    kind = answer.headers.get("Content-Type", "")
    assert answer.status_code == 404 or "sandbox" in answer.headers.get("Content-Security-Policy", ""), kind
