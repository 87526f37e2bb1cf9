"""A kept delivery without the person: only what is named here stays, so that what Patreon adds later goes as well."""

from typing import Any

KEPT = frozenset(
    "id type received currently_entitled_amount_cents will_pay_amount_cents campaign_lifetime_support_cents "
    "lifetime_support_cents last_charge_date last_charge_status next_charge_date patron_status pledge_cadence "
    "pledge_relationship_start is_gifted is_free_trial is_follower amount_cents published".split()
)
LOOKED_INTO = frozenset(
    "body data attributes relationships included campaign currently_entitled_tiers user pledge_history tier".split()
)


def shred(thing: Any) -> Any:
    """Return what may stay of a payload, or of a part of it."""
    if isinstance(thing, list):
        return [shred(part) for part in thing if isinstance(part, dict)]
    kept: dict[str, Any] = {}
    for name, value in thing.items():
        if isinstance(value, dict | list):
            if name in LOOKED_INTO:
                kept[name] = shred(value)
        elif name in KEPT:
            kept[name] = value
    return kept
