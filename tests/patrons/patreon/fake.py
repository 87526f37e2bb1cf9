"""A Patreon for tests: one campaign that remembers, speaks as its documentation says, and signs what it tells.

What it answers is what was asked for: without `fields` and `include` a thing is a name and a kind, as in version 2
of the API. Written from Patreon's documentation alone: the real one was never asked.

    fake = FakePatreon()
    ref = fake.join("Olha", cents=500)
    fake.charge(ref)
    fake.tell("members:pledge:create", ref)
"""

import hashlib
import hmac
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

CLIENT, CLIENT_SECRET, SECRET = "client-1", "client-secret", "hook-secret"
CAMPAIGN = "1234560"
BEGIN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=60)
TOP_INCLUDES = {
    "members": {"address", "campaign", "currently_entitled_tiers", "user", "pledge_history"},
    "member": {"address", "campaign", "currently_entitled_tiers", "user"},
    "campaign": {"tiers", "creator", "benefits", "goals"},
}


class FakePatreon:
    """One campaign. Methods do what patrons, banks and people at Patreon do."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.now = BEGIN
        self.access, self.refresh = "access-0", "refresh-0"
        self.renewed = 0
        self.page_size = 500
        # How many of the next questions are answered with 429 or 503, and what was asked.
        self.throttled, self.down = 0, 0
        self.asked: list[str] = []
        self.tiers: dict[str, dict[str, Any]] = {}
        self.people: dict[str, dict[str, Any]] = {}
        self.deliver: Any = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Door", (Door,), {"fake": self}))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        for ref, title, cents in (("11", "Reader", 500), ("12", "Friend", 1500)):
            self.tiers[ref] = {"title": title, "amount_cents": cents, "published": True, "description": "secret words"}

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    # What people do.

    def join(self, name: str, cents: int = 500, tier: str = "11", email: str = "", **said: Any) -> str:
        """Somebody pledges; nothing is charged yet."""
        number = len(self.people) + 1
        ref = f"00000000-0000-4000-8000-{number:012}"
        email = email or f"{name.lower()}@example.com"
        self.people[ref] = {
            "user": {"full_name": name, "email": email, "is_email_verified": said.pop("verified", True)},
            "user_id": str(9000 + number), "tiers": [tier] if tier else [], "events": [],
            "attributes": {
                "full_name": name, "email": email, "patron_status": "active_patron", "is_follower": False,
                "is_gifted": False, "is_free_trial": False, "note": "a private note",
                "currently_entitled_amount_cents": cents, "will_pay_amount_cents": cents,
                "campaign_lifetime_support_cents": 0, "lifetime_support_cents": 0, "last_charge_date": None,
                "last_charge_status": None, "next_charge_date": None, "pledge_cadence": 1,
                "pledge_relationship_start": self.now.isoformat(),
            } | said,
        }  # fmt: skip
        self.event(ref, "pledge_start", cents, None)
        return ref

    def change(self, ref: str, *tiers: str, **said: Any) -> None:
        self.people[ref]["attributes"] |= said
        if tiers:
            self.people[ref]["tiers"] = [tier for tier in tiers if tier]

    def charge(self, ref: str, status: str = "Paid", **said: Any) -> None:
        """A charge is tried; or, on the same day, what became of it is another thing by now."""
        attributes = self.people[ref]["attributes"]
        cents = attributes["will_pay_amount_cents"]
        if status == "Paid":
            attributes["campaign_lifetime_support_cents"] += cents
        attributes |= {"last_charge_date": self.now.isoformat(), "last_charge_status": status}
        attributes["patron_status"] = "declined_patron" if status == "Declined" else "active_patron"
        self.event(ref, "subscription", cents, status, **said)

    def became(self, ref: str, status: str) -> None:
        """What became of the last charge: it went back, or was no charge after all."""
        self.people[ref]["attributes"]["last_charge_status"] = status
        self.people[ref]["events"][-1]["attributes"]["payment_status"] = status

    def leave(self, ref: str) -> None:
        self.change(
            ref, "", patron_status="former_patron", will_pay_amount_cents=0, currently_entitled_amount_cents=0,
            next_charge_date=None,
        )  # fmt: skip

    def event(self, ref: str, kind: str, cents: int, status: str | None, currency: str = "USD") -> None:
        events = self.people[ref]["events"]
        events.append({
            "type": "pledge-event", "id": f"{kind}:{ref[-4:]}:{len(events)}",
            "attributes": {
                "amount_cents": cents, "currency_code": currency, "date": self.now.isoformat(), "type": kind,
                "payment_status": status, "tier_id": None, "tier_title": "x",
            },
        })  # fmt: skip

    def advance(self, days: int) -> None:
        self.now += timedelta(days=days)

    # What it tells.

    def body(self, ref: str) -> bytes:
        """A delivery about a member: without the history, and with the user's own words."""
        whole = {"member": None, "tier": None, "user": None, "campaign": None}
        return json.dumps(self.document(self.thing(ref, TOP_INCLUDES["member"]), whole)).encode()

    def tell(self, trigger: str, ref: str, body: bytes | None = None) -> int:
        """Sign a delivery and send it to whoever takes them."""
        body = body if body is not None else self.body(ref)
        return self.deliver(body, {"X-Patreon-Event": trigger, "X-Patreon-Signature": signed(body)})

    # What it answers.

    def thing(self, ref: str, includes: set[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        known = self.people[ref]
        related: dict[str, Any] = {
            "campaign": {"type": "campaign", "id": CAMPAIGN, "attributes": {"summary": "about", "url": "x"}},
            "user": {"type": "user", "id": known["user_id"], "attributes": known["user"]},
            "currently_entitled_tiers": [
                {"type": "tier", "id": tier, "attributes": self.tiers[tier]} if tier in self.tiers
                else {"type": "tier", "id": tier} for tier in known["tiers"]
            ],
            "pledge_history": known["events"], "address": None,
        }  # fmt: skip
        parts: list[dict[str, Any]] = []
        relationships = {}
        for name in sorted(includes):
            found = related[name]
            many = found if isinstance(found, list) else [found] if found else []
            names = [{"type": each["type"], "id": each["id"]} for each in many]
            relationships[name] = {"data": names if isinstance(found, list) else (names[0] if names else None)}
            # A tier that was deleted is named, and told nothing of.
            parts += [each for each in many if "attributes" in each]
        member = {"type": "member", "id": ref, "attributes": known["attributes"], "relationships": relationships}
        return member, parts

    def document(self, made: tuple[Any, list[Any]], fields: dict[str, set[str] | None]) -> dict[str, Any]:
        data, parts = made

        def only(thing: dict[str, Any]) -> dict[str, Any]:
            wanted = fields.get(thing["type"], set())
            said = {name: value for name, value in thing["attributes"].items() if wanted is None or name in wanted}
            return thing | {"attributes": said}

        once = {(each["type"], each["id"]): only(each) for each in parts}
        things = [only(each) for each in data] if isinstance(data, list) else only(data)
        return {"data": things, "included": list(once.values())}


def signed(body: bytes, secret: str = SECRET) -> str:
    """As Patreon documents it: the hex digest of the body, HMAC with MD5."""
    return hmac.new(secret.encode(), body, hashlib.md5).hexdigest()


class Door(BaseHTTPRequestHandler):
    fake: FakePatreon

    def log_message(self, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        said = dict(parse_qsl(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()))
        fake = self.fake
        with fake.lock:
            fake.asked.append(f"POST {self.path}")
            right = {"grant_type": "refresh_token", "client_id": CLIENT, "client_secret": CLIENT_SECRET}
            if self.path != "/api/oauth2/token" or said != right | {"refresh_token": fake.refresh}:
                return self.answer(401, {"error": "invalid_grant"})
            fake.renewed += 1
            # The one that was given is spent.
            fake.access, fake.refresh = f"access-{fake.renewed}", f"refresh-{fake.renewed}"
            return self.answer(200, {
                "access_token": fake.access, "refresh_token": fake.refresh, "expires_in": 2678400,
                "scope": "campaigns campaigns.members", "token_type": "Bearer",
            })  # fmt: skip

    def do_GET(self) -> None:
        fake, url = self.fake, urlsplit(self.path)
        with fake.lock:
            fake.asked.append(f"GET {url.path}")
            if fake.down:
                fake.down -= 1
                return self.answer(503, {})
            if fake.throttled:
                fake.throttled -= 1
                error = {"code_name": "RequestThrottled", "retry_after_seconds": 9, "status": "429"}
                return self.answer(429, {"errors": [error]}, ("Retry-After", "7"))
            if self.headers.get("Authorization") != f"Bearer {fake.access}":
                return self.answer(401, {"errors": [{"code": 1, "status": "401", "title": "Unauthorized"}]})
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            return self.api(url.path.removeprefix("/api/oauth2/v2/").split("/"), query)

    def api(self, way: list[str], query: dict[str, str]) -> None:
        fake = self.fake
        fields: dict[str, set[str] | None] = {
            name[7:-1]: set(value.split(",")) for name, value in query.items() if name.startswith("fields[")
        }
        includes = set(filter(None, query.get("include", "").split(",")))
        kind = "members" if way[-1] == "members" else {"members": "member", "campaigns": "campaign"}.get(way[0], "")
        if kind not in TOP_INCLUDES or includes - TOP_INCLUDES[kind]:
            return self.answer(400, {"errors": [{"status": "400", "title": "Invalid value for parameter 'include'."}]})
        if kind == "member":
            if way[1] not in fake.people:
                return self.answer(404, {"errors": [{"status": "404"}]})
            return self.answer(200, fake.document(fake.thing(way[1], includes), fields))
        if way[1] != CAMPAIGN:
            return self.answer(404, {"errors": [{"status": "404"}]})
        if kind == "campaign":
            campaign = {"type": "campaign", "id": CAMPAIGN, "attributes": {"url": "x"}}
            tiers = [{"type": "tier", "id": ref, "attributes": said} for ref, said in fake.tiers.items()]
            return self.answer(200, fake.document((campaign, tiers), fields))
        refs = sorted(fake.people)
        begin = int(query.get("page[cursor]", "c0")[1:])
        page, rest = refs[begin : begin + fake.page_size], refs[begin + fake.page_size :]
        made = [fake.thing(ref, includes) for ref in page]
        found = fake.document(([one for one, _parts in made], [part for _one, parts in made for part in parts]), fields)
        cursors = {"cursors": {"next": f"c{begin + len(page)}"}} if rest else {"cursors": {"next": None}}
        return self.answer(200, found | {"meta": {"pagination": {"total": len(refs)} | cursors}})

    def answer(self, status: int, found: dict[str, Any], *more: tuple[str, str]) -> None:
        body = json.dumps(found).encode()
        self.send_response(status)
        for name, value in (("Content-Type", "application/vnd.api+json"), ("Content-Length", str(len(body))), *more):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
