"""Patreon's answers, as far as they make sense: every part of a member may be missing, empty, or new to us.

Resources: https://docs.patreon.com/#apiv2-resources
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Found = dict[str, Any]
# Longer names are nobody's; a reference has room for a day beside it.
LETTERS, REF = 120, 90
CENTS_AT_MOST = 10**12


@dataclass(frozen=True)
class Charge:
    """An entry of a member's history that says what became of a charge."""

    at: datetime
    status: str
    cents: int | None
    currency: str
    kind: str


@dataclass(frozen=True)
class Member:
    """What is said of a member; None and "" where nothing is. Tiers are named, dearest first."""

    ref: str
    campaign: str = ""
    user: str = ""
    name: str = ""
    email: str = ""
    is_email_verified: bool = False
    status: str | None = None
    is_gifted: bool = False
    is_free_trial: bool = False
    entitled: int | None = None
    will_pay: int | None = None
    lifetime: int | None = None
    cadence: int | None = None
    charged_at: datetime | None = None
    charge_status: str | None = None
    next_charge: datetime | None = None
    since: datetime | None = None
    tiers: tuple[str, ...] = ()
    history: tuple[Charge, ...] = field(default=())


def members(found: Found) -> list[Member]:
    """Return the members of a page, or of an answer about one."""
    data = found.get("data")
    included = _included(found)
    return [one for each in (data if isinstance(data, list) else [data]) if (one := _member(each, included))]


def tiers(found: Found) -> list[tuple[str, str, int, bool]]:
    """Return the tiers of a campaign: name there, title, cents, whether it is offered."""
    rows = []
    for (kind, ref), about in _included(found).items():
        if kind == "tier":
            rows.append((ref[:60], text(about.get("title"), 200), cents(about.get("amount_cents")) or 0,
                         about.get("published") is not False))  # fmt: skip
    return rows


def _member(thing: Any, included: dict[tuple[str, str], Found]) -> Member | None:
    if not isinstance(thing, dict) or thing.get("type") != "member":
        return None
    ref, said = _name(thing), _dict(thing.get("attributes"))
    if not ref or len(ref) > REF or not ref.isascii() or not ref.isprintable():
        return None
    user = _related(thing, "user")[:1]
    about_user = included.get(("user", user[0]), {}) if user else {}
    status = said.get("patron_status")
    charge = said.get("last_charge_status")
    return Member(
        ref=ref, campaign="".join(_related(thing, "campaign")[:1]), user="".join(user)[:LETTERS],
        name=text(said.get("full_name") or about_user.get("full_name")),
        email=text(said.get("email") or about_user.get("email"), 254),
        is_email_verified=about_user.get("is_email_verified") is True,
        status=status if isinstance(status, str) else None,
        is_gifted=said.get("is_gifted") is True, is_free_trial=said.get("is_free_trial") is True,
        entitled=cents(said.get("currently_entitled_amount_cents")), will_pay=cents(said.get("will_pay_amount_cents")),
        lifetime=cents(said.get("campaign_lifetime_support_cents", said.get("lifetime_support_cents"))),
        cadence=cadence if (cadence := cents(said.get("pledge_cadence"))) and cadence <= 120 else None,
        charged_at=moment(said.get("last_charge_date")), charge_status=charge if isinstance(charge, str) else None,
        next_charge=moment(said.get("next_charge_date")), since=moment(said.get("pledge_relationship_start")),
        tiers=_tiers(thing, included), history=_history(thing, included),
    )  # fmt: skip


def _tiers(thing: Found, included: dict[tuple[str, str], Found]) -> tuple[str, ...]:
    refs = dict.fromkeys(ref[:60] for ref in _related(thing, "currently_entitled_tiers"))
    worth = {ref: cents(included.get(("tier", ref), {}).get("amount_cents")) or 0 for ref in refs}
    return tuple(sorted(refs, key=lambda ref: (-worth[ref], ref)))


def _history(thing: Found, included: dict[tuple[str, str], Found]) -> tuple[Charge, ...]:
    found = []
    for ref in _related(thing, "pledge_history"):
        about = included.get(("pledge-event", ref), {})
        at, status = moment(about.get("date")), about.get("payment_status")
        if at and isinstance(status, str):
            found.append(
                Charge(at, status, cents(about.get("amount_cents")), text(about.get("currency_code"), 3).upper(),
                       text(about.get("type"), 40))
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.at, one.kind, one.status, one.cents or 0)))


def text(value: Any, letters: int = LETTERS) -> str:
    """Return a line, without what cannot be kept or shown."""
    if not isinstance(value, str):
        return ""
    return " ".join(value.replace("\0", "").encode("utf-8", "replace").decode().split())[:letters]


def cents(value: Any) -> int | None:
    """Return a whole number that is not negative."""
    return value if type(value) is int and 0 <= value <= CENTS_AT_MOST else None


def moment(value: Any) -> datetime | None:
    """Return a moment that Patreon wrote."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if 2000 < found.year < 2200 else None


def _included(found: Found) -> dict[tuple[str, str], Found]:
    rows = found.get("included")
    known: dict[tuple[str, str], Found] = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("type"), str) and (ref := _name(row)):
            known.setdefault((row["type"], ref), _dict(row.get("attributes")))
    return known


def _related(thing: Found, name: str) -> list[str]:
    """Return the names of what a relation leads to, one or many or none."""
    data = _dict(_dict(thing.get("relationships")).get(name)).get("data")
    things = data if isinstance(data, list) else [data]
    return [ref for each in things if isinstance(each, dict) and (ref := _name(each))]


def _name(thing: Found) -> str:
    ref = thing.get("id")
    return str(ref) if isinstance(ref, str | int) and not isinstance(ref, bool) else ""


def _dict(value: Any) -> Found:
    return value if isinstance(value, dict) else {}
