"""What somebody has a right to: all that is kept of them, and to be forgotten. The books stay as they are."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from newsroom import mailing
from newsroom.audit.log import record

from . import changing, gifts
from .forgetting import shredded
from .models import (
    BankLine,
    Gift,
    Grant,
    ImportLine,
    LedgerEntry,
    Membership,
    Patron,
    Pledge,
    ProviderEvent,
    SentMail,
    SignIn,
    SupportDraft,
    Topic,
    Vote,
)
from .providers import provider_for
from .providers.base import NotReady

GOING = ("active", "past_due", "paused", "canceling")


def everything_about(patron: Patron) -> dict[str, Any]:
    """Return what is kept of a patron, as plain data that JSON can hold."""
    pledges = Pledge.objects.filter(patron=patron).select_related("tier", "account").order_by("created_at")
    return {
        "patron": {
            "email": patron.email, "name": patron.name, "language": patron.language, "since": patron.created_at,
            "address_confirmed": patron.verified_at, "visibility": patron.visibility, "wall_name": patron.wall_name,
            "no_mail_about": patron.no_mail_about, "note": patron.note,
            "found_by": list(patron.words.values_list("word", flat=True)),
        },
        "pledges": [
            {
                "id": pledge.public_id, "through": str(pledge.account), "tier": pledge.tier and pledge.tier.name,
                "amount": _money(pledge.amount_minor, pledge.currency), "interval": pledge.interval,
                "state": pledge.state, "message": pledge.message, "begun": pledge.created_at,
                "paid_until": pledge.period_end, "card_expires": pledge.card_expires,
                "ended": pledge.ended_at, "real_money": pledge.is_live,
                "history": list(pledge.events.values("verb", "before", "after", "at")),
                "payments": [
                    {
                        "receipt": payment.receipt_number, "name_on_receipt": payment.receipt_name,
                        "amount": _money(payment.amount_minor, payment.currency), "state": payment.state,
                        "given_back": _money(payment.refunded_minor, payment.currency), "when": payment.occurred_at,
                    }
                    for payment in pledge.payments.order_by("occurred_at")
                ],
                "books": list(
                    LedgerEntry.objects.filter(pledge=pledge)
                    .order_by("occurred_at", "pk")
                    .values("kind", "amount_minor", "currency", "occurred_at")
                ),
            }
            for pledge in pledges
        ],
        "transfers": list(
            BankLine.objects.filter(pledge__patron=patron).order_by("day", "pk")
            .values("day", "amount_minor", "currency", "payer", "text", "bank_ref", "state")
        ),
        "rights": list(Grant.objects.filter(patron=patron).values("source", "tier__name", "starts_at", "ends_at")),
        "gifts_given": list(
            Gift.objects.filter(pledge__patron=patron).order_by("pk").values(
                "pledge__public_id", "recipient_name", "message", "giver_name", "months", "starts_on", "by_link"
            )
        ),
        "gifts_received": list(
            Gift.objects.filter(recipient=patron).order_by("pk").values(
                "giver_name", "message", "recipient_name", "recipient_email", "months", "starts_on", "letter_at",
                "redeemed_at", "pledge__tier__name",
            )
        ),
        "votes": list(Vote.objects.filter(patron=patron).order_by("at").values("topic__title", "round__name", "at")),
        "topics_proposed": list(
            Topic.objects.filter(proposed_by=patron)
            .order_by("created_at")
            .values("title", "pitch", "state", "reason", "created_at")
        ),
        "memberships": list(Membership.objects.filter(patron=patron).values("account__label", "ref")),
        "lines_of_imports": [
            {"file": line.of.name, "line": line.number, "cells": dict(zip(line.of.header, line.cells, strict=False))}
            for line in ImportLine.objects.filter(email_key=patron.email_key).select_related("of").order_by("pk")[:200]
        ],
        "mails": list(SentMail.objects.filter(patron=patron).order_by("at").values("kind", "at")),
        "mails_not_sent_yet": mailing.waiting_for(patron.email) if patron.email else [],
    }  # fmt: skip


def erase(patron: Patron, *, by: Any = None) -> None:
    """End what goes on, then forget who it was: name, address, words, and what providers told of the person.

    Amounts, receipts (with the name they were made out to, as the law wants) and the ledger stay.

    Raises:
        changing.NotChanged, changing.NotKnown: a provider could not end a pledge; nothing was forgotten.
    """
    for pledge in Pledge.objects.filter(patron=patron, state__in=GOING).select_related("account"):
        if goes_on_elsewhere(pledge):
            # Nobody but the payer can end it. What comes is booked, for nobody: their membership keeps no name.
            continue
        changing.cancel(pledge, at_once=True, by=by, reason="erased")
    with transaction.atomic():
        row = Patron.objects.select_for_update().get(pk=patron.pk)
        if row.erased_at is not None:
            return
        for event in ProviderEvent.objects.filter(pledge__patron=row).select_related("account"):
            event.payload, event.shredded_at = shredded(event.account.key, event.payload), timezone.now()
            event.save(update_fields=["payload", "shredded_at"])
        Pledge.objects.filter(patron=row).update(message="", customer_ref="")
        # What only may be theirs is not theirs to forget: it waits for somebody to say whose it is.
        BankLine.objects.filter(pledge__patron=row).exclude(state=BankLine.State.WAITING).update(
            payer="", text="", bank_ref=""
        )
        # What was had without paying goes; the membership itself stays, so that nobody is fetched again.
        Grant.objects.filter(patron=row, source=Grant.Source.PATREON, revoked_at=None).update(revoked_at=timezone.now())
        gifts.forget_giver(row)
        gifts.forget_recipient(row)
        SignIn.objects.filter(patron=row).delete()
        # Words of theirs that nobody has published. Votes stay, of a row that names nobody: counts do not shrink.
        Topic.objects.filter(proposed_by=row, round=None, merged=None).delete()
        SupportDraft.objects.filter(said__email__iexact=row.email).delete()
        SupportDraft.objects.filter(said__gift_email__iexact=row.email).exclude(said__gift_email="").delete()
        ImportLine.objects.filter(email_key=row.email_key).delete()
        mailing.forget(row.email)
        row.email = row.name = row.wall_name = row.note = ""
        row.email_key = f"erased:{row.public_id}"
        row.visibility, row.wall_approved_at, row.verified_at = "secret", None, None
        row.erased_at = timezone.now()
        row.save()
        record("patron.erased", row, by=by, called=str(row))


def goes_on_elsewhere(pledge: Pledge) -> bool:
    """Whether a pledge can be ended by its payer alone, at its provider."""
    if pledge.source != Pledge.Source.PROVIDER:
        return False
    try:
        return bool(provider_for(pledge.account.key).abilities.elsewhere)
    except NotReady:
        # Without its keys we can end nothing there either.
        return pledge.account.key == "patreon"


def _money(minor: int, currency: str) -> dict[str, Any]:
    return {"minor": minor, "currency": currency}
