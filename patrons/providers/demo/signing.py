"""How the demonstration bank signs what it sends: t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>">."""

import hashlib
import hmac
import os
import re
import secrets
import time
from pathlib import Path

from patrons.providers.base import BadSignature, NotReady

HEADER = "Demo-Bank-Signature"
TOLERANCE_SECONDS = 5 * 60
_SIGNED = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def kept_secret(folder: Path) -> str:
    """Return the secret that the bank and this site share, making it on the first call.

    Raises:
        NotReady: it cannot be kept, or the file is empty.
    """
    path = folder.joinpath("demo_bank_secret")
    try:
        if not path.exists():
            _make(path)
        found = path.read_text().strip()
    except OSError as error:
        raise NotReady(f"The demonstration bank's secret cannot be kept in {folder} ({error.strerror}).") from error
    if not found:
        raise NotReady(f"{path} is empty: remove it, and a new one is made.")
    return found


def sign(secret: str, body: bytes, at: int) -> str:
    """Return the header that goes with `body`."""
    return f"t={at},v1={_mark(secret, body, at)}"


def check(secret: str, body: bytes, header: str) -> None:
    """Check the header that came with `body`.

    Raises:
        BadSignature: it is not the bank's, or more than five minutes old or ahead.
    """
    found = _SIGNED.fullmatch(header)
    if found is None:
        raise BadSignature("There is no signature.")
    at = int(found[1])
    if not hmac.compare_digest(_mark(secret, body, at), found[2]):
        raise BadSignature("The signature is not ours.")
    if abs(int(time.time()) - at) > TOLERANCE_SECONDS:
        raise BadSignature("The signature is too old, or from the future.")


def _mark(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def _make(path: Path) -> None:
    """Write it whole before it has its name: whoever reads it reads all of it, and the first one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
