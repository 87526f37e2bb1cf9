"""What providers send: kept once, applied once, tried again until it is known what it is about.

event = deliveries.take(account, provider, provider.verify(headers, body))
"""

import hashlib
import json
import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import pledges, written_facts
from .applying import Unknown
from .history import Via
from .models import ProviderAccount, ProviderEvent
from .money import NotMoney
from .providers import agreed, provider_for
from .providers.base import Abilities, Envelope, NotReady, Provider, Refused, Unreachable
from .providers.facts import AnyFact
from .written_facts import TAKEN_OVER

logger = logging.getLogger(__name__)

State = ProviderEvent.State
OPEN = (State.RECEIVED, State.WAITING, State.FAILED)
# Tried again after two minutes, four, eight …: for two and a half days before it is given up.
TRIES_AT_MOST = 11
FIRST_WAIT = timedelta(minutes=2)
# After this long a delivery that waits for another is helped, and for so long.
WAITED_IN_VAIN = timedelta(hours=1)
LOOKED_FOR = timedelta(days=7)
AT_ONCE = 100


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


def catch_up() -> int:
    """Try again what is due. A provider that is not ready is left for the next time."""
    tried = 0
    for event in due():
        try:
            process(event, provider_for(event.account.key))
        except NotReady:
            # Its keys are missing: that is said at the desk, and no try is lost by it.
            ProviderEvent.objects.filter(pk=event.pk).update(next_try_at=timezone.now() + FIRST_WAIT)
            continue
        tried += 1
    return tried


def look_for_what_is_waited_for(now: datetime | None = None) -> int:
    """Ask providers for things that deliveries have waited for in vain: the delivery that told of them was lost."""
    now, found = now or timezone.now(), 0
    waiting = ProviderEvent.objects.filter(
        state=State.WAITING, received_at__lte=now - WAITED_IN_VAIN, received_at__gt=now - LOOKED_FOR
    )
    for account in ProviderAccount.objects.filter(pk__in=waiting.values("account")):
        rows = list(waiting.filter(account=account).order_by("pk")[:AT_ONCE])
        wanted = {row.waits_for for row in rows}
        since = min(row.happened_at or row.received_at for row in rows) - WAITED_IN_VAIN
        try:
            told = [
                fact
                for fact in agreed(provider_for(account.key), account).poll(max(since, now - LOOKED_FOR))
                if wanted & _told([fact])
            ]
        except (NotReady, Unreachable, Refused) as error:
            logger.warning("%s could not be asked for what is waited for: %s", account.key, type(error).__name__)
            continue
        for fact in told:
            try:
                pledges.apply(account, [fact], by=Via.LOOK)
            except Unknown:
                continue
        for row in rows:
            found += process(row, provider_for(account.key)).state == State.DONE
    return found


def _facts(event: ProviderEvent, provider: Provider) -> list[AnyFact]:
    if event.kind == TAKEN_OVER:
        return [written_facts.read(event.payload)] if "fact" in event.payload else []
    return provider.facts(event.kind, event.payload)


def _try(event: ProviderEvent, provider: Provider) -> list[AnyFact]:
    facts: list[AnyFact] = []
    try:
        # Outside the transaction: the provider may have to be asked, and nobody should wait for that.
        facts = _facts(event, provider)
        with transaction.atomic():
            row = ProviderEvent.objects.select_for_update().get(pk=event.pk)
            if row.state in OPEN:
                touched = pledges.apply(event.account, facts, cause=row)
                row.pledge = touched[0] if touched else None
                row.payload = provider.shred(row.payload) if _only_hints(provider) else row.payload
                _note(row, State.DONE if facts else State.IGNORED)
            event.state = row.state
    except NotMoney as error:
        # It will never be anything else: somebody looks, and nothing is tried again.
        with transaction.atomic():
            row = ProviderEvent.objects.select_for_update().get(pk=event.pk)
            if row.state in OPEN:
                pledges.discrepancy(event.account, "impossible", f"delivery:{row.event_id}", theirs=str(error)[:300])
                _note(row, State.DONE)
            event.state = row.state
    except Unknown as error:
        _put_off(event, State.WAITING, waits_for=error.waits_for[:160], error=f"Waits for {error.waits_for}"[:300])
    except Exception as error:
        # The edge of a delivery: whatever went wrong with one must not lose it, nor stop the others.
        logger.exception("The provider's event %s could not be applied.", event.pk)
        _put_off(event, State.FAILED, error=type(error).__name__[:300])
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
