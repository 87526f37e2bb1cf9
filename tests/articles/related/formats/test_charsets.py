"""What a charset is called, by the server or the file, matters less than what the bytes are."""

import pytest

from articles.related.formats import NotAFeed, parse

TITLE = "Міст через Дніпро відкрили у понеділок, розповіли в мерії"


def feed(title: str, declaration: str = "") -> str:
    return f"{declaration}<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>"


def declared(charset: str) -> str:
    return f"<?xml version='1.0' encoding='{charset}'?>"


def title_of(body: bytes, content_type: str = "") -> str:
    return parse(body, content_type=content_type).items[0].title


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (feed(TITLE).encode(), ""),
        (feed(TITLE, declared("utf-8")).encode("utf-8-sig"), ""),
        (feed(TITLE, declared("windows-1251")).encode("cp1251"), ""),
        (feed(TITLE, declared("windows-1251")).encode("cp1251"), "text/xml"),
        (feed(TITLE).encode("cp1251"), 'application/rss+xml; charset="windows-1251"'),
        (feed(TITLE, declared("koi8-u")).encode("koi8-u"), ""),
        (feed(TITLE, declared("UTF-16")).encode("utf-16"), ""),
        (feed(TITLE).encode("utf-16-le"), ""),
        (feed(TITLE).encode("utf-16-be"), ""),
        (feed(TITLE).encode("utf-32-be"), ""),
        # Lies: of the file, of the server, of both.
        (feed(TITLE, declared("windows-1251")).encode(), ""),
        (feed(TITLE, declared("utf-8")).encode(), "text/xml; charset=iso-8859-1"),
        (feed(TITLE, declared("utf-16")).encode(), "text/xml; charset=us-ascii"),
        (feed(TITLE, declared("utf-8")).encode("cp1251"), "application/xml; charset=utf-8"),
        (feed(TITLE, declared("utf-8")).encode("koi8-u"), ""),
        (feed(TITLE, declared("no-such-charset")).encode("cp1251"), ""),
        (feed(TITLE, declared("utf-7")).encode(), "text/xml; charset=unicode_escape"),
        # Entities and numbers instead of letters.
        (feed(TITLE).encode("ascii", "xmlcharrefreplace"), ""),
    ],
)
def test_ukrainian(body, content_type):
    assert title_of(body, content_type) == TITLE


@pytest.mark.parametrize(
    "before", ["\n", "   \r\n\t", "\ufeff", "\ufeff\n\n", "<!-- cached --> \n", "<br />\n<b>Warning</b>: x in y.php\n"]
)
def test_what_stands_before_the_declaration(before):
    assert title_of((before + feed(TITLE, declared("utf-8"))).encode()) == TITLE


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Café à l’œuvre", "cp1252"),
        ("São Paulo é cidade", "latin-1"),
        ("日本語の見出しです", "shift_jis"),
        ("日本語の見出しです", "euc_jp"),
    ],
)
def test_a_charset_that_nobody_names(text, charset):
    assert title_of(feed(text).encode(charset)) == text


def test_one_broken_byte_does_not_change_the_charset():
    body = feed(TITLE * 5).encode().replace("Міст".encode(), "Міс\ufffe".encode()[:-1] + b"\xff", 1)
    assert "Дніпро" in title_of(body)


def test_windows_characters_written_as_numbers():
    assert title_of(feed("One &#150; two&#8217;s &#x2014; three").encode()) == "One – two’s — three"


def test_an_emoji_in_two_halves():
    assert title_of(feed("Good &#55357;&#56832; news").encode()) == "Good 😀 news"


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8", "cp037"])
def test_no_charset_hides_an_attack(charset):
    attack = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + feed("&b;")
    if charset == "cp037":
        attack = "<?xml version='1.0'?>" + attack
    with pytest.raises(NotAFeed, match="entities"):
        parse(attack.encode(charset))
