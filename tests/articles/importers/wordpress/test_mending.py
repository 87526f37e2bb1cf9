"""Files that are not well-formed are put right where that takes no guess, and it is said; the rest is refused."""

import gzip
import io
import zipfile

import pytest

from articles.importers.records import CannotRead
from articles.importers.wordpress import open_export

from .conftest import HEAD, TAIL, item


def repairs(opened):
    return [(note.what, note.words) for note in opened.notes if note.about == "repair"]


def test_a_sound_file_has_no_repairs(export):
    assert repairs(export(item())) == []


@pytest.mark.parametrize(
    ("broken", "whole", "about"),
    [
        ("Fish & chips", "Fish & chips", "bare"),
        ("Fish &nbsp;&mdash; chips", "Fish — chips", "bare"),
        ("Profit < loss", "Profit < loss", "opens no tag"),
        ("a ]]> b", "a ]]> b", "]]>"),
        ("one\x0btwo\x00", "onetwo", "no text may hold"),
        ("one&#11;two&#0;", "onetwo", "no text may hold"),
    ],
)
def test_words_outside_of_cdata(entry, export, broken, whole, about):
    parts = item().replace("<![CDATA[A bridge reopens]]>", broken)
    assert entry(parts).headline == whole
    [(where, words)] = repairs(export(parts))
    assert about in words
    assert where.startswith("export.xml, line 15")


def test_a_dash_of_windows_is_a_dash(entry):
    parts = item(content="<p>a \x96 b</p>").replace("<![CDATA[A bridge reopens]]>", "the &#150; dash")
    assert (entry(parts).headline, entry(parts).body) == ("the – dash", "<p>a – b</p>")


def test_cdata_that_holds_its_own_end(entry, export):
    parts = item(content="<p>In XML, it ends with ]]> always.</p>")
    assert entry(parts).body == "<p>In XML, it ends with ]]&gt; always.</p>"
    assert "]]>" in repairs(export(parts))[0][1]


def test_cdata_cut_in_two_as_wordpress_does_it_is_one(entry):
    parts = (
        item(content="<p>a ]]]]><![CDATA[> b</p>")
        + "<!-- & -->"
        + item(2, title="Fish").replace("<![CDATA[Fish]]>", "Fish & chips")
    )
    assert entry(parts).body == "<p>a ]]&gt; b</p>"


def test_prefixes_that_nobody_declared(entry, export):
    parts = '<atom:link rel="hub" href="https://hub.example/"/>' + item(more="<slash:comments>2</slash:comments>")
    assert entry(parts).headline == "A bridge reopens"
    assert "prefix" in repairs(export(parts))[0][1]


def test_wordpress_own_prefix_not_declared(export):
    whole = (HEAD + item() + TAIL).replace('xmlns:wp="http://wordpress.org/export/1.2/"', "").encode()
    [entry] = export(whole).entries()
    assert (entry.key, entry.slug) == ("1", "bridge")


def test_blank_lines_before_the_declaration(export):
    opened = export(b"\n\n  " + (HEAD + item() + TAIL).encode())
    assert [entry.key for entry in opened.entries()] == ["1"]
    assert repairs(opened)


def test_a_byte_order_mark_is_nothing_to_speak_of(export):
    opened = export(b"\xef\xbb\xbf" + (HEAD + item() + TAIL).encode())
    assert [entry.key for entry in opened.entries()] == ["1"]


def test_words_that_warn_before_the_file_are_passed_over(export):
    opened = export(b"Notice: Undefined index in functions.php\n" + (HEAD + item() + TAIL).encode())
    assert [entry.headline for entry in opened.entries()] == ["A bridge reopens"]


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("windows-1251", "utf-8"),  # the declaration lies
        ("windows-1251", "cp1251"),  # it is right, and no UTF-8
        ("UTF-8", "cp1251"),  # it lies the other way round
        ("UTF-16", "utf-8"),
        ("klingon", "utf-8"),
    ],
)
def test_encodings(export, declared, real):
    text = (HEAD + item(title="Міст через Дніпро відкрито", content="<p>Слова тексту.</p>" * 30) + TAIL).replace(
        'encoding="UTF-8"', f'encoding="{declared}"'
    )
    opened = export(text.encode(real))
    [entry] = opened.entries()
    assert entry.headline == "Міст через Дніпро відкрито"
    assert repairs(opened) or (declared, real) == ("windows-1251", "cp1251")


def test_utf_16_by_its_mark(export):
    [entry] = export((HEAD + item(title="Міст") + TAIL).encode("utf-16")).entries()
    assert entry.headline == "Міст"


def test_a_few_bytes_of_latin_in_a_file_of_utf_8(export):
    whole = (HEAD + item(title="Café") + item(2, title="Naïve") + TAIL).encode().replace("Café".encode(), b"Caf\xe9")
    opened = export(whole)
    assert [entry.headline for entry in opened.entries()] == ["Café", "Naïve"]
    assert "another encoding" in repairs(opened)[0][1]


def test_what_breaks_across_chunks_is_put_right_all_the_same(export):
    for pad in range(65_500, 65_560, 3):
        parts = item(content="x" * pad) + item(2, title="T", content="a & b ]]> c").replace(
            "<![CDATA[T]]>", "Fish & chips &lt; <!-- x --> ]]> y"
        )
        assert [entry.headline for entry in export(parts).entries()][1] == "Fish & chips < ]]> y"


@pytest.mark.parametrize(
    ("whole", "words"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"{}", "is JSON"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "is a web page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is no XML"),
        (b"just words", "is no XML"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>", "begins with <feed>"),
        (b"<rss version='2.0'><channel><title>x</title><item><title>y</title></item></channel></rss>", "is a feed"),
        ((HEAD + item()).encode(), "is broken at line"),
        ((HEAD + item().replace("</wp:status>", "") + TAIL).encode(), "is broken at line"),
        ((HEAD + item())[:-200].encode(), "line"),
        ((HEAD + "<item><title><![CDATA[never closed</title></item>" + TAIL).encode(), "never ends"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(export, whole, words):
    with pytest.raises(CannotRead) as refusal:
        export(whole)
    assert words in str(refusal.value)
    assert "“export.xml”" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_place_of_the_break_is_that_of_the_file(export):
    lines = (HEAD + item(title="x").replace("<![CDATA[x]]>", "a & b") + TAIL).split("\n")
    lines.insert(20, "</nonsense>")
    with pytest.raises(CannotRead, match="line 21, column"):
        export("\n".join(lines).encode())


BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>&a;</title><wp:wxr_version>1.2</wp:wxr_version></channel></rss>"""


@pytest.mark.parametrize("whole", [BOMB, OUTSIDE, b" " * 5000 + BOMB.replace(b'<?xml version="1.0"?>', b"")])
def test_entities_of_ones_own_are_refused(export, whole):
    with pytest.raises(CannotRead):
        export(whole)


def test_a_post_of_too_many_elements_is_refused(export):
    with pytest.raises(CannotRead, match="elements in it"):
        export(item(more="<a/>" * 200_100))


def test_a_deep_pile_is_refused(export):
    with pytest.raises(CannotRead):
        export(item(more="<a>" * 300 + "</a>" * 300))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CannotRead, match="cannot be opened"):
        open_export([tmp_path / "not-there.xml"])


def test_gzipped_and_zipped(tmp_path):
    whole = (HEAD + item() + TAIL).encode()
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(whole))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("site.1.xml", HEAD + item(2) + TAIL)
        archive.writestr("site.2.xml", HEAD + item(3) + TAIL)
        archive.writestr("readme.txt", "x")
    export = open_export([tmp_path / "a.xml.gz", tmp_path / "a.zip"])
    assert [entry.key for entry in export.entries()] == ["1", "2", "3"]


@pytest.mark.parametrize("damage", ["cut", "empty zip", "bomb"])
def test_damaged_and_hostile_archives(tmp_path, damage):
    path = tmp_path / "export.gz"
    if damage == "cut":
        path.write_bytes(gzip.compress((HEAD + "".join(item(n) for n in range(500)) + TAIL).encode())[:-400])
    elif damage == "bomb":
        path.write_bytes(gzip.compress(HEAD.encode() + b" " * 80_000_000))
    else:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("readme.txt", "x")
        path.write_bytes(held.getvalue())
    with pytest.raises(CannotRead):
        open_export([path])
