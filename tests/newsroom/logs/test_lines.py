"""A line of the log names its request and no reader: no address, no mail, no key, whoever wrote it."""

import io
import json
import logging
import sys
import time

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsroom.environment import env
from newsroom.logs import request_ids
from newsroom.logs.lines import JsonLine, Line, config
from newsroom.logs.scrubbing import scrubbed

GIFT = "0a1b2c3d4e5f6g7h8i9j"
SIGNED = signing.dumps({"link": 4})


@pytest.fixture
def written(request):
    """What is written meanwhile, in the format that a test names."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(getattr(request, "param", JsonLine)())
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.INFO)
    logging.getLogger("django").setLevel(logging.INFO)
    yield lambda: [json.loads(line) if line[0] == "{" else line for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)
    logging.getLogger("django").setLevel(logging.WARNING)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("to olha.k+1@example.com failed", "to [mail] failed"),
        ("<o'neil@пошта.укр>", "<[mail]>"),
        ("from 203.0.113.9:4711", "from [address]:4711"),
        ("from 2001:db8::1 and ::1", "from [address] and [address]"),
        ("fe80::1ff:fe23:4567:890a", "[address]"),
        ("GET /search/?q=secret+love&page=2 HTTP", "GET /search/?… HTTP"),
        ("postgres://me:pw@db/news", "postgres://…@db/news"),
        (f"/support/gift/{GIFT}/", "/support/gift/…/"),
        # Signed at this second: as a name of a test it would differ from process to process.
        pytest.param(f"/shared/{SIGNED}/", "/shared/…/", id="signed"),
        ("/uk/support/you/eyJhIjoxfQ:1tR:abcdef/", "/uk/support/you/…/"),
        ("/partner-feeds/aB3dE5fG7h/all.xml", "/partner-feeds/…/all.xml"),
        ("Cookie: sessionid=abc123", "Cookie: …"),
        ("Authorization: Bearer abc.def", "Authorization: …"),
        ("password=hunter2&x", "password=…&x"),
        ("{'token': 'abc'}", "{'token': …'}"),
        ("5f4dcc3b5aa765d61d8327deb882cf99", "…"),
    ],
)
def test_what_is_taken_out(said, expected):
    assert scrubbed(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Not Found: /2026/11/22/border-reopens-after-a-week/",
        "Not Found: /section/politics/",
        "The page /support/you/ was not stored: 12:30:45",
        "Django 6.1.3 at 2026-11-23 10:00:00",
        "/support/topics/", "/shared/", "Is it so? Yes.", "newsroom.W001",
        "/media/pictures/11e69f720c4d69ce5b96/16x9-1200.jpg",
    ],
)  # fmt: skip
def test_what_is_left(said):
    assert scrubbed(said) == said


def test_what_the_environment_keeps_secret_is_nowhere(monkeypatch):
    monkeypatch.setenv("STRIPE_SECRET_KEY", "a plain word of mine")
    env.secret("STRIPE_SECRET_KEY")
    assert scrubbed("asked with a plain word of mine") == "asked with …"
    monkeypatch.setenv("MAILER", "smtp://me:open%2Fsesame@mail.example")
    env.raw("MAILER")
    assert scrubbed("tried open/sesame, then open%2Fsesame") == "tried …, then …"


@given(st.text(max_size=300))
@examples(max_examples=60)
def test_any_text_is_a_line(text):
    record = logging.LogRecord("a", logging.ERROR, "", 1, "%s", (text,), None)
    line = JsonLine().format(record)
    assert "\n" not in line and json.loads(line)["level"] == "ERROR"


@pytest.mark.parametrize("piece", ["a@", "1.", ":", "/", "aA1", "?a=", "a:", "1:", "/you/", "token="])
def test_a_long_line_takes_no_time(piece):
    began = time.perf_counter()
    scrubbed(piece * 15_000)
    assert time.perf_counter() - began < 2


def test_an_error_is_told_without_its_words_about_people():
    try:
        raise ValueError("olha@example.com from 203.0.113.9")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 1, "It broke", (), sys.exc_info())
    for format in (Line, JsonLine):
        text = format().format(record)
        assert "olha" not in text and "203.0" not in text and "ValueError" in text


@pytest.mark.django_db
def test_djangos_own_lines_are_told_alike(written):
    Client(raise_request_exception=False).get(f"/nowhere/{GIFT}/?mail=olha@example.com", REMOTE_ADDR="203.0.113.9")
    Client().get(f"/support/gift/{GIFT}/")
    lines = written()
    assert any(line["logger"] == "django.request" and line["status"] == 404 for line in lines)
    ids = [line["request_id"] for line in lines]
    assert len(set(ids)) == 2 and all(len(each) == 16 for each in ids)
    assert GIFT not in str(lines) and "olha" not in str(lines) and "203.0" not in str(lines)
    last = [line for line in lines if line["logger"] == "newsroom.requests"][-1]
    assert (last["logger"], last["path"], last["status"]) == ("newsroom.requests", "/support/gift/…/", 404)
    assert isinstance(last["milliseconds"], int)


@pytest.mark.parametrize("written", [Line], indirect=True)
@pytest.mark.django_db
def test_for_people(written):
    answer = Client().get("/admin/")
    assert written()[-1] == f"INFO newsroom.requests GET /admin/ 302 [{answer[request_ids.HEADER]}]"


@pytest.mark.parametrize(
    ("trusted", "said", "taken"),
    [
        (1, "abcdef-012345", True),
        (0, "abcdef-012345", False),
        (1, "short", False),
        (1, "a" * 65, False),
        (1, "abcdef 012345\r\nX: y", False),
        (1, "<script>alert</script>", False),
    ],
)
def test_a_name_is_taken_from_a_trusted_proxy_alone(settings, trusted, said, taken):
    settings.TRUSTED_PROXIES = trusted
    answer = Client().get("/healthz", headers={"X-Request-ID": said})
    assert (answer["X-Request-ID"] == said) is taken
    assert request_ids.current() == ""


def test_a_page_for_everybody_carries_no_name(rf):
    public = HttpResponse(headers={"Cache-Control": "public, max-age=30"})
    assert not request_ids.named(lambda request: public)(rf.get("/")).has_header("X-Request-ID")
    assert request_ids.named(lambda request: HttpResponse())(rf.get("/")).has_header("X-Request-ID")


@pytest.mark.django_db
def test_a_stored_page_carries_no_name(pages):
    first, second = Client().get("/corrections/"), Client().get("/corrections/")
    assert pages.paths() and not first.has_header("X-Request-ID") and not second.has_header("X-Request-ID")
    assert b"X-Request-ID" not in pages.get(pages.paths()[0]).to_bytes()


def test_each_format_is_one_that_logging_takes():
    import logging.config as real

    for format, line in (("text", "Line"), ("json", "JsonLine")):
        said = config(format, "WARNING")
        assert said["formatters"]["line"]["()"].endswith(f".{line}")
        assert real.DictConfigurator(said).configure_formatter(said["formatters"]["line"])
