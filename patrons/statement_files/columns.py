"""Which column of a bank's file says what: guessed by its head, corrected by staff, remembered."""

import hashlib
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from patrons.money import CURRENCIES

from .decoding import SEPARATORS, NotAStatement, rows_of, usual_width
from .values import day_of, decimal_of, order_of

ROLES = ("day", "amount", "out", "currency", "payer", "text", "more", "ref")
# Words of a head by what they say, the best first. Folded: no case, no signs.
_WORDS: dict[str, tuple[str, ...]] = {
    "day": (
        "completed date", "date completed", "booking date", "buchungstag", "buchungsdatum", "дата проводки",
        "дата операці", "дата i час", "дата і час", "дата та час", "transaction date", "posting date", "data operacji",
        "data księgowania", "date opération", "value date", "valutadatum", "wertstellung", "datum", "дата", "fecha",
        "data", "date",
    ),
    "amount": (
        "сума у валюті картки", "сума в валюті картки", "сума у валюті рахунку", "paid in", "money in", "credit amount",
        "haben", "кредит", "надходження", "зараховано", "credit", "deposit", "amount", "betrag", "umsatz", "сума",
        "сумма", "kwota", "montant", "importe", "importo", "valor",
    ),
    "out": (
        "paid out", "money out", "debit amount", "soll", "дебет", "списано", "видатки", "debit", "withdrawal",
    ),
    "currency": (
        "валюта картки", "валюта рахунку", "account currency", "currency", "waehrung", "währung", "валюта", "waluta",
        "devise", "divisa", "ccy",
    ),
    "payer": (
        "payer name", "zahlungspflichtige", "beguenstigter zahlungspflichtiger", "begünstigter zahlungspflichtiger",
        "auftraggeber", "płatnik", "platnik",
        "name zahlungsbeteiligter", "zahlungsbeteiligte", "beteiligte", "gegenpartei", "absender", "einzahler",
        "контрагент", "назва контрагента", "платник", "відправник", "counterparty", "partner name", "payer", "sender",
        "remitter", "nadawca", "ordenante", "donneur", "payee", "from", "name", "від кого", "кореспондент", "піб",
        "найменування",
    ),
    "text": (
        "payment reference", "verwendungszweck", "призначення платежу", "призначення", "purpose", "reference", "деталі",
        "опис операції", "опис", "remittance", "details", "tytuł", "communication", "concepto", "causale",
        "описание", "description", "narrative", "memo", "libellé",
        "message", "mitteilung", "повідомлення", "коментар", "примітка", "зміст", "text", "zweck", "betreff", "note",
    ),
    "ref": (
        "transferwise id", "transaction id", "референс", "номер документа", "endtoend", "end to end", "kundenreferenz",
        "transaction number", "id",
    ),
}  # fmt: skip
_NOT = re.compile(r"balance|saldo|залишок|остаток|fee\b|комісі|кешбек|курс|\brate|exchange|started|iban|bic\b|mcc")
_IN_BRACKETS = re.compile(r"\(([A-Z]{3}|€|\$|£|₴)\)")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "₴": "UAH"}
_LOOKED_AT = 40


@dataclass
class Layout:
    """How to read a file: `head` is the number of the row with the names of the columns, -1 for none."""

    separator: str = ";"
    head: int = -1
    columns: dict[str, int] = field(default_factory=dict)
    order: str = "dmy"
    decimal: str = "."
    currency: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def guess(text: str) -> Layout:
    """Return how a file is probably read.

    Raises:
        NotAStatement: nothing in it looks like a table.
    """
    best, most = Layout(), (0, 0, 0)
    for separator in SEPARATORS:
        try:
            # A part of the text is enough to see the separator; its last row may be cut.
            rows = rows_of(text[:60_000], separator, is_cut=True)[: _LOOKED_AT * 3]
        except NotAStatement:
            continue
        width, times = usual_width(rows)
        head = max(range(min(len(rows), _LOOKED_AT)), key=lambda at: len(_columns(rows[at])), default=-1)
        columns = _columns(rows[head]) if head >= 0 else {}
        score = (len(columns) if len(columns) > 1 else 0, times, width)
        if width > 1 and score > most:
            is_head = len(columns) > 1 and head >= 0
            best, most = Layout(separator, head if is_head else -1, columns if is_head else {}), score
    if most == (0, 0, 0):
        raise NotAStatement(_("This file is no table: choose the CSV that the bank made."))
    _read_values(best, rows_of(text, best.separator))
    return best


def head_of(text: str, layout: Layout) -> list[str]:
    """Return the names of the columns; numbers where there are none."""
    rows = rows_of(text[:200_000], layout.separator, is_cut=True)
    if 0 <= layout.head < len(rows):
        return rows[layout.head]
    return [str(number) for number in range(1, usual_width(rows)[0] + 1)]


def mark_of(text: str, layout: Layout) -> str:
    """Return what the files of one bank share: a hash of the separator and the names of the columns."""
    if layout.head < 0:
        return ""
    return hashlib.sha256("\n".join([layout.separator, *head_of(text, layout)]).encode()).hexdigest()


def from_data(data: Any) -> Layout:
    """Return a layout that was kept as data; what makes no sense in it is left out."""
    kept = {name: data[name] for name in Layout().as_data() if name in data} if isinstance(data, dict) else {}
    return Layout(**kept)


def _columns(row: list[str]) -> dict[str, int]:
    names = [_folded(cell) for cell in row]
    found: dict[str, int] = {}
    for role, words in _WORDS.items():
        free = [at for at in range(len(names)) if at not in found.values() and not _NOT.search(names[at])]
        for word in words:
            at = next((at for at in free if names[at] == word), None)
            if at is None and len(word) > 3:
                at = next((at for at in free if names[at].startswith(word)), None)
            if at is not None:
                found[role] = at
                break
    if "day" not in found or "amount" not in found:
        return {}
    # A second text: the code stands in whichever the payer's bank filled in.
    rest = [at for at in range(len(names)) if at not in found.values() and not _NOT.search(names[at])]
    more = next((at for word in _WORDS["text"] for at in rest if names[at].startswith(word)), None)
    return found | ({"more": more} if more is not None else {})


def _read_values(layout: Layout, rows: list[list[str]]) -> None:
    columns, body = layout.columns, rows[layout.head + 1 :][:500]
    if layout.head < 0:
        sample = next((row for row in body if any(day_of(cell) for cell in row)), [])
        at = next((at for at, cell in enumerate(sample) if day_of(cell)), None)
        columns.update({"day": at} if at is not None else {})
    elif found := _IN_BRACKETS.search(rows[layout.head][columns["amount"]]):
        # The amount says itself what it is in: another column tells of something else.
        layout.currency = _SIGNS.get(found[1], found[1])
        columns.pop("currency", None)
    layout.currency = layout.currency if layout.currency in CURRENCIES else ""
    layout.order = order_of(_cells(body, columns.get("day")))
    layout.decimal = decimal_of([*_cells(body, columns.get("amount")), *_cells(body, columns.get("out"))])


def _cells(rows: list[list[str]], at: int | None) -> list[str]:
    return [row[at] for row in rows if at is not None and at < len(row)]


def _folded(cell: str) -> str:
    return " ".join(re.sub(r"[^\w\s()€$£₴]|_", " ", cell).casefold().split())
