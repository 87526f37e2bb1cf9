"""The connection goes to a machine that was looked at; that it is the one that was meant, it has to prove."""

import ssl
from pathlib import Path

import pytest

from newsroom.fetching import Failure, FetchFailed, Limits, fetch
from tests.misbehaving import Misbehaving, answer, redirect, silence

CERTIFICATE = Path(__file__).parent / "feed.example.pem"
SHORT = Limits(total_seconds=0.6, connect_seconds=0.3, bytes=10_000)


@pytest.fixture
def secure(outside, names):
    """A server that can prove to be feed.example; every name is its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server = Misbehaving(tls=context)
    server.on("/feed", answer(b"here"))
    for name in ("feed.example", "www.feed.example", "other.example"):
        names.says(name, "127.0.0.1")
    yield server
    server.close()


@pytest.fixture
def trusted(monkeypatch):
    """Here the certificate of feed.example is one of a known authority."""
    monkeypatch.setattr("newsroom.fetching.exchange.tls", lambda: ssl.create_default_context(cafile=CERTIFICATE))


def failure_of(url: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as failure:
        fetch(url, limits=SHORT)
    return failure.value


@pytest.mark.parametrize("name", ["feed.example", "www.feed.example", "feed.example."])
def test_who_proves_its_name_is_read(secure, trusted, name):
    assert fetch(secure.url("/feed", name)).body == b"here"


@pytest.mark.parametrize("name", ["other.example", "127.0.0.1"])
def test_who_has_another_name_is_not(secure, trusted, name):
    failure = failure_of(secure.url("/feed", name))
    assert failure.kind == Failure.BAD_CERTIFICATE
    assert "cannot prove who it is" in str(failure)
    assert secure.count() == 0


def test_who_has_a_certificate_of_nobody_is_not(secure):
    assert failure_of(secure.url("/feed", "feed.example")).kind == Failure.BAD_CERTIFICATE
    assert secure.count() == 0


def test_a_hop_to_a_secure_address_is_proved_too(outside, secure, trusted):
    outside.on("/a", redirect(secure.url("/feed", "feed.example"), 301))
    outside.on("/b", redirect(secure.url("/feed", "other.example"), 301))
    assert fetch(outside.url("/a")).moved_to == secure.url("/feed", "feed.example")
    assert failure_of(outside.url("/b")).kind == Failure.BAD_CERTIFICATE


def test_a_greeting_that_never_ends_is_left_in_time(outside):
    outside.on("/feed", silence())
    assert failure_of(outside.url("/feed").replace("http:", "https:")).kind == Failure.TOO_SLOW


def test_a_server_that_says_nothing_is_left_in_time(secure, trusted):
    secure.on("/feed", silence())
    assert failure_of(secure.url("/feed", "feed.example")).kind == Failure.TOO_SLOW


def test_authorities_are_those_of_the_system():
    from newsroom.fetching.connecting import tls

    assert tls() is tls()
    assert tls().verify_mode == ssl.CERT_REQUIRED and tls().check_hostname
