"""Transfers that were announced: their reference, where to send them, and what becomes of one that does not come.

A transfer makes no promise that anybody can hold: what counts is what came, see `patrons.matching`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import codes, iban, letters, pledges
from .history import Via, note
from .models import BankAccount, Pledge
from .providers.bank_transfer.provider import BankTransfer, name_of
from .providers.facts import SubscriptionFact, Told

KEY = BankTransfer.key
State = Pledge.State
# How long after the end of what was paid for a standing order may come, by the months it is for.
GRACE = {1: timedelta(days=14), 12: timedelta(days=30)}
# Who announced a transfer and did not make it in this time has changed their mind.
FORGOTTEN = timedelta(days=60)
_TRIES = 20


@dataclass(frozen=True)
class Instruction:
    """A line of what to write into a transfer; `copied` is what belongs on the clipboard, empty for nothing."""

    label: str
    shown: str
    copied: str = ""
    is_code: bool = False


def announced(pledge: Pledge) -> Pledge:
    """Note that a transfer is on its way: give the pledge its reference, and mail where to send it. Once."""
    with transaction.atomic():
        row = Pledge.objects.select_for_update().select_related("patron", "account").get(pk=pledge.pk)
        if row.state not in (State.PENDING, State.ABANDONED, State.AWAITING):
            return row
        if row.transfer_code is None:
            give_code(row)
        if row.state != State.AWAITING:
            before, row.state = row.state, State.AWAITING
            row.save(update_fields=["state"])
            note(row, "state", before=before, by=Via.PATRON)
        with translation.override(row.speaks):
            lines = [(line.label, line.shown) for line in instructions(row)]
            letters.send_once(row.patron, letters.transfer(row, lines), f"pledge {row.pk}")
    return row


def give_code(pledge: Pledge) -> None:
    """Give a pledge a reference that no other has."""
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                Pledge.objects.filter(pk=pledge.pk, transfer_code=None).update(transfer_code=codes.make())
            break
        except IntegrityError:
            if not left:
                raise
    pledge.refresh_from_db(fields=["transfer_code"])


def instructions(pledge: Pledge) -> list[Instruction]:
    """Return what to write into the transfer; empty where the newsroom has no account in this currency (any more)."""
    bank = BankAccount.objects.filter(account=pledge.account_id, currency=pledge.currency).first()
    if bank is None or not pledge.transfer_code:
        return []
    code = codes.shown(pledge.transfer_code)
    plain = f"{pledge.amount.amount:f}"
    lines = [
        Instruction(_("Beneficiary"), bank.beneficiary, bank.beneficiary),
        Instruction("IBAN", iban.shown(bank.iban), bank.iban),
        Instruction(_("Account"), bank.number, bank.number),
        Instruction("BIC", bank.bic, bank.bic),
        Instruction(_("Bank"), bank.bank),
        Instruction(_("Amount"), str(pledge.amount), plain),
        Instruction(_("Reference"), code, code, is_code=True),
        Instruction(_("Note"), bank.note),
    ]
    return [line for line in lines if line.shown]


def is_overdue(pledge: Pledge, now: datetime) -> bool:
    """Whether the next payment of a standing order should have come by `now`, with patience."""
    return pledge.period_end is not None and pledge.months > 0 and pledge.period_end + GRACE[pledge.months] < now


def lapse_transfers(now: datetime | None = None) -> int:
    """Let standing orders lapse that did not come, and announced transfers be forgotten; for the clock, once a day.

    What comes later all the same is matched by its reference and begins the pledge again.

    Returns:
        how many pledges changed.
    """
    now = now or timezone.now()
    changed = 0
    ours = Pledge.objects.filter(account__key=KEY)
    going = ours.filter(state=State.ACTIVE, interval__in=("month", "year"), period_end__lt=now - min(GRACE.values()))
    for number in list(going.values_list("pk", flat=True)):
        with transaction.atomic():
            pledge = Pledge.objects.select_for_update().select_related("account").get(pk=number)
            if pledge.state == State.ACTIVE and is_overdue(pledge, now):
                overdue = _told(pledge, Told.OVERDUE, now, reason="transfer did not come")
                pledges.apply(pledge.account, [overdue], by=Via.CLOCK)
                changed += 1
    for number in list(ours.filter(state=State.AWAITING, created_at__lt=now - FORGOTTEN).values_list("pk", flat=True)):
        with transaction.atomic():
            # One statement decides, should money be booked in the same moment.
            if Pledge.objects.filter(pk=number, state=State.AWAITING).update(state=State.ABANDONED):
                note(Pledge.objects.get(pk=number), "state", before=State.AWAITING, by=Via.CLOCK, at=now)
                changed += 1
    return changed


def came_back(pledge: Pledge, now: datetime) -> SubscriptionFact:
    """Return that a standing order goes on which had been given up."""
    return _told(pledge, Told.ACTIVE, now)


def _told(pledge: Pledge, told: Told, at: datetime, reason: str = "") -> SubscriptionFact:
    return SubscriptionFact(
        at=at, live=pledge.is_live, pledge=str(pledge.public_id), told=told,
        subscription=pledge.subscription_ref or name_of(str(pledge.public_id)), reason=reason,
    )  # fmt: skip
