"""Forwarded headers are believed where a trusted proxy wrote them, and Host is never replaced by them."""

from ipaddress import ip_network

import pytest
from django.test import Client

from newsroom import proxies

PROXY, STRANGER, READER = "10.0.0.2", "203.0.113.9", "198.51.100.7"
NETWORKS = [ip_network("10.0.0.0/8"), ip_network("2001:db8::/32")]


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "expected"),
    [
        (0, STRANGER, READER, STRANGER),
        (1, PROXY, READER, READER),
        (1, PROXY, f"{STRANGER}, {READER}", READER),  # the first was written by the reader
        (1, PROXY, "", PROXY),
        (1, "", READER, READER),  # a socket has no address
        (2, PROXY, f"{STRANGER}, {READER}, 10.0.0.9", READER),
        (2, PROXY, READER, PROXY),  # one of the two was left out: nothing is sure
        (1, PROXY, "unknown", PROXY),
        (1, PROXY, "<script>", PROXY),
        (1, PROXY, f"{READER}:4711", READER),
        (1, PROXY, "[2001:db9::1]:4711", "2001:db9::1"),
        (1, PROXY, "::ffff:198.51.100.7", READER),
        (NETWORKS, PROXY, f"{STRANGER}, {READER}", READER),
        (NETWORKS, PROXY, f"{READER}, 10.1.1.1, 2001:db8::5", READER),
        (NETWORKS, STRANGER, READER, STRANGER),  # past the proxies
        (NETWORKS, PROXY, "10.9.9.9", "10.9.9.9"),
        (NETWORKS, "", READER, ""),
    ],
)
def test_who_asks(rf, settings, trusted, peer, forwarded, expected):
    settings.TRUSTED_PROXIES = trusted
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert proxies.sender(rf.get("/", REMOTE_ADDR=peer, headers=headers)) == expected


@pytest.mark.parametrize(
    ("trusted", "peer", "said", "expected"),
    [
        (0, STRANGER, "https", "http"),
        (1, PROXY, "https", "https"),
        (1, PROXY, "http", "http"),
        (1, PROXY, "https, http", "http"),  # the reader wrote the first
        (1, PROXY, "HTTPS", "https"),
        (NETWORKS, PROXY, "https", "https"),
        (NETWORKS, STRANGER, "https", "http"),
    ],
)
def test_how_they_asked(rf, settings, trusted, peer, said, expected):
    settings.TRUSTED_PROXIES = trusted
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if trusted else None
    request = rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": said})
    assert proxies.is_https(request.META) == (expected == "https")
    proxies.believe(lambda request: None)(request)
    assert request.scheme == expected


@pytest.mark.parametrize("trusted", [0, 1, NETWORKS])
@pytest.mark.django_db
def test_another_host_is_never_believed(settings, trusted):
    settings.TRUSTED_PROXIES, settings.ALLOWED_HOSTS = trusted, ["lantern.example"]
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "81", "Forwarded": "host=evil.example"}
    answer = Client(REMOTE_ADDR=PROXY).get("/feed.xml", headers={"Host": "lantern.example", **headers})
    assert answer.status_code == 200 and "evil.example" not in answer.text + str(answer.headers)
    assert Client().get("/section/none/", headers={"Host": "evil.example"}).status_code in (400, 404)


@pytest.mark.django_db
def test_a_reader_cannot_say_to_be_on_https(settings):
    settings.SECURE_SSL_REDIRECT, settings.TRUSTED_PROXIES = True, NETWORKS
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    said = {"X-Forwarded-Proto": "https"}
    assert Client(REMOTE_ADDR=STRANGER).get("/feed.xml", headers=said).status_code == 301
    assert Client(REMOTE_ADDR=PROXY).get("/feed.xml", headers=said).status_code == 200
