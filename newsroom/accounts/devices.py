"""Which browser this is: a signed cookie that lasts, and words for it."""

import re
import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

LASTS = 400 * 24 * 3600
SALT = "newsroom.accounts.device"

BROWSERS = (
    ("Edge", r"\bEdg(e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS|Chromium|HeadlessChrome)/"),
    ("Safari", r"\bVersion/\S+ .*Safari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac OS X\b"),
    ("Linux", r"\bLinux\b"),
)


def cookie_name() -> str:
    """Return what the cookie is called: with a prefix that browsers guard wherever they would keep it."""
    return "__Host-device" if settings.HTTPS else "device"


def token_of(request: HttpRequest) -> str:
    """Return the browser's own mark, or nothing where it has none that is ours."""
    try:
        return Signer(salt=SALT).unsign(request.COOKIES.get(cookie_name(), ""))
    except BadSignature:
        return ""


def digest(token: str) -> str:
    """Return what is kept of a mark; empty of none."""
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest() if token else ""


def mark(request: HttpRequest) -> str:
    """Return the mark of this browser, a new one where it has none; `remember` sends it."""
    return token_of(request) or secrets.token_urlsafe(32)


def remember(response: HttpResponseBase, token: str) -> None:
    """Leave the mark in the browser."""
    response.set_cookie(
        cookie_name(), Signer(salt=SALT).sign(token), max_age=LASTS,
        secure=settings.HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip


def read(agent: str) -> tuple[str, str]:
    """Return browser and system by what a browser says of itself; empty where that says nothing known."""
    agent = agent[:1000]
    return _first(BROWSERS, agent), _first(SYSTEMS, agent)


def in_words(browser: str, system: str) -> str:
    """Return both as one would say them."""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def _first(kinds: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in kinds if re.search(pattern, agent)), "")
