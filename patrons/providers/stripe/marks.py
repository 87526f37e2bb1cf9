"""What we write on our things at Stripe. An account may serve others as well: what bears no mark of ours is theirs."""

from typing import Any

PLEDGE, REFUND, SITE = "pledge", "refund", "site"


def mark(site: str, **names: str) -> dict[str, str]:
    """Return the metadata of a thing that is ours."""
    return {SITE: site, **names}


def named(thing: dict[str, Any] | None, site: str, what: str = PLEDGE) -> str:
    """Return the public id that `thing` bears, "" if it is not ours."""
    metadata = (thing or {}).get("metadata") or {}
    return str(metadata.get(what, "")) if metadata.get(SITE) == site else ""
