"""Those who became patrons at a provider: who they are here, their pledge, their tier.

A provider that keeps the people itself reports members (`MemberFact`). Nobody made a pledge for them, so the
first report does. It runs within `pledges.apply`, and what is decided follows from rows as everything there does.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from .history import note
from .models import Grant, MappedTier, Membership, Patron, Pledge, ProviderAccount, ProviderEvent, Tier
from .models.columns import Interval
from .models.people import email_key
from .money import Money
from .providers.facts import AnyFact, MemberFact, Told
from .tier_prices import asked, dearest

LAST_WORDS = (Told.ENDED, Told.LAPSED)


def admit(
    account: ProviderAccount, facts: Iterable[AnyFact], *, cause: ProviderEvent | None = None, by: Any = None
) -> None:
    """Make the pledges that members need. Their rows are locked, in one order, before any pledge is."""
    members = {fact.subscription: fact for fact in facts if isinstance(fact, MemberFact)}
    for ref in sorted(members):
        fact = members[ref]
        if fact.live != account.is_live:
            continue
        if fact.is_promise or fact.is_given:
            # Of two who come first in the same moment, one makes it and the other one waits for it.
            Membership.objects.get_or_create(account=account, ref=ref)
        membership = Membership.objects.select_for_update().filter(account=account, ref=ref).first()
        if membership is None:
            continue
        if membership.patron_id is None:
            membership.patron = _patron(fact)
            membership.save(update_fields=["patron"])
        elif fact.email:
            _recognise(membership, fact.email)
        if fact.is_promise and not Pledge.objects.filter(account=account, subscription_ref=ref).exists():
            if pledge := _begin(account, membership, fact):
                note(pledge, "begun", cause=cause, by=by)


def tell(account: ProviderAccount, fact: MemberFact, touched: dict[int, Pledge]) -> None:
    """Write down what a member is now, unless something newer is known. Members who give nothing leave nothing."""
    membership = Membership.objects.filter(account=account, ref=fact.subscription).first()
    if membership is None:
        return
    pledge = next((each for each in touched.values() if each.subscription_ref == fact.subscription), None)
    if membership.told_at and (fact.at, fact.order) <= (membership.told_at, membership.told_order):
        return
    if pledge and fact.charged_at and pledge.payments.filter(occurred_at__gt=fact.charged_at).exists():
        # It knows less than we do: it was sent before, and came late.
        return
    membership.told_at, membership.told_order = fact.at, fact.order
    if fact.tiers:
        membership.tiers = list(fact.tiers)
    _give(membership, fact)
    membership.save()
    if pledge:
        _go_on(pledge, membership, fact)


def tier_for(account: ProviderAccount, refs: Iterable[str], amount: Money, interval: str) -> Tier | None:
    """Return our tier: what staff chose for the dearest of theirs, else the dearest that the amount pays for."""
    refs = list(refs)
    chosen = {
        each.ref: each.tier
        for each in MappedTier.objects.filter(account=account, ref__in=refs, tier__isnull=False).select_related("tier")
    }
    for ref in refs:
        if ref in chosen:
            return chosen[ref]
    return dearest(asked(amount.currency, interval), amount)


def rhythm(fact: MemberFact) -> tuple[Interval, Money | None]:
    """Return our rhythm, and what is given in it. What is paid every quarter counts as a third of it a month."""
    if fact.months % 12 == 0:
        years = fact.months // 12
        amount = fact.amount and Money(fact.amount.minor // years or 1, fact.amount.currency)
        return Interval.YEAR, amount
    return Interval.MONTH, fact.amount and Money(fact.amount.minor // fact.months or 1, fact.amount.currency)


def _begin(account: ProviderAccount, membership: Membership, fact: MemberFact) -> Pledge | None:
    interval, amount = rhythm(fact)
    if amount is None or membership.patron is None:
        return None
    return Pledge.objects.create(
        patron=membership.patron, account=account, tier=tier_for(account, fact.tiers, amount, interval),
        amount_minor=amount.minor, currency=amount.currency, interval=interval, source=Pledge.Source.PROVIDER,
        is_live=account.is_live, subscription_ref=fact.subscription,
        customer_ref="" if membership.patron.erased_at else fact.customer, created_at=fact.since or fact.at,
    )  # fmt: skip


def _go_on(pledge: Pledge, membership: Membership, fact: MemberFact) -> None:
    interval, amount = rhythm(fact)
    if amount is not None:
        pledge.amount_minor, pledge.currency, pledge.interval = amount.minor, amount.currency, interval
    if fact.tiers:
        pledge.tier = tier_for(pledge.account, fact.tiers, pledge.amount, pledge.interval)
    # What is had without paying is no pledge: it has a right of its own.
    told = Told.ENDED if fact.is_given else fact.told
    if told is None:
        return
    over = pledge.told in LAST_WORDS
    pledge.told, pledge.told_at, pledge.told_order = Pledge.Told(told), fact.at, fact.order
    pledge.cancel_at = fact.until if told == Told.CANCELING else None
    if told in LAST_WORDS and not over:
        pledge.ended_at, pledge.end_reason = fact.at, fact.reason[:200]


def _give(membership: Membership, fact: MemberFact) -> None:
    """Give the right that somebody has without paying, or end it."""
    grant = membership.grant
    if not fact.is_given:
        if grant and (grant.ends_at is None or grant.ends_at > fact.at):
            Grant.objects.filter(pk=grant.pk).update(ends_at=max(fact.at, grant.starts_at))
        return
    patron = membership.patron
    if patron is None or patron.erased_at:
        return
    interval, amount = rhythm(fact)
    tier = tier_for(membership.account, fact.tiers, amount or Money(0, "USD"), interval)
    if grant is None:
        membership.grant = Grant.objects.create(
            patron=patron, tier=tier, source=Grant.Source.PATREON, starts_at=fact.since or fact.at, ends_at=fact.until
        )
    else:
        Grant.objects.filter(pk=grant.pk).update(tier=tier, ends_at=fact.until)


def _patron(fact: MemberFact) -> Patron:
    """Return who has the address that the provider vouches for; else somebody new. What stands there is not touched."""
    email = _usable(fact.email)
    try:
        with transaction.atomic():
            return _by(email) or Patron.objects.create(email=email, name=fact.name[:120])
    except IntegrityError:  # another one came with this address in the same moment
        return Patron.objects.get(email_key=email_key(email), erased_at=None, merged_into=None)


def _recognise(membership: Membership, email: str) -> None:
    """Give an address to somebody who had none; if it is another patron's, the two are one."""
    patron, email = membership.patron, _usable(email)
    if patron is None or patron.email or patron.erased_at or not email:
        return
    known = _by(email)
    if known is None:
        patron.email = email
        patron.save()
        return
    Pledge.objects.filter(patron=patron).update(patron=known)
    Grant.objects.filter(patron=patron).update(patron=known)
    Membership.objects.filter(patron=patron).update(patron=known)
    Patron.objects.filter(pk=patron.pk).update(merged_into=known)
    membership.patron = known


def _by(email: str) -> Patron | None:
    return (
        Patron.objects.filter(email_key=email_key(email), erased_at=None, merged_into=None).first() if email else None
    )


def _usable(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email
