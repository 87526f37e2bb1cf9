"""Looking at everybody whom a provider knows: who began, changed and ended there, and which tiers there are.

    done = memberships.synchronise(account)

Deliveries tell the same sooner; this finds what they missed, and what happened before there were any.
"""

import logging
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from . import pledges
from .applying import Unknown
from .history import Via
from .joining import LAST_WORDS, tier_for
from .models import Grant, MappedTier, Membership, Pledge, ProviderAccount, Synchronisation, Tier
from .providers import agreed, provider_for
from .providers.base import NotReady, Refused, Unreachable

logger = logging.getLogger(__name__)

# Progress is noted so often; and so many who were not found are asked for, one by one.
NOTED_EVERY = 50
LOST_AT_MOST = 200


class NotSynchronised(Exception):
    """Nothing was begun; the sentence says why."""


def begin(account: ProviderAccount) -> Synchronisation:
    """Note that a look at everybody begins: one at a time.

    Raises:
        NotSynchronised: another one is under way.
    """
    now = timezone.now()
    Synchronisation.objects.filter(
        account=account, ended_at=None, heard_at__lt=now - Synchronisation.SILENT
    ).update(ended_at=now, problem=_("It was cut off."))  # fmt: skip
    try:
        with transaction.atomic():
            return Synchronisation.objects.create(account=account)
    except IntegrityError as error:
        raise NotSynchronised(_("One is under way already: look again in a minute.")) from error


def synchronise(account: ProviderAccount, run: Synchronisation | None = None) -> Synchronisation:
    """Take in all members of an account, as they are now. What is there already is not written twice.

    Args:
        run: what `begin` returned; without it one is begun.

    Returns:
        how it came out; `problem` is a sentence where it stopped.

    Raises:
        NotSynchronised: another one is under way.
    """
    run = run or begin(account)
    before = Pledge.objects.filter(account=account).count()
    try:
        provider: Any = agreed(provider_for(account.key), account)
        fetch_tiers(account, provider)
        found = set()
        # A look that was cut off finds all of it the next time: charges of the last one count from there.
        for facts in provider.members(account.reconciled_until):
            found.add(facts[0].subscription)
            _take_in(account, facts, run)
        for ref in _lost(account, found, run):
            _take_in(account, provider.lost(ref), run)
        if not run.failed:
            ProviderAccount.objects.filter(pk=account.pk).update(reconciled_until=run.begun_at)
    except (NotReady, Unreachable, Refused) as error:
        run.problem = _said(error)
    except Exception:
        run.problem = _("Something went wrong here: whoever runs the server finds it in the log.")
        raise
    finally:
        run.begun = max(Pledge.objects.filter(account=account).count() - before, 0)
        run.ended_at = run.heard_at = timezone.now()
        run.save()
    return run


def synchronise_all() -> list[Synchronisation]:
    """Take in the members of all accounts whose patrons begin elsewhere; one that is under way is left to itself."""
    done = []
    for account in ProviderAccount.objects.filter(key="patreon", is_enabled=True):
        with suppress(NotSynchronised):
            done.append(synchronise(account))
    return done


def fetch_tiers(account: ProviderAccount, provider: Any) -> None:
    """Take in the provider's tiers. One that is gone there stays: pledges of old name it."""
    offered = provider.tiers()
    for ref, title, amount, is_offered in offered:
        said = {"title": title, "amount_minor": amount.minor, "currency": amount.currency, "is_offered": is_offered}
        MappedTier.objects.update_or_create(account=account, ref=ref, defaults=said)
    MappedTier.objects.filter(account=account).exclude(ref__in=[each[0] for each in offered]).update(is_offered=False)


@transaction.atomic
def choose_tiers(account: ProviderAccount, chosen: dict[str, Tier | None], *, by: Any = None) -> int:
    """Say which of our tiers the provider's are, and bring pledges that go on up to date. Returns how many changed."""
    for mapped in MappedTier.objects.filter(account=account, ref__in=chosen):
        MappedTier.objects.filter(pk=mapped.pk).update(tier=chosen[mapped.ref])
    known = dict(Membership.objects.filter(account=account).values_list("ref", "tiers"))
    changed = 0
    for pledge in (
        Pledge.objects.select_for_update()
        .filter(account=account, source=Pledge.Source.PROVIDER).exclude(told__in=LAST_WORDS).order_by("pk")
    ):  # fmt: skip
        tier = tier_for(account, known.get(pledge.subscription_ref, []), pledge.amount, pledge.interval)
        if tier and tier.pk != pledge.tier_id:
            Pledge.objects.filter(pk=pledge.pk).update(tier=tier)
            Grant.objects.filter(pledge=pledge).update(tier=tier)
            changed += 1
    record("provideraccount.tiers_chosen", account, by=by, called=str(account))
    return changed


def _take_in(account: ProviderAccount, facts: list[Any], run: Synchronisation) -> None:
    try:
        pledges.apply(account, facts, by=Via.LOOK)
    except Unknown:
        run.failed += 1
    except Exception:
        # The edge of a look at many: one who cannot be taken in does not keep the others out.
        logger.exception("A member of account %s could not be taken in.", account.pk)
        run.failed += 1
    run.members += 1
    if run.members % NOTED_EVERY == 0:
        run.heard_at = timezone.now()
        run.save(update_fields=["members", "failed", "heard_at"])


def _lost(account: ProviderAccount, found: set[str], run: Synchronisation) -> list[str]:
    """Return whom we think a patron and nobody told of."""
    going = Pledge.objects.filter(account=account, source=Pledge.Source.PROVIDER).exclude(told__in=LAST_WORDS)
    given = Membership.objects.filter(Q(grant__ends_at=None) | Q(grant__ends_at__gt=run.begun_at), account=account)
    refs = {*going.values_list("subscription_ref", flat=True), *given.exclude(grant=None).values_list("ref", flat=True)}
    return sorted(refs - found)[:LOST_AT_MOST]


def _said(error: Exception) -> str:
    if isinstance(error, NotReady):
        return str(error)[:300]
    return _("The provider did not answer to the end. What came before is taken in: try again later.")
