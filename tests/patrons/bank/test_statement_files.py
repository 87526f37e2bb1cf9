"""Files of banks, each in its own shape: what they say is guessed by the names of their columns."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patrons.money import Money
from patrons.statement_files import columns, values
from patrons.statement_files.columns import Layout
from patrons.statement_files.decoding import NotAStatement, rows_of, text_of
from patrons.statement_files.lines import Line, Unread, lines_of

EVE = date(2026, 12, 31)
SHAPES = {
    "a German savings bank": (
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Kundenreferenz (End-to-End)";'
        '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Betrag";"Waehrung"\n'
        '"DE00";"31.12.26";"31.12.26";"GUTSCHRIFT";"Spende 7KMA-23PX";"R1";"Müller, Jörg";"DE1";"1.200,50";"EUR"\n',
        "cp1252", Money(120050, "EUR"), "Müller, Jörg",
    ),
    "a German bank with a preamble": (
        '"Girokonto";"DE00"\n""\n"Kontostand vom 01.02.2026:";"5.000,00 €"\n"Buchungsdatum";"Wertstellung";'
        '"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"IBAN";"Betrag (€)"\n'
        '"31.12.26";"31.12.26";"Gebucht";"Olha";"Lantern";"7KMA-23PX";"DE1";"1.200,5"\n',
        "utf-8-sig", Money(120050, "EUR"), "Olha",
    ),
    "monobank": (
        '"Дата i час операції","Деталі операції","MCC","Сума в валюті картки (UAH)","Сума в валюті операції",'
        '"Валюта","Курс","Сума комісій (UAH)","Залишок після операції"\n'
        '"31.12.2026 10:00:01","Від: Олена 7KMA-23PX","4829","1200.5","27.5","USD","—","—","2000.0"\n',
        "utf-8", Money(120050, "UAH"), "",
    ),
    "ПриватБанк for firms": (
        "Дата операції;Сума;Валюта;Призначення платежу;ЄДРПОУ;Назва контрагента;Рахунок контрагента;Референс\n"
        "31.12.2026 09:00;1 200,50;UAH;Внесок 7КМА 23РХ;;ФОП Коваль;UA1;JBKL1\n",
        "cp1251", Money(120050, "UAH"), "ФОП Коваль",
    ),
    "ПриватБанк, a card": (
        "Дата;Час;Картка;Опис операції;Сума в валюті картки;Валюта картки;Сума в валюті транзакції;"
        "Валюта транзакції;Залишок на кінець періоду\n31.12.2026;10:00;1;7KMA-23PX;1 200,50;UAH;27;USD;5\n",
        "utf-16", Money(120050, "UAH"), "",
    ),
    "Wise": (
        '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange Rate",'
        '"Payer Name","Total fees"\nTRANSFER-1,31-12-2026,1200.50,EUR,"Received money",7KMA23PX,9999,,ANNA,0\n',
        "utf-8", Money(120050, "EUR"), "ANNA",
    ),
    "Revolut": (
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
        'TOPUP,Current,2026-12-30 10:00:00,2026-12-31 10:00:00,7KMA-23PX,"1,200.50",0.00,GBP,COMPLETED,5\n',
        "utf-16-le", Money(120050, "GBP"), "",
    ),
    "an American bank": (
        "Posting Date\tDescription\tDebit\tCredit\tCurrency\n12/31/2026\tACH 7KMA23PX\t\t$1,200.50\tUSD\n",
        "utf-8", Money(120050, "USD"), "",
    ),
    "a Polish bank": (
        'Data operacji;Nadawca;Tytuł;Kwota;Waluta\n2026-12-31;"Jan; i Ola";7KMA-23PX;1 200,50;PLN\n',
        "utf-8", Money(120050, "PLN"), "Jan; i Ola",
    ),
}  # fmt: skip


def read(data: bytes) -> list[Line | Unread]:
    text = text_of(data)
    return list(lines_of(text, columns.guess(text)))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_banks_own_shape_is_read(shape):
    text, encoding, amount, payer = SHAPES[shape]
    (line,) = read(text.encode(encoding))
    assert isinstance(line, Line)
    assert (line.day, line.amount, line.payer, line.went) == (EVE, amount, payer, False)
    assert "23" in line.text


def test_money_that_went_out_is_told_apart():
    text = "Date,Paid in,Paid out,Currency\n2026-12-31,,5.00,GBP\n2026-12-31,7.00,,GBP\n"
    assert [line.went for line in read(text.encode())] == [True, False]
    assert [line.went for line in read(b"Date,Amount,Currency\n2026-12-31,-5.00,EUR\n2026-12-31,(5.00),EUR\n")] == [
        True, True,
    ]  # fmt: skip


def test_what_cannot_be_read_says_why_and_where():
    found = read(b"Date,Amount,Currency\n31.12.2026,1,EUR\nsoon,1,EUR\n31.12.2026,many,EUR\n31.12.2026,1,XXX\n\n")
    assert [(each.number, each.what) for each in found if isinstance(each, Unread)] == [
        (3, "day"), (4, "amount"), (5, "currency"),
    ]  # fmt: skip
    (line,) = read(b"Date,Amount,Currency\n2026-12-31,1.255,EUR\n")
    assert isinstance(line, Unread) and line.what == "marks"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"), (b"   \n", "no text"), (b"PK\x03\x04zip", "no CSV file"), (b"%PDF-1.7", "no CSV file"),
        (b"a;b\0c;d\n" * 90, "no text"), (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"just words\nand more\n", "no table"), (b'"' + b"a" * 140_000, "no table"),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_bad_file_gets_one_sentence(data, words):
    with pytest.raises(NotAStatement, match=words):
        columns.guess(text_of(data))


HEAD = "Date,Amount,Currency,Payer,Reference\n"
NEXT = "2026-12-31,7.00,EUR,Ivan,y\n"


@pytest.mark.parametrize(
    "rows",
    [
        '2026-12-30,5.00,EUR,"open name,x\n' + NEXT,
        '2026-12-30,5.00,EUR,"open name,x\n',
        '2026-12-30,5.00,EUR,"open name,x\n2026-12-31,7.00,EUR,"Ivan",y\n',
        '2026-12-30,5.00,EUR,"open name,x\n2026-12-31,7.00,EUR,Ivan",y\n',
        '2026-12-30,5.00,EUR,Olha,"x\n' + NEXT + '2026-12-31,7.00,EUR,Ivan,y"\n',
        '2026-12-30,5.00,EUR,"open name,x\n,9.00,",EUR,Ivan,y\n',
    ],
)
def test_no_line_is_lost_behind_a_quotation_mark_that_is_never_closed(rows):
    with pytest.raises(NotAStatement, match="Line 3 cannot be read: is a quotation mark never closed"):
        read((HEAD + NEXT + rows).encode())


def test_a_text_of_several_lines_and_a_banks_own_way_to_quote_are_read():
    found = read((HEAD + '2026-12-30,5.00,EUR,"Olha,\r\nKyiv",x\n2026-12-30,5,EUR,"Lantern" e.V.,z\n' + NEXT).encode())
    assert [line.payer for line in found if isinstance(line, Line)] == ["Olha, Kyiv", "Lantern e.V.", "Ivan"]


def test_a_file_of_very_many_lines_is_refused():
    with pytest.raises(NotAStatement, match="more than 20000"):
        rows_of("1;2\n" * 20_001, ";")


def test_formulas_and_signs_are_only_text():
    (line,) = read('Date,Amount,Currency,Payer\n2026-12-31,5,EUR,"=HYPERLINK(""x"")\u202e\x07<b>"\n'.encode())
    assert isinstance(line, Line) and line.payer == '=HYPERLINK("x") <b>'


def test_lines_that_are_alike_are_told_apart_by_their_number_and_known_again():
    row = "2026-12-31,5,EUR,Olha\n"
    first = [line.fingerprint for line in read(f"Date,Amount,Currency,Payer\n{row}{row}{row}".encode())]
    again = [line.fingerprint for line in read(f"Date,Amount,Currency,Payer\n2026-12-30,1,EUR,A\n{row}{row}".encode())]
    assert len(set(first)) == 3 and again[1:] == first[:2]


def test_other_columns_may_be_named():
    text = "When it was;Sum of it;Who\n31.12.2026;5,00;Olha\n"
    layout = columns.guess(text)
    layout.head, layout.columns, layout.currency, layout.decimal = 0, {"day": 0, "amount": 1, "payer": 2}, "EUR", ","
    (line,) = lines_of(text, columns.from_data(layout.as_data()))
    assert isinstance(line, Line) and line.amount == Money(500, "EUR")
    assert columns.from_data({"nonsense": 1, "order": "mdy"}) == Layout(order="mdy")


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("31.12.2026", "dmy", EVE), ("2026-12-31T10:00:00Z", "dmy", EVE), ("12/31/2026", "mdy", EVE),
        ("31-12-26", "dmy", EVE), ("2026.12.31", "mdy", EVE), ("31.02.2026", "dmy", None), ("1.1.1", "dmy", None),
        ("99.99.9999", "dmy", None), ("", "dmy", None), ("٣١.١٢.٢٠٢٦", "dmy", None),
    ],
)  # fmt: skip
def test_days(text, order, day):
    assert values.day_of(text, order) == day


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("1.200,50", ",", "1200.50"), ("1,200.50", ".", "1200.50"), ("1 200,5 грн.", ",", "1200.5"), ("-5", ".", "-5"),
        ("(7.00)", ".", "-7.00"), ("7,00-", ",", "-7.00"), ("−3,10 €", ",", "-3.10"), ("1'200.00", ".", "1200.00"),
        ("+15.00 USD", ".", "15.00"), ("1\u00a0200", ".", "1200"), ("", ".", "None"), ("1-2", ".", "None"),
        ("NaN", ".", "None"), ("9" * 40, ".", "None"),
    ],
)  # fmt: skip
def test_amounts(text, decimal, amount):
    assert str(values.amount_of(text, decimal)) == amount


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_file_whatever_is_more_than_refused(data):
    try:
        read(data)
        read(b"Date;Amount;Currency\n" + data)
    except NotAStatement:
        pass


@pytest.mark.parametrize("head", ["Begünstigter/Zahlungspflichtiger", "Payee", "Platnik", "Płatnik"])
def test_who_pays_is_found_by_more_names(head):
    assert columns.guess(f"Datum;{head};Betrag\n31.12.2025;Olha;12,00\n").columns["payer"] == 1


@pytest.mark.parametrize(
    ("head", "payer", "text"),
    [
        ("Date,Payer,Text,Amount", 1, 2),
        ("Buchungstag;Beteiligter;Verwendungszweck;Betrag", 1, 2),
        ("Buchungstag;Zahlungsbeteiligter;Mitteilung;Betrag", 1, 2),
        ("Дата;Відправник;Коментар;Сума", 1, 2),
        ("Дата операції;ПІБ;Повідомлення;Сума", 1, 2),
        ("Date,Sender,Message,Amount", 1, 2),
        ("Date,From,Details,Amount", 1, 2),
    ],
)
def test_columns_are_known_by_many_names(head, payer, text):
    mark = ";" if ";" in head else ","
    layout = columns.guess(f"{head}\n31.12.2026{mark}Olha{mark}7KMA-23PX{mark}12.50\n")
    assert (layout.columns["payer"], layout.columns["text"]) == (payer, text)


@pytest.mark.parametrize(
    ("said", "decimal", "what"),
    [("1,234.56", ",", "marks"), ("12,345", ",", "marks"), ("12.345", ".", "marks"),
     ("1,50", ".", "marks"), ("1.50", ",", "marks"), ("1,2,345", ".", "marks"),
     ("none", ".", "amount"),
     ("", ".", "amount"), ("0", ".", "amount")],
)  # fmt: skip
def test_an_amount_of_the_other_decimal_mark_says_so(said, decimal, what):
    layout = Layout(";", 0, {"day": 0, "amount": 1}, "dmy", decimal, "EUR")
    (line,) = lines_of(f"Date;Amount\n2026-12-31;{said}\n", layout)
    assert isinstance(line, Unread) and (line.what, line.said) == (what, said)
