"""A name is asked for once, all of its machines are looked at, and only those are called."""

import socket
import threading

import pytest

from newsroom.fetching import Failure, FetchFailed, Limits, fetch
from tests.misbehaving import Misbehaving, answer, redirect

SHORT = Limits(total_seconds=2, connect_seconds=1, bytes=10_000)


@pytest.fixture
def inside():
    """A machine of our own network."""
    server = Misbehaving("127.0.0.2")
    server.on("/feed", answer(b"secret"))
    yield server
    server.close()


@pytest.fixture
def calls(monkeypatch):
    """Every connection that is tried, by address; none is made."""
    tried: list[str] = []

    def connect(self, place):
        tried.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


def refused(url: str, limits: Limits = SHORT) -> FetchFailed:
    with pytest.raises(FetchFailed) as failure:
        fetch(url, limits=limits)
    return failure.value


def test_a_name_is_called_under_its_own_name(outside, names):
    names.says("feed.example", "127.0.0.1")
    outside.on("/feed", answer(b"here"))

    assert fetch(outside.url("/feed", "feed.example")).body == b"here"
    assert outside.asked["/feed"][0].headers["host"] == f"feed.example:{outside.port}"


def test_a_name_that_answers_otherwise_a_moment_later_changes_nothing(outside, inside, names):
    names.says("rebound.example", "127.0.0.1", "127.0.0.2")
    outside.on("/feed", answer(b"here"))

    assert fetch(outside.url("/feed", "rebound.example")).body == b"here"
    assert names.asked == ["rebound.example"]
    assert inside.count() == 0


def test_every_hop_looks_again(outside, inside, names):
    names.says("rebound.example", "127.0.0.1", "127.0.0.2")
    url = outside.url("/a", "rebound.example")
    outside.on("/a", redirect(f"http://rebound.example:{inside.port}/feed"))

    assert refused(url).kind == Failure.REFUSED_ADDRESS
    assert inside.count() == 0


@pytest.mark.parametrize(
    "machines",
    [
        ["10.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["10.0.0.1", "93.184.216.34"],
        ["93.184.216.34", "93.184.216.35", "93.184.216.36", "93.184.216.37", "93.184.216.38", "127.0.0.1"],
        ["2606:2800:220:1::1", "::1"],
        ["fe80::1%eth0"],
        ["::ffff:169.254.169.254"],
    ],
)
def test_one_private_machine_among_the_answers_refuses_the_name(names, calls, machines):
    names.says("mixed.example", machines)
    assert refused("http://mixed.example/").kind == Failure.REFUSED_ADDRESS
    assert calls == []


def test_a_refusal_does_not_tell_which_machine_it_was(names):
    names.says("intranet.example", "10.1.2.3")
    assert "10.1.2.3" not in str(refused("http://intranet.example/"))


def test_machines_are_called_in_turn_and_not_for_ever(names, calls):
    names.says("many.example", [f"93.184.216.{number}" for number in range(1, 10)])
    assert refused("http://many.example/").kind == Failure.NO_ANSWER
    assert calls == ["93.184.216.1", "93.184.216.2", "93.184.216.3", "93.184.216.4"]


def test_the_second_machine_answers_when_the_first_does_not(outside, names, settings):
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    names.says("feed.example", ["127.0.0.3", "127.0.0.1"])
    outside.on("/feed", answer(b"here"))
    assert fetch(outside.url("/feed", "feed.example")).body == b"here"


def test_a_name_that_nobody_knows_is_a_sentence(names):
    failure = refused("http://nowhere.example/")
    assert failure.kind == Failure.UNKNOWN_HOST
    assert "Check how it is spelt" in str(failure)


def test_a_look_up_that_hangs_is_left_in_time(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **options: over.wait(10))
    try:
        assert refused("http://hangs.example/", Limits(5, 0.2, 1000)).kind == Failure.TOO_SLOW
    finally:
        over.set()


def test_a_port_that_the_setting_does_not_name_is_not_asked(outside, names, settings):
    settings.FETCH_PORTS = [80, 443]
    failure = refused(outside.url("/feed"))
    assert failure.kind == Failure.REFUSED_ADDRESS
    assert "80, 443" in str(failure)
    assert outside.count() == 0
