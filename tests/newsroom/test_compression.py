"""Pages are compressed as the browser asks, and say so to caches."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom.compression import compress

PAGE = b"<p>A newspaper.</p>" * 100


def answer(accepted, content=PAGE, **headers):
    request = RequestFactory().get("/", headers={"accept-encoding": accepted})
    return compress(lambda _request: HttpResponse(content, headers={"Cache-Control": "public", **headers}))(request)


@pytest.mark.parametrize(
    ("accepted", "coding", "opened"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("br;q=0.5", "br", brotli.decompress),
    ],
)
def test_it_works(accepted, coding, opened):
    response = answer(accepted, ETag='"a"')
    assert response["Content-Encoding"] == coding
    assert opened(response.content) == PAGE
    assert int(response["Content-Length"]) == len(response.content)
    assert response["ETag"] == 'W/"a"'
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0"])
def test_who_does_not_ask_gets_plain_text(accepted):
    response = answer(accepted)
    assert response.content == PAGE
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize(
    ("content", "headers"),
    [(b"short", {}), (PAGE, {"Content-Encoding": "br"}), (PAGE, {"Content-Type": "image/avif"})],
)
def test_what_gains_nothing_is_left_alone(content, headers):
    assert answer("br, gzip", content, **headers).content == content


def test_a_page_with_secrets_is_not_the_same_length_twice():
    lengths = {len(answer("br, gzip", **{"Cache-Control": "private"}).content) for _each in range(20)}
    assert len(lengths) > 1


@pytest.mark.django_db
def test_an_unchanged_page_is_not_sent_again(client):
    first = client.get("/robots.txt", headers={"accept-encoding": "br"})
    again = client.get("/robots.txt", headers={"accept-encoding": "br", "if-none-match": first["ETag"]})
    assert again.status_code == 304
