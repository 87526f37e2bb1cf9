"""A bank's file on its way into the books: uploaded, looked at, corrected, tried without effect, booked once.

statement = statements.upload(account, "june.csv", data, by=somebody)
statements.try_out(statement).counts
statements.keep(statement); while statements.book_some(statement): ...
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from . import codes, matching
from .models import BankAccount, BankLine, BankStatement, Pledge, ProviderAccount
from .people import NotDone
from .statement_files.columns import Layout, from_data, guess, mark_of
from .statement_files.decoding import text_of
from .statement_files.lines import Line, Unread, lines_of

Found, State = BankLine.Found, BankLine.State
# What nobody booked by then was a try; its text tells of people.
DRAFTS_LAST = timedelta(days=7)
# No bank's file tells of an earlier year.
EARLIEST = 1990
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Judged:
    """A line, and what is thought of it: a `BankLine.Found`, or known, out, unread."""

    line: Line | Unread
    verdict: str
    pledge: int | None = None


@dataclass
class Tried:
    """What a statement would do."""

    judged: list[Judged] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(each.verdict for each in self.judged))


def upload(account: ProviderAccount, name: str, data: bytes, *, by: Any = None) -> BankStatement:
    """Keep a file to be looked at, read as the last one of the same bank was, or as it seems.

    Raises:
        NotAStatement: with a sentence.
    """
    text = text_of(data)
    layout = guess(text)
    mark = mark_of(text, layout)
    forget_drafts()
    alike = BankStatement.objects.filter(account=account, head=mark).exclude(state=BankStatement.State.DRAFT)
    known = alike.order_by("-pk").first() if mark else None
    if known is not None:
        layout = from_data(known.layout)
    if "currency" not in layout.columns and not layout.currency:
        layout.currency = _currency_of(account)
    shown = "".join(each for each in name if each.isprintable())[-120:]
    return BankStatement.objects.create(
        account=account, name=shown or _("statement"), text=text, head=mark, layout=layout.as_data(), uploaded_by=by
    )


def _currency_of(account: ProviderAccount) -> str:
    """Return the currency of the newsroom's own account there; of several nobody knows which the file is of."""
    found = list(BankAccount.objects.filter(account=account).values_list("currency", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def read_as(statement: BankStatement, layout: Layout) -> None:
    """Correct how a statement is read."""
    BankStatement.objects.filter(pk=statement.pk, state=BankStatement.State.DRAFT).update(layout=layout.as_data())
    statement.refresh_from_db()


def try_out(statement: BankStatement) -> Tried:
    """Return what each line of a draft would do. Nothing is written.

    Raises:
        NotAStatement: with a sentence.
    """
    return Tried(list(_judge(statement, lines_of(statement.text, from_data(statement.layout)))))


@transaction.atomic
def keep(statement: BankStatement, *, by: Any = None) -> bool:
    """Write the lines of a draft down, each once whatever was uploaded before, and let go of its text.

    Returns:
        whether that was done now; False when somebody else did it in the same moment.

    Raises:
        NotDone: it has no line that can be read.
    """
    drafts = BankStatement.objects.filter(pk=statement.pk, state=BankStatement.State.DRAFT)
    if not drafts.update(state=BankStatement.State.BOOKING):
        return False
    tried = try_out(statement)
    if not any(isinstance(each.line, Line) for each in tried.judged):
        raise NotDone(_("No line of this file can be read: choose the columns first."))
    rows = [_row(statement, each.line, each) for each in tried.judged if _is_new(each) and isinstance(each.line, Line)]
    # Two who write down the same lines wait for each other in one order, and nobody waits in a circle.
    rows.sort(key=lambda row: row.fingerprint)
    BankLine.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE, ignore_conflicts=True)
    BankStatement.objects.filter(pk=statement.pk).update(text="", counts=tried.counts)
    statement.refresh_from_db()
    record("statement.booked", statement, by=by, called=_("Statement %(number)s") % {"number": statement.pk})
    return True


def book_some(statement: BankStatement, *, by: Any = None, seconds: int = 5) -> int:
    """Book lines that were matched by their code, for some seconds.

    Returns:
        how many are left.
    """
    until = monotonic() + seconds
    waiting = statement.lines.filter(state=State.MATCHED).select_related("account", "pledge")
    # The day decides which month is paid first, not the order in a bank's file.
    waiting = waiting.order_by("day", "number")
    for line in waiting[:_ROWS_AT_ONCE]:
        if line.pledge is not None:
            matching.book(line, line.pledge, by=by)
        if monotonic() > until:
            break
    left = statement.lines.filter(state=State.MATCHED).count()
    if not left:
        BankStatement.objects.filter(pk=statement.pk, state=BankStatement.State.BOOKING).update(
            state=BankStatement.State.DONE
        )
    return left


def forget_drafts() -> int:
    """Let go of files that nobody booked."""
    before = timezone.now() - DRAFTS_LAST
    gone, _rows = BankStatement.objects.filter(state=BankStatement.State.DRAFT, uploaded_at__lt=before).delete()
    return gone


def _judge(statement: BankStatement, lines: Iterable[Line | Unread]) -> Iterable[Judged]:
    lines = [_of_its_time(line) for line in lines]
    account = statement.account_id
    of_code = {
        str(code): (number, str(currency))
        for code, number, currency in Pledge.objects.filter(account=account, transfer_code__isnull=False)
        .values_list("transfer_code", "pk", "currency").iterator()
    }  # fmt: skip
    known = _known(account, [each.fingerprint for each in lines if isinstance(each, Line) and each.fingerprint])
    for line in lines:
        if isinstance(line, Unread):
            yield Judged(line, "unread")
        elif line.went:
            yield Judged(line, "out")
        elif line.fingerprint in known:
            yield Judged(line, "known")
        else:
            yield _find(line, of_code, account)


def _of_its_time(line: Line | Unread) -> Line | Unread:
    """Refuse the day of a line that no bank can know: a mistyped one, or one read in the wrong order."""
    if isinstance(line, Unread):
        return line
    if line.day.year < EARLIEST:
        return Unread(line.number, "old", line.day.isoformat())
    # Where the bank is, it may be tomorrow already.
    if line.day > timezone.localdate() + timedelta(days=1):
        return Unread(line.number, "future", line.day.isoformat())
    return line


def _find(line: Line, of_code: dict[str, tuple[int, str]], account: int) -> Judged:
    words = (line.text, line.ref, line.payer)
    right = {code for each in words for code in codes.within(each) if code in of_code}
    if len(right) == 1:
        number, currency = of_code[right.pop()]
        if currency != line.amount.currency:
            return Judged(line, Found.CURRENCY, number)
        draft = BankLine(
            account_id=account, day=line.day, amount_minor=line.amount.minor, currency=line.amount.currency
        )
        is_twice = matching.is_booked_already(draft, number)
        return Judged(line, Found.TWICE if is_twice else Found.CODE, number)
    near = right or {code for each in words for code in codes.perhaps_within(each, of_code)}
    if near:
        return Judged(line, Found.PERHAPS, of_code[min(near)][0])
    return Judged(line, Found.NOTHING)


def _known(account: int, fingerprints: list[str]) -> set[str]:
    found: set[str] = set()
    for at in range(0, len(fingerprints), _ROWS_AT_ONCE):
        some = fingerprints[at : at + _ROWS_AT_ONCE]
        found |= set(
            BankLine.objects.filter(account=account, fingerprint__in=some).values_list("fingerprint", flat=True)
        )
    return found


def _is_new(judged: Judged) -> bool:
    return judged.verdict not in ("unread", "out", "known")


def _row(statement: BankStatement, line: Line, judged: Judged) -> BankLine:
    return BankLine(
        account=statement.account, statement=statement, number=line.number, fingerprint=line.fingerprint, day=line.day,
        amount_minor=line.amount.minor, currency=line.amount.currency, payer=line.payer, text=line.text,
        bank_ref=line.ref, pledge_id=judged.pledge, found=judged.verdict,
        state=State.MATCHED if judged.verdict == Found.CODE else State.WAITING,
    )  # fmt: skip
