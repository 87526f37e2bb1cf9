"""Whatever somebody writes as an address: no connection to a machine that is not public."""

import socket
from ipaddress import ip_address

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsroom.fetching import FetchFailed, Limits, fetch, may_link
from newsroom.fetching.addresses import NotWeb, web_address
from newsroom.fetching.fences import may_connect

INSIDE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.169.254",
    "172.16.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:5db8:d822::1",
    "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip
OUTSIDE = ["93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:2800:220:1::1", "2a00:1450::1", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("machine", INSIDE)
def test_a_machine_inside_is_not_connected_to(machine):
    assert not may_connect(ip_address(machine))


@pytest.mark.parametrize("machine", OUTSIDE)
def test_a_machine_of_the_public_web_is(machine):
    assert may_connect(ip_address(machine))


def test_what_the_settings_allow_is_connected_to(settings):
    settings.FETCH_ALLOWED_NETWORKS = ["10.20.0.0/16", "fd00::/8"]
    assert may_connect(ip_address("10.20.3.4")) and may_connect(ip_address("::ffff:10.20.3.4"))
    assert may_connect(ip_address("fd00::1"))
    assert not may_connect(ip_address("10.21.0.1")) and not may_connect(ip_address("127.0.0.1"))


@pytest.fixture(scope="module")
def connected():
    """The machines that a connection was tried to; look-ups are only what the numbers in a name mean."""
    tried: list[str] = []
    really = socket.getaddrinfo

    def connect(self, place):
        tried.append(place[0])
        raise ConnectionRefusedError

    def numbers_only(host, port, *args, **options):
        return really(host, port, *args, **{**options, "flags": socket.AI_NUMERICHOST})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr("socket.getaddrinfo", numbers_only)
        yield tried


def octets(numbers: list[int]) -> st.SearchStrategy[str]:
    """An IPv4 address, each number in a way of its own, some of them run together."""
    write = [str, hex, lambda number: f"0{number:o}", lambda number: f"{number:03}", lambda number: f"{number:x}"]
    whole = int.from_bytes(bytes(numbers), "big")
    return st.one_of(
        st.tuples(*[st.sampled_from(write).map(lambda way, n=n: way(n)) for n in numbers]).map(".".join),
        st.sampled_from([way(whole) for way in write]),
        st.just(f"{numbers[0]}.{whole & 0xFFFFFF}"),
        st.just(f"{numbers[0]}.{numbers[1]}.{whole & 0xFFFF}"),
        st.just("".join(chr(0xFF10 + int(sign)) if sign.isdigit() else "。" for sign in ".".join(map(str, numbers)))),
    )


HOSTS = st.one_of(
    st.lists(st.integers(0, 255), min_size=4, max_size=4).flatmap(octets),
    st.sampled_from([[127, 0, 0, 1], [10, 0, 0, 1], [169, 254, 169, 254], [192, 168, 0, 1], [0, 0, 0, 0]]).flatmap(
        octets
    ),
    st.sampled_from(INSIDE + OUTSIDE).map(lambda machine: f"[{machine}]"),
    st.sampled_from(INSIDE + OUTSIDE),
    st.ip_addresses(v=6).map(lambda machine: f"[{machine}]"),
    st.text(max_size=20),
    st.sampled_from(["localhost", "LOCALHOST.", "localhost%00.example.com", "lоcalhost"]),
)
AROUND = st.text(alphabet="@:/\\?#%.[] \t\r\n\x00aA0;&", max_size=4)
ADDRESSES = st.one_of(
    st.tuples(
        st.sampled_from(["http://", "https://", "HTTP://", "http:/", "http:\\\\", "http:", "//", "ftp://", ""]),
        AROUND,
        HOSTS,
        AROUND,
        st.sampled_from(["", ":80", ":443", ":", ":22", ":080", ":99999"]),
        st.sampled_from(["", "/", "/x", "?q", "#f", "@127.0.0.1/", "\\@10.0.0.1/", "%2f@localhost"]),
    ).map("".join),
    st.text(max_size=60),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(url=ADDRESSES)
@example("http://0x7f.1/")
@example("http://127.1/")
@example("http://１２７.０.０.１/")
@example("http://8.8.8.8\\@127.0.0.1/")
@example("http://127.0.0.1\t.example.com/")
def test_no_text_leads_inside(connected, url):
    connected.clear()
    try:
        fetch(url, limits=Limits(total_seconds=2, connect_seconds=1, bytes=10))
    except FetchFailed as failure:
        assert str(failure)
    assert all(may_connect(ip_address(machine)) for machine in connected)


@settings(max_examples=300, deadline=None)
@given(url=ADDRESSES)
def test_what_may_be_linked_is_read_the_same_way_by_everybody(url):
    link = may_link(url)
    if not link:
        return
    assert link.startswith(("http://", "https://")) and link.isascii() and link.isprintable()
    assert not set(link) & set(' "<>\\`')
    assert "@" not in link.split("/")[2]
    assert may_link(link) == link
    assert web_address(link).host in link


@given(text=st.text(max_size=100))
def test_a_text_is_an_address_or_is_refused_and_nothing_else_happens(text):
    try:
        web_address(text)
    except NotWeb:
        pass
