"""How Patreon is asked: with our token, within its limits, and errors in our words.

Endpoints and limits: https://docs.patreon.com/#apiv2-resource-endpoints, https://docs.patreon.com/#rate-limits
"""

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from newsroom.fetching import Fetched, FetchFailed, call
from patrons.providers.base import NotReady, Refused, Unreachable

from .tokens import Kept, Pair

logger = logging.getLogger(__name__)

BASE = "https://www.patreon.com"
MEMBER = (
    "campaign_lifetime_support_cents,currently_entitled_amount_cents,email,full_name,is_free_trial,is_gifted,"
    "last_charge_date,last_charge_status,next_charge_date,patron_status,pledge_cadence,pledge_relationship_start,"
    "will_pay_amount_cents"
)
ONE = {
    "include": "campaign,currently_entitled_tiers,user",
    "fields[member]": MEMBER,
    "fields[tier]": "amount_cents,title",
    "fields[user]": "is_email_verified",
}
ALL = ONE | {
    "include": "campaign,currently_entitled_tiers,pledge_history,user",
    "fields[pledge-event]": "amount_cents,currency_code,date,payment_status,tier_id,type",
}
TIERS = {"include": "tiers", "fields[campaign]": "url", "fields[tier]": "amount_cents,published,title"}
# A page has at most five hundred members: nobody has so many that this stops short.
PAGES_AT_MOST = 2_000
# How often and how long a look at everybody waits; who waits for a page of ours waits for nothing.
WAITS = (1, 2, 4, 8, 16)
LONGEST_WAIT = 120
sleep: Callable[[int], None] = time.sleep


class Missing(Refused):
    """Patreon knows nothing by this name."""


class Busy(Unreachable):
    """Patreon answers again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__("Patreon wants to be left alone for a while.")
        self.seconds = seconds


@dataclass(frozen=True)
class Seen:
    """An answer, and the moment of which it is true: that of the question. `order` tells apart those of one second."""

    found: dict[str, Any]
    at: datetime
    order: int


class Client:
    """One client of Patreon's, with the creator's tokens."""

    def __init__(self, ident: str, secret: str, tokens: Kept, campaign: str, base: str = BASE) -> None:
        self.ident, self.secret, self.tokens, self.base = ident, secret, tokens, base.rstrip("/")
        self.campaign = campaign

    def member(self, ref: str) -> Seen:
        return self._get(f"members/{quote(ref, safe='')}", ONE)

    def tiers(self) -> Seen:
        return self._get(f"campaigns/{quote(self.campaign, safe='')}", TIERS)

    def members(self) -> Iterator[Seen]:
        """Return all members, page by page. Slow down when Patreon asks for it."""
        cursor, been = "", set()
        for _page in range(PAGES_AT_MOST):
            query = ALL | ({"page[cursor]": cursor} if cursor else {})
            seen = self._patiently(f"campaigns/{quote(self.campaign, safe='')}/members", query)
            yield seen
            cursor = _next(seen.found)
            if not cursor:
                return
            if cursor in been:
                raise Unreachable("Patreon leads in a circle.")
            been.add(cursor)
        raise Unreachable("Patreon does not come to an end.")

    def _patiently(self, path: str, query: dict[str, str]) -> Seen:
        for wait in WAITS:
            try:
                return self._get(path, query)
            except Busy as error:
                sleep(min(max(error.seconds, wait), LONGEST_WAIT))
            except Unreachable:
                sleep(wait)
        return self._get(path, query)

    def _get(self, path: str, query: dict[str, str]) -> Seen:
        url = f"{self.base}/api/oauth2/v2/{path}?{urlencode(query)}"
        pair = self.tokens.now()
        at, order = datetime.now(UTC), time.time_ns()
        answer = self._call(url, pair)
        if answer.status == 401:
            pair = self.tokens.renew(pair, self._another)
            at, order = datetime.now(UTC), time.time_ns()
            answer = self._call(url, pair)
        found = _read(answer)
        match answer.status:
            case 200:
                if not isinstance(found.get("data"), dict | list):
                    raise Unreachable("Patreon’s answer makes no sense.")
                return Seen(found, at, order)
            case 401 | 403:
                raise NotReady("Patreon does not accept PATREON_ACCESS_TOKEN for this: see docs/providers/patreon.md.")
            case 404 | 410:
                raise Missing("Patreon does not know this any more.")
            case 429:
                raise Busy(_wait(answer, found))
        logger.warning("Patreon answered %s.", answer.status)
        if answer.status >= 500:
            raise Unreachable("Patreon has a problem of its own.")
        raise Refused("Patreon refused the question.")

    def _call(self, url: str, pair: Pair) -> Fetched:
        headers = {"Authorization": f"Bearer {pair.access}", "Accept": "application/json"}
        return _asked(url, headers)

    def _another(self, pair: Pair) -> Pair:
        """Ask for the next pair: this one's refresh token is spent by it."""
        form = {
            "grant_type": "refresh_token", "refresh_token": pair.refresh, "client_id": self.ident,
            "client_secret": self.secret,
        }  # fmt: skip
        answer = _asked(f"{self.base}/api/oauth2/token", {"Accept": "application/json"}, form)
        found = _read(answer)
        access, refresh = found.get("access_token"), found.get("refresh_token")
        if answer.status == 429:
            raise Busy(_wait(answer, found))
        if answer.status >= 500:
            raise Unreachable("Patreon has a problem of its own.")
        if answer.status != 200 or not (_is_token(access) and _is_token(refresh)):
            raise NotReady("Patreon does not accept PATREON_REFRESH_TOKEN any more: see docs/providers/patreon.md.")
        return Pair(str(access), str(refresh))


def _asked(url: str, headers: dict[str, str], form: dict[str, str] | None = None) -> Fetched:
    try:
        return call(url, headers=headers, form=form)
    except FetchFailed as error:
        raise Unreachable("Patreon did not answer.") from error


def _read(answer: Fetched) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


def _next(found: dict[str, Any]) -> str:
    """Return the cursor of the next page; empty after the last one."""
    cursor: Any = found
    for name in ("meta", "pagination", "cursors", "next"):
        cursor = cursor.get(name) if isinstance(cursor, dict) else None
    return cursor if isinstance(cursor, str) else ""


def _wait(answer: Fetched, found: dict[str, Any]) -> int:
    errors = found.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    said = first.get("retry_after_seconds")
    return max(said if type(said) is int else 0, answer.retry_after or 0, 1)


def _is_token(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and 0 < len(value) <= 500
