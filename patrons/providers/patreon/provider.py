"""Patreon, as every provider is: keys in, facts out. What is begun there is changed and ended there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any, ClassVar, NoReturn
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from patrons.money import CURRENCIES, Money
from patrons.providers.base import Abilities, Envelope, NotReady, Order, Refused, Subscription, Unreachable, Way
from patrons.providers.facts import AnyFact, MemberFact, Told

from . import hooks, reading, shredding, telling
from .asking import BASE, Client, Missing, Seen
from .tokens import Kept, Pair

# Where a payer changes or ends what they give.
ELSEWHERE = "https://www.patreon.com/settings/memberships"
# A charge of so long ago may still be given back.
LATE = timedelta(days=90)


class PatreonProvider:
    """One campaign. It is real money unless Patreon is a pretended one on this machine."""

    key: ClassVar[str] = "patreon"
    abilities: ClassVar[Abilities] = Abilities(webhooks=True, elsewhere=ELSEWHERE, hints=True)

    def __init__(self, client: Client, secret: str, currency: str, is_live: bool) -> None:
        self.client, self.secret, self.currency, self.is_live = client, secret, currency, is_live

    def close(self, session: str) -> None:
        return None

    def verify(self, headers: Mapping[str, str], body: bytes) -> Envelope:
        return hooks.verify(headers, body, self.secret)

    def facts(self, kind: str, payload: dict[str, Any]) -> list[AnyFact]:
        told = reading.members(payload["body"]) if kind in hooks.TRIGGERS else []
        if not told or not self._is_ours(told[0]):
            return []
        member = told[0]
        try:
            return self.look(member.ref)
        except Missing:
            if kind in hooks.DELETED:
                return self._gone(member.ref)
        except (Unreachable, NotReady, Refused):
            pass
        at = datetime.fromisoformat(payload["received"])
        facts = self._told(member, Seen({}, at, 0))
        if kind in hooks.DELETED and isinstance(facts[0], MemberFact) and facts[0].told == Told.ACTIVE:
            # The trigger says that it ends, the member that it is not over: what is paid for is had.
            until = member.next_charge or (member.charged_at and telling.later(member.charged_at, facts[0].months))
            return [replace(facts[0], told=Told.CANCELING, until=until), *facts[1:]]
        return facts

    def look(self, ref: str) -> list[AnyFact]:
        """Return what is known of one member now.

        Raises:
            Missing: there is none by this name.
        """
        seen = self.client.member(ref)
        for member in reading.members(seen.found):
            if member.ref == ref and self._is_ours(member):
                return self._told(member, seen)
        return []

    def lost(self, ref: str) -> list[AnyFact]:
        """Return what became of a member whom a look at all of them did not find."""
        try:
            return self.look(ref)
        except Missing:
            return self._gone(ref)

    def poll(self, since: datetime) -> Iterable[AnyFact]:
        for facts in self.members(since):
            yield from facts

    def members(self, since: datetime | None = None) -> Iterator[list[AnyFact]]:
        """Return the facts of each member, one after the other. Charges long before `since` are left out."""
        begin = since - LATE if since else None
        for seen in self.client.members():
            for member in reading.members(seen.found):
                if self._is_ours(member):
                    yield self._told(member, seen, begin)

    def tiers(self) -> list[tuple[str, str, Money, bool]]:
        """Return the campaign's tiers: the name there, the title, the amount, whether it is offered."""
        return [
            (ref, title, Money(cents, self.currency), offered)
            for ref, title, cents, offered in reading.tiers(self.client.tiers().found)
        ]

    def shred(self, payload: dict[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = shredding.shred(payload)
        return kept

    def start(self, order: Order) -> Way:
        _not_here()

    def refund(self, payment: str, amount: Money, *, ours: str, key: str) -> list[AnyFact]:
        _not_here()

    def change_amount(self, subscription: Subscription, amount: Money, *, key: str) -> list[AnyFact]:
        _not_here()

    def cancel(self, subscription: Subscription, *, at_once: bool, key: str) -> list[AnyFact]:
        _not_here()

    def pause(self, subscription: Subscription, until: datetime, *, key: str) -> list[AnyFact]:
        _not_here()

    def resume(self, subscription: Subscription, *, key: str) -> list[AnyFact]:
        _not_here()

    def portal_url(self, subscription: Subscription, back_url: str) -> str:
        return ELSEWHERE

    def _told(self, member: reading.Member, seen: Seen, since: datetime | None = None) -> list[AnyFact]:
        return telling.facts(
            member, at=seen.at, order=seen.order, live=self.is_live, currency=self.currency, since=since
        )

    def _gone(self, ref: str) -> list[AnyFact]:
        return [MemberFact(at=datetime.now(UTC), live=self.is_live, subscription=ref, told=Told.ENDED)]

    def _is_ours(self, member: reading.Member) -> bool:
        return member.campaign in ("", self.client.campaign)


def make(settings: Any) -> PatreonProvider:
    """Return the campaign whose keys stand in the environment.

    Raises:
        NotReady: naming the variable that is missing or wrong; never what it holds.
    """
    names = ("CLIENT_ID", "CLIENT_SECRET", "ACCESS_TOKEN", "REFRESH_TOKEN", "CAMPAIGN_ID", "WEBHOOK_SECRET")
    said = {name: getattr(settings, f"PATREON_{name}").strip() for name in names}
    for name, value in said.items():
        if not value:
            raise NotReady(f"PATREON_{name} is not set: see docs/providers/patreon.md.")
        if not (value.isascii() and value.isprintable()):
            raise NotReady(f"PATREON_{name} has characters that no key has: see docs/providers/patreon.md.")
    currency, base = settings.PATREON_CURRENCY.strip().upper(), settings.PATREON_API_BASE.strip()
    if currency not in CURRENCIES:
        raise NotReady("PATREON_CURRENCY is no currency: write three letters such as USD or EUR.")
    if base and not _is_this_machine(base):
        raise NotReady("PATREON_API_BASE is for tests: an address on this machine.")
    tokens = Kept(settings.VAR_DIR, Pair(said["ACCESS_TOKEN"], said["REFRESH_TOKEN"]))
    client = Client(said["CLIENT_ID"], said["CLIENT_SECRET"], tokens, said["CAMPAIGN_ID"], base or BASE)
    return PatreonProvider(client, said["WEBHOOK_SECRET"], currency, is_live=not base)


def _not_here() -> NoReturn:
    raise Refused(_("What was begun on Patreon is changed, ended and given back on Patreon."))


def _is_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
