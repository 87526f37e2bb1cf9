"""Settings that work today and would hurt later: `manage.py check --deploy` names each, with the way out."""

import os
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, Warning

from newsroom.environment import env
from newsroom.environment.spelling import misspelt


def register() -> None:
    """Let Django ask: the first at every start, the others with --deploy."""
    checks.register(names)
    checks.register(site, Tags.security, deploy=True)
    checks.register(proxies, Tags.security, deploy=True)
    checks.register(data, Tags.security, deploy=True)
    checks.register(mail, Tags.security, deploy=True)
    checks.register(money, Tags.security, deploy=True)
    checks.register(watching, Tags.security, deploy=True)


def names(**kwargs: Any) -> Iterator[CheckMessage]:
    """Look for variables that nobody reads."""
    for name, meant in misspelt(env):
        words = f"Did you mean {meant}?" if meant else "See .env.example for all that are read."
        yield Warning(f"Nothing reads the variable {name}.", hint=words, id="newsroom.W001")


def site(**kwargs: Any) -> Iterator[CheckMessage]:
    """Look at where the site is found."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not settings.HTTPS:
        yield Warning(
            f"SITE_URL is {settings.SITE_URL}: sign-ins and payments would travel for everybody to read.",
            hint="Get a certificate (Caddy does it by itself) and write SITE_URL=https://…", id="newsroom.W002",
        )  # fmt: skip
    if _is_this_machine(host):
        yield Warning(
            "SITE_URL leads to this machine only: links in mails and feeds lead nowhere.",
            hint="Write the address that readers type, such as SITE_URL=https://lantern.example.", id="newsroom.W003",
        )  # fmt: skip
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning(
            "ALLOWED_HOSTS holds a star: whoever asks chooses the name that pages are made with.",
            hint=f"Write ALLOWED_HOSTS={host}.", id="newsroom.W004",
        )  # fmt: skip
    elif not any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in _hosts()):
        yield Error(
            f"ALLOWED_HOSTS does not hold {host}, the name in SITE_URL: every reader gets a refusal.",
            hint=f"Write ALLOWED_HOSTS={host}, or leave it out.", id="newsroom.E005",
        )  # fmt: skip
    if settings.DEBUG and settings.HTTPS:
        yield Error(
            "DEBUG is on at a public address: whoever breaks a page reads the settings.",
            hint="Leave DEBUG out.", id="newsroom.E006",
        )  # fmt: skip


def proxies(**kwargs: Any) -> Iterator[CheckMessage]:
    """Look at whose headers are believed."""
    trusted = settings.TRUSTED_PROXIES
    if settings.HTTPS and not trusted:
        yield Warning(
            "SITE_URL begins with https://, and no proxy is trusted: unless this server has the certificate itself, "
            "limits count all readers as one, and nobody is sent to https.",
            hint="Write TRUSTED_PROXIES=1 behind one proxy, or the networks of several.", id="newsroom.W007",
        )  # fmt: skip
    if not isinstance(trusted, int) and any(network.prefixlen == 0 for network in trusted):
        yield Warning(
            "TRUSTED_PROXIES holds the whole internet: anybody may say to be anybody.",
            hint="Write the networks of your proxies, or their number.", id="newsroom.W008",
        )  # fmt: skip
    if settings.PAGE_EDGE and isinstance(trusted, int) and trusted == 1:
        yield Warning(
            "PAGE_EDGE names a network in front, and one proxy is trusted: with a server of your own between, "
            "all readers count as that network.",
            hint="Write TRUSTED_PROXIES=2 where a CDN and a proxy stand in front.", id="newsroom.W009",
        )  # fmt: skip


def data(**kwargs: Any) -> Iterator[CheckMessage]:
    """Look at where things are kept."""
    folder = Path(settings.VAR_DIR)
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK | os.X_OK):
        yield Error(
            f"VAR_DIR ({folder}) cannot be written.", hint="Give it to the user that Newsroom runs as.",
            id="newsroom.E010",
        )  # fmt: skip
    if folder.resolve().is_relative_to(settings.BASE_DIR):
        yield Warning(
            f"VAR_DIR ({folder}) lies among the code: the next release may take it away.",
            hint="Write VAR_DIR=/var/lib/newsroom.", id="newsroom.W011",
        )  # fmt: skip
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    alone = settings.CACHES["default"]["BACKEND"].rpartition(".")[2] in ("LocMemCache", "DummyCache")
    if alone and not on_sqlite:
        yield Warning(
            "Each process has a cache of its own: limits on sign-ins and payments count for each one alone.",
            hint="Write CACHE_URL=redis://127.0.0.1:6379/0.", id="newsroom.W012",
        )  # fmt: skip
    if on_sqlite and settings.PAGE_STORE == "cache":
        yield Warning(
            "PAGE_STORE=cache is for several machines, and a file of SQLite is on one.",
            hint="Write DATABASE_URL=postgres://…, or PAGE_STORE=folder.", id="newsroom.W013",
        )  # fmt: skip
    if settings.PAGE_STORE == "cache" and settings.FILES.default["BACKEND"].endswith("FileSystemStorage"):
        yield Warning(
            "Pages are shared by several machines, and pictures lie on this one.",
            hint="Write MEDIA_STORAGE=s3://…, or keep VAR_DIR on a volume that all see.", id="newsroom.W014",
        )  # fmt: skip
    if "SECRET_KEY" not in os.environ and settings.PAGE_STORE == "cache":
        yield Warning(
            "SECRET_KEY is made and kept by this machine: another one signs people out.",
            hint="Set the same SECRET_KEY on all machines.", id="newsroom.W015",
        )  # fmt: skip


def mail(**kwargs: Any) -> Iterator[CheckMessage]:
    """Look at how mail goes out."""
    backend = settings.MAILERS["default"]["BACKEND"]
    if backend.split(".")[-2] in ("console", "dummy", "locmem", "filebased"):
        yield Warning(
            "Mail reaches nobody: it goes to the terminal, a file or nowhere.",
            hint="Write MAILER=smtp://user:password@mail.lantern.example:587?tls=1.", id="newsroom.W016",
        )  # fmt: skip
    if settings.DEFAULT_FROM_EMAIL.rstrip("> ").endswith("@localhost"):
        yield Warning(
            "MAIL_FROM is at localhost: other servers refuse mail from there.",
            hint="Write MAIL_FROM=newsroom@lantern.example.", id="newsroom.W017",
        )  # fmt: skip


def money(**kwargs: Any) -> Iterator[CheckMessage]:
    """Look at who takes money."""
    if settings.PATRONS_DEMO and settings.HTTPS:
        yield Warning(
            "PATRONS_DEMO is on at a public address: readers may be offered a bank that takes no money.",
            hint="Leave PATRONS_DEMO out.", id="newsroom.W018",
        )  # fmt: skip
    if bool(settings.STRIPE_SECRET_KEY) != bool(settings.STRIPE_WEBHOOK_SECRET):
        missing = "STRIPE_SECRET_KEY" if settings.STRIPE_WEBHOOK_SECRET else "STRIPE_WEBHOOK_SECRET"
        yield Warning(
            f"Stripe is half set up: {missing} is missing, and no payment would be heard of.",
            hint=f"Set {missing}: see docs/providers/stripe.md.", id="newsroom.W019",
        )  # fmt: skip
    if settings.HTTPS and settings.STRIPE_SECRET_KEY.startswith(("sk_test_", "rk_test_")):
        yield Warning(
            "STRIPE_SECRET_KEY is a test key at a public address: cards are taken, and no money comes.",
            hint="Write the live key, sk_live_… or rk_live_….", id="newsroom.W020",
        )  # fmt: skip


def watching(**kwargs: Any) -> Iterator[CheckMessage]:
    """Look at who may look on."""
    if any(network.prefixlen == 0 for network in settings.METRICS_NETWORKS):
        yield Warning(
            "METRICS_NETWORKS holds the whole internet: anybody reads how much you are read.",
            hint="Write the network of your Prometheus, or use METRICS_TOKEN.", id="newsroom.W021",
        )  # fmt: skip
    if settings.PROMETHEUS_MULTIPROC_DIR and not (settings.METRICS_TOKEN or settings.METRICS_NETWORKS):
        yield Warning(
            "PROMETHEUS_MULTIPROC_DIR is set, and nobody may read the figures.",
            hint="Set METRICS_TOKEN or METRICS_NETWORKS, or leave it out.", id="newsroom.W022",
        )  # fmt: skip


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _hosts() -> list[str]:
    return [name.strip("[]").lower() for name in settings.ALLOWED_HOSTS]
