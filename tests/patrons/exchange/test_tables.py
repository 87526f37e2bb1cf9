"""Tables are read as people's programs write them, and written so that nothing of them is run."""

import csv
import io
import re
import tracemalloc
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom import tables
from newsroom.spreadsheets import csv_of, guarded, xlsx_of

TEXT = 'e-mail{0}name\r\nolha@example.com{0}"Ольга{0} „Їжак“"\r\n\r\nivan@example.com\r\n'


@pytest.mark.parametrize("separator", tables.SEPARATORS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1251"])
def test_whatever_encoding_and_separator(separator, encoding):
    table = tables.read(TEXT.format(separator).encode(encoding))
    assert table.header == ["e-mail", "name"] and table.separator == separator
    assert list(table.rows) == [
        (2, ["olha@example.com", f"Ольга{separator} „Їжак“"]), (4, ["ivan@example.com", ""]),
    ]  # fmt: skip


def test_a_spreadsheets_own_note_of_its_separator():
    table = tables.read(b"sep=;\r\na;b,c\r\n1;2\r\n")
    assert table.header == ["a", "b,c"] and list(table.rows) == [(3, ["1", "2"])]


def test_lines_are_counted_as_a_spreadsheet_of_text_shows_them():
    table = tables.read(b'a,b\n"one\ntwo",2\n3,4\n')
    assert [number for number, _cells in table.rows] == [2, 4]


@pytest.mark.parametrize(
    "rows",
    [
        'a@example.com,"open,x\nb@example.com,Ivan,y\n', 'a@example.com,"open,x',
        'a@example.com,"open,x\nb@example.com,"Ivan",y\n', 'a@example.com,"open,x\nb@example.com,Ivan",y\n',
    ],
)  # fmt: skip
def test_no_line_is_lost_behind_a_quotation_mark_that_is_never_closed(rows):
    table = tables.read(b"e-mail,name,tier\nfirst@example.com,,\n" + rows.encode())
    with pytest.raises(tables.NotATable, match="Line 3 cannot be read: is a quotation mark never closed"):
        list(table.rows)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"), (b"\n\n", "is empty"), (b"PK\x03\x04rest", "own file"),
        (b"\xff\xfe\x00\xd8a", "cannot be read"), (b"a," * 300, "200 columns"),
        (b"x" * (20 * 2**20 + 1), "larger than 20"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_said(data, words):
    with pytest.raises(tables.NotATable, match=words):
        tables.read(data)


def test_a_file_that_is_too_long_is_refused_while_it_is_read(monkeypatch):
    monkeypatch.setattr(tables, "LINES_AT_MOST", 2)
    with pytest.raises(tables.NotATable, match="100,000"):
        list(tables.read(b"a\n1\n2\n3\n").rows)


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_is_read_or_refused(data):
    try:
        table = tables.read(data)
        assert all(len(row) == len(table.header) for _number, row in table.rows)
    except tables.NotATable:
        pass


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "\u200b=1", "＝1", "＋1", "－1", "＠x",
     "\ufeff=1", '"=1', "|cmd", "−1", "\0=1", "'=1"],
)  # fmt: skip
def test_what_begins_a_formula_is_a_text(text):
    assert guarded(text).startswith("'")


@pytest.mark.parametrize("text", ["Olha = Ольга", "a-b", "olha@example.com", "12.50", "Ні, дякую", "x;y", ""])
def test_other_texts_stay_as_they_are(text):
    assert guarded(text) == text


def test_a_text_that_is_cut_where_the_separator_is_another_begins_no_formula():
    assert guarded("x;=cmd|'/C calc'!A0;y") == "x;'=cmd|'/C calc'!A0;y"


ROW = ["=1+1", -500, Decimal("-5.00"), datetime(2026, 3, 1, 12, tzinfo=UTC), None, "Ольга & <Co>\x0b", 10**17]


def test_csv_numbers_stay_numbers_and_moments_are_iso():
    text = b"".join(csv_of(["a"], [ROW])).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text.split("\r\n", 1)[1]))) == [
        "'=1+1", "-500", "-5.00", "2026-03-01T14:00:00+02:00", "", "Ольга & <Co>\x0b", str(10**17),
    ]  # fmt: skip


def test_xlsx_is_a_workbook_whose_texts_are_texts():
    data = b"".join(xlsx_of(["a"], [ROW], 'Ledger "1" & more'))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<c><v>-500</v></c>" in sheet
    assert re.findall(r"<t [^>]*>([^<]*)</t>", sheet) == [
        "a", "&#x27;=1+1".replace("&#x27;", "'"), "-5.00", "2026-03-01T14:00:00+02:00", "Ольга &amp; &lt;Co&gt;",
        str(10**17),
    ]  # fmt: skip


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_a_long_table_is_not_held(write):
    rows = ([f"reader{number}@example.com", number, "x" * 200] for number in range(20_000))
    tracemalloc.start()
    try:
        length = sum(len(piece) for piece in write(["a", "b", "c"], rows))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert length > 50_000 and most < 3_000_000
