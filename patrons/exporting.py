"""Patrons, pledges, payments and the ledger as tables for a spreadsheet; read a few at a time, however many there are.

Amounts stand three times: as the exact number with a point, in smallest units, and with their currency. Of a single
gift by transfer it is what came; where that is another amount than the announced one, both stand beside it in words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.audit.log import record
from newsroom.public_articles import PublicArticle, look_up
from newsroom.spreadsheets import ROWS_AT_MOST, Cell, csv_of, xlsx_of

from . import what_came
from .models import LedgerEntry, Patron, Payment, Pledge
from .money import Money

AT_ONCE = 1000
FORMATS = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
}


@dataclass(frozen=True)
class Sheet:
    """One kind of table: its columns, and what stands in them for a row."""

    name: str
    columns: tuple[Any, ...]
    cells: Callable[[Any], list[Cell]]
    related: tuple[str, ...] = ()
    fetched: tuple[Callable[[], Any], ...] = ()


def _money(minor: int, currency: str) -> list[Cell]:
    return [Money(minor, currency).amount, minor, currency]


def _patron(row: Patron) -> list[Cell]:
    return [
        str(row.public_id), row.email, row.name, row.locale, row.created_at, row.verified_at, row.visibility,
        row.wall_name, " ".join(row.no_mail_about), row.erased_at,
        str(row.merged_into.public_id) if row.merged_into else None,
    ]  # fmt: skip


def _pledge(row: Pledge) -> list[Cell]:
    came = what_came.sums(row)
    tier, other = what_came.tier(row), came != [row.amount]
    return [
        str(row.public_id), row.patron.email, row.patron.name, tier and tier.name, str(row.account), row.state,
        row.interval, *_money(came[0].minor, came[0].currency), row.fee_cover_minor, row.created_at, row.started_at,
        row.period_end, row.ended_at, row.end_reason, row.subscription_ref, row.visibility, row.message, row.source,
        "yes" if row.is_live else "no", getattr(row, "brought_by", ""), row.campaign.name if row.campaign else None,
        str(row.amount) if other else None, " + ".join(map(str, came)) if other else None,
    ]  # fmt: skip


def _payment(row: Payment) -> list[Cell]:
    return [
        row.receipt_number, str(row.pledge.public_id), row.receipt_name, str(row.account), row.provider_ref, row.state,
        *_money(row.amount_minor, row.currency), row.refunded_minor, row.occurred_at, row.period_start, row.period_end,
        "yes" if row.is_live else "no",
    ]  # fmt: skip


def _entry(row: LedgerEntry) -> list[Cell]:
    return [
        row.pk, row.occurred_at, row.recorded_at, row.kind, *_money(row.amount_minor, row.currency), str(row.account),
        row.provider_ref, str(row.pledge.public_id) if row.pledge else None,
        row.payment.receipt_number if row.payment else None,
        row.period_start, row.period_end, row.months, row.memo, "yes" if row.is_live else "no",
    ]  # fmt: skip


_AMOUNT = (_("amount"), _("smallest units"), _("currency"))
_REAL = _("real money")
SHEETS = {
    "patrons": Sheet(
        "patrons",
        (_("patron"), _("e-mail"), _("name"), _("language"), _("since"), _("address confirmed"), _("visibility"),
         _("name on the wall"), _("mail they do not want"), _("erased"), _("part of")),
        _patron, ("merged_into",),
    ),
    "pledges": Sheet(
        "pledges",
        (_("pledge"), _("e-mail"), _("name"), _("tier"), _("through"), _("state"), _("how often"), *_AMOUNT,
         _("of it for the fee"), _("begun"), _("first payment"), _("paid until"), _("ended"), _("why it ended"),
         _("reference"), _("visibility"), _("message"), _("came by"), _REAL, _("article"), _("campaign"),
         _("announced"), _("what came")),
        _pledge, ("patron", "tier", "account", "campaign"), (what_came.with_kept,),
    ),
    "payments": Sheet(
        "payments",
        (_("receipt"), _("pledge"), _("name"), _("through"), _("reference"), _("state"), *_AMOUNT, _("given back"),
         _("when"), _("from"), _("until"), _REAL),
        _payment, ("pledge", "account"),
    ),
    "ledger": Sheet(
        "ledger",
        (_("number"), _("when"), _("written down"), _("kind"), *_AMOUNT, _("through"), _("reference"), _("pledge"),
         _("receipt"), _("from"), _("until"), _("months"), _("note"), _REAL),
        _entry, ("account", "pledge", "payment"),
    ),
}  # fmt: skip


class TooMany(Exception):
    """There are more rows than a sheet holds."""


def export(what: str, rows: QuerySet[Any], form: str, *, by: Any = None, is_part: bool = False) -> Iterator[bytes]:
    """Return `rows` as a file in pieces, and note in the log that they left: how many, and nothing of whom.

    Args:
        what: a name of `SHEETS`.
        form: a name of `FORMATS`.
        is_part: whether filters or a search chose the rows.

    Raises:
        TooMany: a sheet cannot hold them.
    """
    sheet = SHEETS[what]
    number = rows.count()
    if form == "xlsx" and number > ROWS_AT_MOST:
        raise TooMany
    record("patrons.exported", None, by=by, what=what, form=form, rows=number, filtered=is_part)
    read = rows.select_related(*sheet.related) if sheet.related else rows
    # What a list fetches along for its own columns is not what a table needs.
    read = read.prefetch_related(None).prefetch_related(*(fetch() for fetch in sheet.fetched))
    return FORMATS[form][1](sheet.columns, (sheet.cells(row) for row in _read(read)))


def _read(rows: QuerySet[Any]) -> Iterator[Any]:
    """Return rows a few at a time; pledges with the headline, as readers have it, of the article that brought them."""
    for some in batched(rows.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        articles = look_up(getattr(row, "article_id", None) for row in some)
        for row in some:
            if isinstance(row, Pledge):
                row.brought_by = _brought_by(row.article_id, articles)  # type: ignore[attr-defined]
            yield row


def _brought_by(number: int | None, articles: Mapping[int, PublicArticle]) -> str:
    if number is None:
        return ""
    unknown = gettext("Article %(number)d, not public") % {"number": number}
    return articles[number].headline if number in articles else unknown
