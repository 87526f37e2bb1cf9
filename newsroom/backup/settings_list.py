"""Which settings a site had: names and values, secrets by name alone."""

import hashlib
import os
import re
from typing import Any

from django.conf import settings

NAME = re.compile(r"^#?\s*([A-Z][A-Z0-9_]+)=", re.MULTILINE)
# What may open something is needed to run the site again, and must be kept at another place.
SECRET = re.compile(r"SECRET|TOKEN|PASSWORD|KEY|DSN|_URL$|^MAILER$|EDGE|CREDENTIAL|SALT")
OPEN = {"SITE_URL", "DATABASE_KEEPS_PLANS"}


def listed() -> dict[str, Any]:
    """Return the variables that are set, and the names of secrets that are needed besides this file."""
    example = settings.BASE_DIR / ".env.example"
    names = sorted(set(NAME.findall(example.read_text())) if example.exists() else set())
    given = {name: os.environ[name] for name in names if os.environ.get(name)}
    is_secret = {name for name in given if SECRET.search(name) and name not in OPEN}
    return {
        "values": {name: value for name, value in given.items() if name not in is_secret},
        "secrets_needed": sorted({*is_secret, "SECRET_KEY"}),
        "secret_key_fingerprint": fingerprint(),
    }


def fingerprint() -> str:
    """Return what tells one secret key from another, and nothing of it."""
    return hashlib.sha256(b"newsroom backup " + settings.SECRET_KEY.encode()).hexdigest()[:16]
