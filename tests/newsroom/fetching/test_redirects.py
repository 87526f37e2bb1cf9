"""Sent on: how far, where to, and whether for ever."""

import pytest

from newsroom.fetching import Failure, FetchFailed, Limits, fetch
from tests.misbehaving import Misbehaving, answer, redirect


def chain(outside, *statuses: int) -> str:
    for number, status in enumerate(statuses):
        outside.on(f"/{number}", redirect(f"/{number + 1}", status))
    outside.on(f"/{len(statuses)}", answer(b"here"))
    return outside.url("/0")


@pytest.mark.parametrize(
    "statuses, has_moved",
    [
        ([301], True),
        ([308, 301], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([302, 301], False),
        ([], False),
    ],
)
def test_only_a_way_that_is_permanent_all_along_is_remembered(outside, statuses, has_moved):
    fetched = fetch(chain(outside, *statuses))
    end = outside.url(f"/{len(statuses)}")
    assert (fetched.url, fetched.body) == (end, b"here")
    assert fetched.moved_to == (end if has_moved else "")


@pytest.mark.parametrize(
    "location", ["/b", "b", "//127.0.0.1:{port}/b", " /b ", "/b#part", "HTTP://127.0.0.1:{port}/b"]
)
def test_a_location_may_be_written_in_many_ways(outside, location):
    url = outside.on("/a", redirect(location.format(port=outside.port), 301))
    outside.on("/b", answer(b"here"))
    assert fetch(url).moved_to == outside.url("/b")


def test_a_location_in_other_letters_is_escaped(outside):
    outside.on("/a", redirect("/стрічка новин".encode().decode("latin-1")))
    end = "/%D1%81%D1%82%D1%80%D1%96%D1%87%D0%BA%D0%B0%20%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD"
    outside.on(end, answer(b"here"))
    assert fetch(outside.url("/a")).body == b"here"


def test_the_validators_go_along(outside):
    outside.on("/b", answer(b"here"))
    fetch(outside.on("/a", redirect("/b")), etag='"1"')
    assert outside.asked["/b"][0].headers["if-none-match"] == '"1"'


def test_a_circle_is_noticed_at_once(outside):
    outside.on("/a", redirect("/b"))
    outside.on("/b", redirect("/a#again"))
    with pytest.raises(FetchFailed, match="without an end") as failure:
        fetch(outside.url("/a"))
    assert failure.value.kind == Failure.TOO_MANY_HOPS
    assert outside.count() == 2


def test_a_way_without_end_is_left(outside):
    url = chain(outside, *[302] * 9)
    limits = Limits(total_seconds=5, connect_seconds=1, bytes=1000, hops=3)
    with pytest.raises(FetchFailed) as failure:
        fetch(url, limits=limits)
    assert failure.value.kind == Failure.TOO_MANY_HOPS
    assert outside.count() == 4


def test_as_many_hops_as_allowed_are_gone(outside):
    limits = Limits(total_seconds=5, connect_seconds=1, bytes=1000, hops=3)
    assert fetch(chain(outside, 302, 302, 302), limits=limits).body == b"here"


def test_a_body_on_the_way_is_not_read(outside):
    outside.on("/a", answer(b"x" * 1_000_000, 302, location="/b"))
    outside.on("/b", answer(b"here"))
    assert fetch(outside.url("/a"), limits=Limits(5, 1, bytes=100)).body == b"here"


@pytest.mark.parametrize(
    "location",
    [
        "javascript:alert(1)",
        "data:text/html,<p>",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "unix:///var/run/docker.sock",
        "http://user:secret@127.0.0.1/",
        "http://[::1",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://",
        "/" + "x" * 2000,
    ],
)
def test_nobody_leads_us_out_of_the_web(outside, location):
    with pytest.raises(FetchFailed) as failure:
        fetch(outside.on("/a", redirect(location)))
    assert failure.value.kind == Failure.NOT_WEB
    assert outside.count() == 1
    assert "secret" not in str(failure.value)


@pytest.mark.parametrize(
    "location", ["http://127.0.0.2:{port}/", "http://[::1]:{port}/", "http://169.254.169.254/", "http://10.0.0.1/x"]
)
def test_nobody_leads_us_into_a_network(outside, location):
    inside = Misbehaving("127.0.0.2")
    try:
        with pytest.raises(FetchFailed, match="which leads to .* is not on the public web") as failure:
            fetch(outside.on("/a", redirect(location.format(port=inside.port))))
        assert failure.value.kind == Failure.REFUSED_ADDRESS
        assert inside.count() == 0
    finally:
        inside.close()


def test_nobody_leads_us_to_another_port(outside, settings):
    settings.FETCH_PORTS = [outside.port]
    with pytest.raises(FetchFailed, match="names a port") as failure:
        fetch(outside.on("/a", redirect("http://127.0.0.1:22/")))
    assert failure.value.kind == Failure.REFUSED_ADDRESS
