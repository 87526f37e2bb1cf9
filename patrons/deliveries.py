"""What providers send: kept once, applied once, tried again until it is known what it is about.

event = deliveries.take(account, provider, provider.verify(headers, body))
"""

import hashlib
import json
import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import pledges
from .applying import Unknown
from .models import ProviderAccount, ProviderEvent
from .providers.base import Abilities, Envelope, Provider
from .providers.facts import AnyFact

logger = logging.getLogger(__name__)

State = ProviderEvent.State
OPEN = (State.RECEIVED, State.WAITING, State.FAILED)
# Tried again after two minutes, four, eight …: for two and a half days before it is given up.
TRIES_AT_MOST = 11
FIRST_WAIT = timedelta(minutes=2)


def take(account: ProviderAccount, provider: Provider, envelope: Envelope) -> ProviderEvent:
    """Keep a verified delivery, and apply it. The same one again is the row that is there."""
    text = json.dumps(envelope.payload, sort_keys=True)
    made = False
    try:
        with transaction.atomic():
            event, made = ProviderEvent.objects.get_or_create(
                account=account,
                event_id=envelope.event_id,
                defaults={
                    "kind": envelope.kind, "api_version": envelope.api_version, "payload": envelope.payload,
                    "sha256": hashlib.sha256(text.encode()).hexdigest(), "happened_at": envelope.happened_at,
                    "next_try_at": timezone.now() + FIRST_WAIT,
                },
            )  # fmt: skip
    except IntegrityError:  # another took it in the same moment
        event = ProviderEvent.objects.get(account=account, event_id=envelope.event_id)
    if event.state in OPEN:
        process(event, provider)
    elif not made and _only_hints(provider):
        replay(event, provider)
    return event


def process(event: ProviderEvent, provider: Provider) -> ProviderEvent:
    """Apply a kept delivery, and those that waited for what it told. Safe to call again at any time."""
    facts = _try(event, provider)
    if event.state == State.WAITING:
        # What it waits for may have come while we looked.
        facts = _try(event, provider)
    if facts and event.state == State.DONE:
        for other in ProviderEvent.objects.filter(
            account_id=event.account_id, state=State.WAITING, waits_for__in=_told(facts)
        ).order_by("pk"):
            process(other, provider)
    return event


def replay(event: ProviderEvent, provider: Provider) -> ProviderEvent:
    """Process a delivery whatever became of it before: one that was given up, or done."""
    ProviderEvent.objects.filter(pk=event.pk).update(state=State.RECEIVED, next_try_at=timezone.now() + FIRST_WAIT)
    event.refresh_from_db()
    return process(event, provider)


def due(limit: int = 200) -> list[ProviderEvent]:
    """Return deliveries whose next try has come."""
    rows = ProviderEvent.objects.filter(state__in=OPEN, next_try_at__lte=timezone.now())
    return list(rows.select_related("account").order_by("next_try_at")[:limit])


def _try(event: ProviderEvent, provider: Provider) -> list[AnyFact]:
    facts: list[AnyFact] = []
    try:
        # Outside the transaction: the provider may have to be asked, and nobody should wait for that.
        facts = provider.facts(event.kind, event.payload)
        with transaction.atomic():
            row = ProviderEvent.objects.select_for_update().get(pk=event.pk)
            if row.state in OPEN:
                touched = pledges.apply(event.account, facts, cause=row)
                row.pledge = touched[0] if touched else None
                row.payload = provider.shred(row.payload) if _only_hints(provider) else row.payload
                _note(row, State.DONE if facts else State.IGNORED)
            event.state = row.state
    except Unknown as error:
        _put_off(event, State.WAITING, waits_for=error.waits_for[:160], error=f"Waits for {error.waits_for}"[:300])
    except Exception as error:
        # The edge of a delivery: whatever went wrong with one must not lose it, nor stop the others.
        logger.exception("The provider's event %s could not be applied.", event.pk)
        _put_off(event, State.FAILED, error=f"{type(error).__name__}: {error}"[:300])
    return facts


def _only_hints(provider: Provider) -> bool:
    """Whether its deliveries say no more than "look again": a repeat is looked at again, and no name is kept."""
    return getattr(provider, "abilities", Abilities()).hints


def _told(facts: list[AnyFact]) -> set[str]:
    names = set()
    for fact in facts:
        for what in ("payment", "subscription", "pledge"):
            if ref := getattr(fact, what, ""):
                names.add(f"{what}:{ref}")
    return names


def _note(event: ProviderEvent, state: str) -> None:
    event.state, event.error, event.waits_for, event.next_try_at = state, "", "", None
    event.attempts += 1
    event.save(update_fields=["pledge", "payload", "state", "error", "waits_for", "next_try_at", "attempts"])


def _put_off(event: ProviderEvent, state: str, *, error: str, waits_for: str = "") -> None:
    with transaction.atomic():
        row = ProviderEvent.objects.select_for_update().get(pk=event.pk)
        if row.state in OPEN:
            row.attempts += 1
            row.state = State.DEAD if row.attempts >= TRIES_AT_MOST else state
            row.error, row.waits_for = error, waits_for
            row.next_try_at = timezone.now() + FIRST_WAIT * 2 ** (row.attempts - 1)
            row.save(update_fields=["state", "error", "waits_for", "next_try_at", "attempts"])
        event.state, event.waits_for = row.state, row.waits_for
