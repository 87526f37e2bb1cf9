"""Money that came into the bank, and whose it is: each line is booked once, and may be taken back.

A line that is booked is a payment of the amount that came, on the day it came. See docs/decisions/.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from . import codes, pledges, transfers
from .history import Via, note
from .models import BankLine, Patron, Payment, Pledge, ProviderAccount
from .models.payments import MISTAKE
from .money import Money
from .people import NotDone
from .periods import later
from .providers.facts import AnyFact, Outcome, PaymentFact, RefundFact

Found, State = BankLine.Found, BankLine.State
# Bank transfers have no hour: noon is the same day nearly everywhere.
NOON = time(12)


@transaction.atomic
def book(line: BankLine, pledge: Pledge, *, by: Any = None) -> bool:
    """Book a line as a payment of `pledge`, unless somebody did so before.

    Returns:
        whether it was booked now.
    """
    open_states = (State.MATCHED, State.WAITING)
    claimed = BankLine.objects.filter(pk=line.pk, state__in=open_states).update(
        state=State.BOOKED, pledge=pledge, times=F("times") + 1, reason=""
    )
    if not claimed:
        return False
    line.refresh_from_db()
    pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
    at = timezone.make_aware(datetime.combine(line.day, NOON))
    start, end = period(pledge, at)
    payment = PaymentFact(
        at=at, live=line.account.is_live, pledge=str(pledge.public_id), payment=_name(line), outcome=Outcome.SUCCEEDED,
        amount=line.amount, period_start=start, period_end=end,
    )  # fmt: skip
    facts: list[AnyFact] = [payment]
    now = timezone.now()
    if pledge.told == Pledge.Told.OVERDUE and end and end + transfers.GRACE[pledge.months] >= now:
        facts.append(transfers.came_back(pledge, now))
    pledges.apply(line.account, facts, by=by or Via.BANK)
    line.payment = Payment.objects.get(account=line.account, provider_ref=payment.payment)
    line.save(update_fields=["payment"])
    pledges.change(payment_of(line).pledge, "transfer_booked", by=by or Via.BANK, line=line.pk)
    return True


def period(pledge: Pledge, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the time that a payment of `at` is for: it follows on the last one, unless that is long over."""
    if not pledge.months:
        return None, None
    last = pledge.period_end
    start = last if last and at <= last + transfers.GRACE[pledge.months] else at
    return start, later(start, pledge.months)


@transaction.atomic
def match(line: BankLine, pledge: Pledge, *, by: Any = None) -> BankLine:
    """Book a line that waits, by the decision of somebody of the staff.

    Raises:
        NotDone: with a sentence; nothing was booked.
    """
    if pledge.account_id != line.account_id:
        raise NotDone(_("This pledge is paid in another way: choose its patron instead, as a single gift."))
    if not book(line, pledge, by=by):
        raise NotDone(_("This transfer was settled in the meantime: nothing was changed."))
    record("transfer.matched", line, by=by, called=_log_name(line), pledge=pledge.pk)
    line.refresh_from_db()
    return line


@transaction.atomic
def match_patron(line: BankLine, patron: Patron, *, by: Any = None) -> BankLine:
    """Book a line as a single gift of a patron, with a pledge made for it.

    Raises:
        NotDone: with a sentence; nothing was booked.
    """
    if patron.erased_at or patron.merged_into_id:
        raise NotDone(
            _("“%(patron)s” was erased or is part of another patron: choose another one.") % {"patron": patron}
        )
    pledge = Pledge.objects.create(
        patron=patron, account=line.account, amount_minor=line.amount_minor, currency=line.currency, interval="once",
        source=Pledge.Source.STAFF, is_live=line.account.is_live,
    )  # fmt: skip
    note(pledge, "begun", by=by)
    return match(line, pledge, by=by)


@transaction.atomic
def ignore(line: BankLine, *, by: Any = None, reason: str) -> BankLine:
    """Put a line aside that is no pledge: rent that came back, the newsroom's own money.

    Raises:
        NotDone: without a reason, or it is settled already.
    """
    if not reason.strip():
        raise NotDone(_("Say why it is put aside: others of the staff will want to know."))
    if not BankLine.objects.filter(pk=line.pk, state=State.WAITING).update(
        state=State.IGNORED, reason=reason.strip()[:200]
    ):
        raise NotDone(_("This transfer was settled in the meantime: nothing was changed."))
    record("transfer.ignored", line, by=by, called=_log_name(line))
    line.refresh_from_db()
    return line


def ignore_all(lines: Iterable[BankLine], *, by: Any = None, reason: str) -> int:
    """Put each line aside that still waits.

    Returns:
        how many were.

    Raises:
        NotDone: without a reason.
    """
    if not reason.strip():
        raise NotDone(_("Say why it is put aside: others of the staff will want to know."))
    done = 0
    for line in lines:
        with suppress(NotDone):
            ignore(line, by=by, reason=reason)
            done += 1
    return done


@transaction.atomic
def take_back(line: BankLine, *, by: Any = None, reason: str) -> BankLine:
    """Undo a match, or take a line up again that was put aside. The books get an entry against it; nothing goes.

    Raises:
        NotDone: without a reason, or some of it was given back to the payer.
    """
    if not reason.strip():
        raise NotDone(_("Say why it is taken back: the books will show it."))
    if BankLine.objects.filter(pk=line.pk, state=State.IGNORED).update(state=State.WAITING, reason=""):
        record("transfer.taken_back", line, by=by, called=_log_name(line))
        line.refresh_from_db()
        return line
    claimed = BankLine.objects.filter(pk=line.pk, state=State.BOOKED)
    if not claimed.update(state=State.WAITING, reason=reason.strip()[:200]):
        raise NotDone(_("This transfer was settled in the meantime: nothing was changed."))
    line.refresh_from_db()
    payment = payment_of(line)
    if payment.refunded_minor:
        raise NotDone(_("Some of this payment was given back: what is left is matched as it is."))
    refund = RefundFact(
        at=timezone.now(), live=line.account.is_live, refund=f"{MISTAKE}{payment.provider_ref}",
        payment=payment.provider_ref, outcome=Outcome.SUCCEEDED, amount=payment.amount,
        reason=_("Matched by mistake: %(reason)s") % {"reason": reason.strip()},
    )  # fmt: skip
    pledges.apply(line.account, [refund], by=by)
    pledges.change(payment.pledge, "transfer_taken_back", by=by, line=line.pk)
    BankLine.objects.filter(pk=line.pk).update(pledge=None, payment=None, found=Found.BACK)
    record("transfer.taken_back", line, by=by, called=_log_name(line), pledge=payment.pledge_id)
    line.refresh_from_db()
    return line


@transaction.atomic
def write_down(
    account: ProviderAccount,
    day: date,
    amount: Money,
    *,
    payer: str = "",
    text: str = "",
    form_mark: str,
    by: Any = None,
) -> BankLine:
    """Write down a transfer by hand, and book it if its text has a code. The same form sent twice is one transfer."""
    line, made = BankLine.objects.get_or_create(
        account=account, fingerprint=hashlib.sha256(f"hand:{form_mark}".encode()).hexdigest(),
        defaults={
            "day": day, "amount_minor": amount.minor, "currency": amount.currency, "payer": payer[:200],
            "text": text[:500],
        },
    )  # fmt: skip
    if not made:
        return line
    record("transfer.written_down", line, by=by, called=_log_name(line))
    known = codes.within(text)
    owners = list(Pledge.objects.filter(account=account, transfer_code__in=known)[:2]) if known else []
    if len(owners) == 1:
        line.pledge = owners[0]
        line.found = Found.CURRENCY if owners[0].currency != amount.currency else Found.HAND
        if is_booked_already(line, owners[0].pk):
            line.found = Found.TWICE
        line.save(update_fields=["pledge", "found"])
        if line.found == Found.HAND:
            book(line, owners[0], by=by)
            line.refresh_from_db()
    return line


def is_booked_already(line: BankLine, pledge: int) -> bool:
    """Whether the same amount of the same day stands in the books for a pledge, out of another list."""
    same = BankLine.objects.filter(
        account=line.account_id, pledge=pledge, state=State.BOOKED, day=line.day, amount_minor=line.amount_minor,
        currency=line.currency,
    )  # fmt: skip
    return same.exclude(pk=line.pk).exists()


def payment_of(line: BankLine) -> Payment:
    """Return what a booked line is in the books."""
    return Payment.objects.select_related("pledge").get(lines=line)


def _name(line: BankLine) -> str:
    # Booked again after it was taken back, it is another payment: the books forget neither.
    return f"{line.fingerprint[:48]}-{line.times}"


def _log_name(line: BankLine) -> str:
    # The log names no amounts: the number leads to whoever may see more.
    return _("Transfer %(number)s") % {"number": line.pk}
