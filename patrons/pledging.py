"""Beginning a pledge: from what somebody asked for to the provider's page, once, however often they press.

begun = pledging.begin(wish, form_mark=mark, network=fingerprint)
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.languages import prefix

from . import limits, transfers
from .history import Via, note
from .models import CheckoutAttempt, Gift, Patron, Pledge, ProviderAccount, Tier
from .models.columns import Visibility
from .models.people import email_key
from .money import Money
from .providers import agreed, provider_for
from .providers.base import NotReady, Order, Refused, Unreachable

# How many that nobody finished are noted in one go.
AT_ONCE = 1000


class NotBegun(Exception):
    """Nothing was charged; the sentence says why and what to do, and the same form may be sent again."""


@dataclass(frozen=True)
class GiftWish:
    """For whom, from when and for how many months; the tier and the amount are the wish's."""

    months: int
    starts_on: date
    recipient_name: str
    recipient_email: str = ""
    message: str = ""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to give. `amount` is asked for each time; `fee_cover` is the part of it for the fee."""

    email: str
    amount: Money
    interval: str
    account: ProviderAccount
    tier: Tier | None = None
    fee_cover: int = 0
    name: str = ""
    message: str = ""
    visibility: str = "secret"
    language: str = ""
    article: int | None = None
    campaign: int | None = None
    gift: GiftWish | None = None

    def fingerprint(self) -> str:
        """Return what tells this wish from another one under the same form."""
        said = (
            email_key(self.email), self.amount.minor, self.amount.currency, self.interval, self.account.pk,
            self.tier and self.tier.pk, self.fee_cover, self.gift,
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode()).hexdigest()


def begin(wish: Wish, *, form_mark: str, network: str = "") -> CheckoutAttempt:
    """Write a pledge down and ask its provider for a page to pay on.

    Args:
        form_mark: the form's own mark: sent twice, it begins one pledge.
        network: a fingerprint of where it came from, for `limits`.

    Returns:
        the attempt; `url` is where to go, empty where our own page says what to do (a bank transfer).

    Raises:
        limits.TooMany: with a sentence.
        NotBegun: with a sentence.
    """
    attempt = CheckoutAttempt.objects.filter(form_mark=form_mark).select_related("pledge").first()
    if attempt is None:
        limits.check(network, email_key(wish.email), wish.account, cards=_takes_cards(wish.account))
        attempt = _write_down(wish, form_mark, network)
    if attempt.asked_hash != wish.fingerprint():
        raise NotBegun(
            _("This form was sent before with other values: open the page again. You have not been charged.")
        )
    if limits.is_spent(attempt):
        raise NotBegun(_("The card was declined three times: open the page again, or choose another way to pay."))
    if attempt.url or attempt.state == CheckoutAttempt.State.COMPLETED:
        look_no_further_back(attempt)
        return attempt
    return _ask(wish, attempt)


def look_no_further_back(attempt: CheckoutAttempt) -> None:
    """Note that somebody goes to the provider's page once more: what was declined before is no news any more."""
    CheckoutAttempt.objects.filter(pk=attempt.pk).update(declines_seen=F("declines"))


def _takes_cards(account: ProviderAccount) -> bool:
    try:
        return provider_for(account.key).abilities.cards
    except (NotReady, Unreachable):  # it says so itself when it is asked
        return True


def _write_down(wish: Wish, form_mark: str, network: str) -> CheckoutAttempt:
    try:
        with transaction.atomic():
            pledge = Pledge.objects.create(
                patron=_patron(wish), account=wish.account, tier=wish.tier, amount_minor=wish.amount.minor,
                fee_cover_minor=wish.fee_cover, currency=wish.amount.currency, interval=wish.interval,
                is_live=wish.account.is_live, visibility=wish.visibility, message=wish.message,
                language=wish.language,
                article_id=wish.article, campaign_id=wish.campaign,
            )  # fmt: skip
            if wish.gift:
                _wrap(wish.gift, wish, pledge)
            note(pledge, "begun", by=Via.PATRON)
            return CheckoutAttempt.objects.create(
                pledge=pledge, form_mark=form_mark, asked_hash=wish.fingerprint(), network=network
            )
    except IntegrityError:  # the same form, sent in the same moment
        return CheckoutAttempt.objects.select_related("pledge").get(form_mark=form_mark)


def _wrap(gift: GiftWish, wish: Wish, pledge: Pledge) -> Gift:
    return Gift.objects.create(
        pledge=pledge, months=gift.months, starts_on=gift.starts_on, giver_name=wish.name, message=gift.message,
        recipient_name=gift.recipient_name, recipient_email=gift.recipient_email, by_link=not gift.recipient_email,
        language=wish.language,
    )  # fmt: skip


def _patron(wish: Wish) -> Patron:
    """Return who has this address. Whoever types it is not proven to own it: what stands there is not touched."""
    known = Patron.objects.filter(email_key=email_key(wish.email), erased_at=None, merged_into=None).first()
    if known:
        return known
    # Who wants to be seen asks for the wall with the same words; staff look before anybody reads the name.
    wall_name = wish.name[:80] if wish.visibility == Visibility.PUBLIC else ""
    return Patron.objects.create(
        email=wish.email.strip(), name=wish.name, locale=wish.language, visibility=wish.visibility, wall_name=wall_name
    )


def _ask(wish: Wish, attempt: CheckoutAttempt) -> CheckoutAttempt:
    pledge = attempt.pledge
    base = f"{settings.SITE_URL}{prefix(wish.language)}/support"
    order = Order(
        pledge=str(pledge.public_id), amount=pledge.amount, months=pledge.months,
        words=str(pledge.tier or _("Support")), email=wish.email, language=wish.language or settings.LANGUAGE_CODE,
        done_url=f"{base}/thanks/{pledge.public_id}/", back_url=f"{base}/back/{pledge.public_id}/",
        key=f"pledge:{pledge.public_id}:start",
    )  # fmt: skip
    try:
        way = agreed(provider_for(pledge.account.key), pledge.account).start(order)
    except Refused as error:
        raise NotBegun(str(error)) from error
    except (Unreachable, NotReady) as error:
        raise NotBegun(
            _("%(provider)s does not answer just now. You have not been charged: try again in a minute.")
            % {"provider": pledge.account}
        ) from error
    CheckoutAttempt.objects.filter(pk=attempt.pk).update(
        session_ref=way.session, url=way.url, expires_at=way.expires_at
    )
    attempt.refresh_from_db()
    if not way.url:
        attempt.pledge = transfers.announced(pledge)
    return attempt


def abandon_old(now: Any = None) -> int:
    """Note pledges that nobody finished within a day. Money that comes later all the same brings them back."""
    before = (now or timezone.now()) - timedelta(days=1)
    old = Pledge.objects.filter(state=Pledge.State.PENDING, created_at__lt=before, payments=None, told="")
    with transaction.atomic():
        numbers = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        # Held, and looked at again: money may have come in the meantime.
        rows = list(Pledge.objects.select_for_update().filter(pk__in=numbers, state=Pledge.State.PENDING))
        for pledge in rows:
            pledge.state = Pledge.State.ABANDONED
            pledge.save(update_fields=["state"])
            note(pledge, "state", before=Pledge.State.PENDING, by=Via.CLOCK)
    return len(rows)
