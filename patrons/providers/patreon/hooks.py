"""Deliveries: whose they are is known before a byte of them is read.

Patreon signs the body alone, with no moment and no name in it: whoever got hold of one could send it again, under
another trigger too. So a delivery is a hint: the member is asked for as it is now, and the delivery's own words
count only while Patreon does not answer, as of the moment when they first came.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from patrons.providers.base import BadSignature, Envelope

# What Patreon is asked to tell at /support/hooks/patreon/. Others are kept as "not for us".
TRIGGERS = (
    "members:create", "members:update", "members:delete",
    "members:pledge:create", "members:pledge:update", "members:pledge:delete",
)  # fmt: skip
DELETED = ("members:delete", "members:pledge:delete")


def sign(secret: str, body: bytes) -> str:
    """Return the signature of `body`. MD5 is Patreon's choice; within HMAC it is not known to be broken."""
    return hmac.new(secret.encode(), body, hashlib.md5).hexdigest()


def verify(headers: Mapping[str, str], body: bytes, secret: str) -> Envelope:
    """Return what was delivered, if Patreon signed it.

    Raises:
        BadSignature: it did not, or `secret` is empty, or it is no event.
    """
    said = {name.lower(): value for name, value in headers.items()}
    signature, trigger = said.get("x-patreon-signature", ""), said.get("x-patreon-event", "")
    if not secret or not hmac.compare_digest(sign(secret, body).encode(), signature.encode("utf-8", "replace")):
        raise BadSignature("Patreon did not sign this.")
    try:
        told = without_nul(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise BadSignature("Patreon signed this, and it is no event.") from error
    if not isinstance(told, dict) or not trigger or len(trigger) > 80 or not trigger.isprintable():
        raise BadSignature("Patreon signed this, and it is no event.")
    now = datetime.now(UTC)
    return Envelope(
        event_id=hashlib.sha256(trigger.encode() + b"\0" + body).hexdigest(), kind=trigger, happened_at=now,
        payload={"received": now.isoformat(), "body": told},
    )  # fmt: skip


def without_nul(value: Any) -> Any:
    """PostgreSQL cannot keep it, nor half of a pair of surrogates, and a payer may have typed either."""
    if isinstance(value, dict):
        return {without_nul(name): without_nul(part) for name, part in value.items()}
    if isinstance(value, list):
        return [without_nul(part) for part in value]
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else value
