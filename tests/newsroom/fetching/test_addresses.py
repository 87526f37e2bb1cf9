"""Which texts are web addresses, and how they are written in the end."""

import pytest

from newsroom.fetching import Failure, FetchFailed, fetch, may_link
from newsroom.fetching.addresses import NotWeb, web_address


@pytest.mark.parametrize(
    "text, url",
    [
        ("https://example.com", "https://example.com/"),
        ("  HTTPS://Example.COM./Feed?Q=1#part \n", "https://example.com/Feed?Q=1"),
        ("http://example.com:80/a", "http://example.com/a"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com:/a", "https://example.com/a"),
        ("https://новини.укр/шлях?ї=1", "https://xn--b1amarcd.xn--j1amh/%D1%88%D0%BB%D1%8F%D1%85?%D1%97=1"),
        ("https://НОВИНИ。укр/", "https://xn--b1amarcd.xn--j1amh/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://example.com/my photo.jpg?w=1 2", "https://example.com/my%20photo.jpg?w=1%202"),
        ("https://example.com/a\\b", "https://example.com/a%5Cb"),
        ("https://example.com/%d1%97?x=%zz|[]{}", "https://example.com/%d1%97?x=%zz|[]{}"),
        ("https://example.com?a=1", "https://example.com/?a=1"),
        ("https://my_host.example.com/", "https://my_host.example.com/"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:2800:0220:1::0001]:8080/", "http://[2606:2800:220:1::1]:8080/"),
        ("https://example.com/?q='\"<>", "https://example.com/?q=%27%22%3C%3E"),
    ],
)
def test_an_address_is_written_in_one_way(text, url):
    assert web_address(text).url == url
    assert web_address(url).url == url


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "example.com", "//example.com/", "/feed", "https:/example.com", "https:example.com", "https://",
        "https:///feed", "http:\\\\example.com", "http://exam\\ple.com/", "http://example.com\\@127.0.0.1/",
        "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
        "feed://example.com/", "http://user@example.com/", "http://user:pass@example.com/", "http://@example.com/",
        "http://example.com@127.0.0.1/", "http://exam ple.com/", "http://example.com:0/", "http://example.com:65536/",
        "http://example.com:８０/", "http://example.com:80a/", "http://example.com:-1/", "http://a..b/", "http://.a/",
        "http://" + "a" * 64 + ".com/", "http://" + "a." * 130 + "com/", "http://%31%32%37.0.0.1/",
        "http://example.com/\x00", "http://example.com/\r\nX: 1", "http://example.com/a\tb", "http://example.com/\x85",
        "http://example.com/\ud800", "http://127.1/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://2130706433/",
        "http://127.0.0.01/", "http://256.0.0.1/", "http://1.2.3.4.5/", "http://example.0x1/", "http://[::1/",
        "http://[::1%25lo]/", "http://[fe80::1%lo]/", "http://[127.0.0.1]/", "http://[v1.x]/", "http://::1/",
        "http://xn--ї.example/", "https://example.com/" + "x" * 2000, "https://example.com/" + "ї" * 400,
    ],
)  # fmt: skip
def test_a_text_that_is_none_or_that_tricks_is_refused(text):
    with pytest.raises(NotWeb):
        web_address(text)
    assert may_link(text) == ""
    with pytest.raises(FetchFailed) as failure:
        fetch(text)
    assert failure.value.kind == Failure.NOT_WEB


def test_a_link_keeps_the_part_that_it_leads_to():
    assert may_link('https://example.com/a#частина "x"').startswith("https://example.com/a#%D1%87")
    assert '"' not in may_link('https://example.com/a#"x"')


@pytest.mark.parametrize("url", ["http://me:secret@example.com/", "http://secret@example.com", "secret@example.com/a"])
def test_a_password_is_not_repeated(url):
    with pytest.raises(FetchFailed) as failure:
        fetch(url)
    assert "secret" not in str(failure.value)


def test_a_sentence_stays_a_sentence():
    with pytest.raises(FetchFailed) as failure:
        fetch("x\u202e\x00" * 5000)
    assert len(str(failure.value)) < 400 and str(failure.value).isprintable()
