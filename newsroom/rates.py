"""How often one network may send a form, or ask for what costs much: floods are stopped before anything is looked at.

Rooms count more narrowly what they know more of (an account, an address, a link). Counted is where all processes see
it: in Redis where the cache is one, else in a file beside the site's other files. Networks are known by a random key
of the day, which is thrown away: nobody can find out afterwards who asked. See docs/rate-limits.md.
"""

import logging
import math
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .bare_pages import style_sheet
from .languages import STAFF_PATHS
from .networks import street
from .proxies import sender

log = logging.getLogger(__name__)

DAY = 24 * 3600
# Who waits longer for the count than this is let through: a limit never stops the site.
PATIENCE_SECONDS = 0.25


@dataclass(frozen=True)
class Rate:
    """So many in so many seconds, from one network (a /24, or a /48 of the new kind)."""

    most: int
    seconds: int = 600


# A mobile operator puts thousands of readers behind one network, in a blackout all of them at once.
FORM = Rate(300)
FORMS = {
    "sign_in": Rate(200), "second_step": Rate(200), "passkey_sign_in": Rate(200), "passkey_options": Rate(400),
    "forgotten": Rate(60), "new_password": Rate(60), "login": Rate(200),
    "set_up": Rate(30),
    "patron_sign_in": Rate(200), "patron_sign_in_code": Rate(200), "patron_sign_in_link": Rate(200),
    "support_gift": Rate(120), "shared": Rate(60),
    "patron_topic_vote": Rate(600), "patron_topic_take_back": Rate(600),
}  # fmt: skip
# What is only read, but costs much or is tried out.
READS = {
    "search": Rate(600), "shared": Rate(600), "support_gift": Rate(600), "partner_feed": Rate(600),
    "patron_sign_in_link": Rate(600), "new_password": Rate(120),
}  # fmt: skip
# What needs no limit, and why.
FREE = {
    "provider_hook": "signed: looked at before anything is kept, and a provider sends many at once from one network",
    "logout": "ends one's own session, and nothing else",
    "jsi18n": "Django's own words: it takes no form",
}
# Forms of the desk that are sent before anybody is signed in.
DOOR = frozenset({"sign_in", "second_step", "passkey_sign_in", "passkey_options", "forgotten", "new_password", "login"})


def rate_of(name: str, path: str, method: str) -> Rate | None:
    """Return what holds for an address; None where somebody signed in is asked for, or nothing is limited.

    Args:
        name: the name of the pattern, "" for none.
    """
    if method in ("GET", "HEAD", "OPTIONS"):
        return READS.get(name)
    if name in FREE or (path.startswith(STAFF_PATHS) and name not in DOOR):
        return None
    return FORMS.get(name, FORM)


class Limited:
    """Middleware: answers 429, with the time to wait, whoever sends too much."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = (request.resolver_match.url_name if request.resolver_match else "") or ""
        method = request.method or ""
        rate = rate_of(name, request.path_info, method)
        if rate is None or not settings.RATE_LIMITS:
            return None
        wait = waits(f"{name}:{'read' if method in ('GET', 'HEAD') else 'sent'}", sender(request), rate)
        return too_many(wait, is_form=method not in ("GET", "HEAD")) if wait else None


def waits(kind: str, address: str, rate: Rate, now: float | None = None) -> int:
    """Count one more of `kind` from an address; return how many seconds to wait, 0 for none."""
    now = time.time() if now is None else now
    network = street(address)
    if not network:
        return 0
    count, until = _count(kind, network, rate.seconds, now)
    return max(math.ceil(until - now), 1) if count > rate.most * settings.RATE_LIMITS else 0


def too_many(wait: int, *, is_form: bool) -> HttpResponse:
    """Return the page that says so, for `wait` seconds."""
    html = render_to_string("429.html", {"minutes": math.ceil(wait / 60), "is_form": is_form, "style": style_sheet()})
    return HttpResponse(html, status=429, headers={"Retry-After": str(wait), "Cache-Control": "no-store"})


def _count(kind: str, network: str, seconds: int, now: float) -> tuple[int, float]:
    until = (now // seconds + 1) * seconds
    try:
        if settings.CACHES["pages"]["BACKEND"].endswith("RedisCache"):
            return _in_redis(kind, network, until, now), until
    except Exception as error:
        log.warning("Redis does not count: %s", type(error).__name__)
    try:
        return _in_file(kind, network, until, now), until
    except (sqlite3.Error, OSError) as error:
        log.warning("What was sent cannot be counted: %s", type(error).__name__)
        return 0, until


def _name(secret: str, kind: str, network: str, until: float) -> str:
    return blake2b(f"{kind} {network} {until:.0f}".encode(), key=secret.encode(), digest_size=16).hexdigest()


def _in_redis(kind: str, network: str, until: float, now: float) -> int:
    # Not the forgiving one: it would count nothing without a word.
    cache = caches["pages"]
    secret = str(cache.get_or_set(f"rates-key:{now // DAY:.0f}", lambda: token_hex(32), DAY))
    name = f"rates:{_name(secret, kind, network, until)}"
    cache.add(name, 0, max(math.ceil(until - now), 1))
    return int(cache.incr(name))


def _in_file(kind: str, network: str, until: float, now: float) -> int:
    path = Path(settings.RATES_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)) as file:
        # What is lost with a power cut is a count of some minutes; rows that go leave nothing behind.
        file.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
            "CREATE TABLE IF NOT EXISTS secrets (day INTEGER PRIMARY KEY, secret TEXT NOT NULL);"
            "CREATE TABLE IF NOT EXISTS counts (name TEXT PRIMARY KEY, until REAL NOT NULL, number INTEGER NOT NULL);"
        )
        day = int(now // DAY)
        row = file.execute("SELECT secret FROM secrets WHERE day = ?", [day]).fetchone()
        if row is None:
            file.execute("INSERT OR IGNORE INTO secrets VALUES (?, ?)", [day, token_hex(32)])
            file.execute("DELETE FROM secrets WHERE day < ?", [day])
            row = file.execute("SELECT secret FROM secrets WHERE day = ?", [day]).fetchone()
        name = _name(row[0], kind, network, until)
        number = file.execute(
            "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (name) DO UPDATE SET number = number + 1 RETURNING number",
            [name, until],
        ).fetchone()[0]
        if number == 1:
            file.execute("DELETE FROM counts WHERE until < ?", [now])
    return int(number)
