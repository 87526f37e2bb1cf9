"""Kinds of values that are more than a word or a number: addresses, databases, caches, places, patterns."""

import importlib.util
import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import environ

from .reading import Environment

EXAMPLE = "postgres://newsroom:secret@127.0.0.1:5432/newsroom"
POSTGRES = ("postgres", "postgresql", "psql", "pgsql")
CACHES = (
    "redis", "rediss", "rediscache", "valkey", "valkeys", "memcache", "pymemcache", "pylibmc", "locmemcache",
    "filecache", "dbcache", "dummycache",
)  # fmt: skip
DATES = {"year": 2026, "month": 1, "day": 2, "slug": "a"}
CURRENCY, AMOUNT = r"[A-Z]{3}", r"[0-9]{1,9}(\.[0-9]{1,3})?"
HOST = r"\[[0-9a-fA-F:.]+\]|(?:[\w./:-]|%2[fF])*"
MAILBOX = r"[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+"


def origin(env: Environment, name: str, default: str, example: str) -> str:
    """Return scheme, host and port, such as https://lantern.example, without a slash at the end."""
    said = (env(name) or default).rstrip("/")
    try:
        parts = urlsplit(said)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        right = False
    if not right or parts.path or parts.query or parts.fragment or "@" in parts.netloc or re.search(r"[\s,]", said):
        env.refuse(
            name, "is no address of a site (http:// or https://, a name, and a port where it needs one)", example
        )
    return said


def database(env: Environment, name: str, default: str) -> dict[str, Any]:
    """Return one of DATABASES."""
    said = env.raw(name) or default
    scheme = said.partition("://")[0]
    if scheme not in ("sqlite", *POSTGRES) or "://" not in said:
        env.refuse(name, "names no database that we know (sqlite:///… or postgres://…)", EXAMPLE)
    try:
        found = dict(environ.Env.db_url_config(said))
        port = found.get("PORT") or 1
        # In memory, each process and each thread would have another one.
        right = found.get("NAME") not in (None, "", ":memory:") and bool(re.fullmatch(HOST, found.get("HOST") or ""))
        right = right and (isinstance(port, int) or port.isdigit()) and 0 < int(port) < 65536
    except Exception:
        # Whatever its reader trips over; its own words hold the password.
        right = False
    if not right:
        env.refuse(name, "is no whole address of a database (a host, a port that is a number, a name)", EXAMPLE)
    # A folder with the server's socket: its reader leaves %2Fvar%2Frun as it is.
    found["HOST"] = unquote(found.get("HOST") or "")
    if scheme in POSTGRES and importlib.util.find_spec("psycopg") is None:
        raise SystemExit(f"{name} names PostgreSQL, and its driver is missing: pip install 'newsroom[postgres]'.")
    return found


def cache(env: Environment, name: str) -> dict[str, Any]:
    """Return one of CACHES."""
    said, example = env.raw(name) or "locmemcache://", "redis://127.0.0.1:6379/0"
    if said.partition("://")[0] not in CACHES or "://" not in said:
        env.refuse(name, "names no cache that we know (redis://…, memcache://…, locmemcache://)", example)
    try:
        parts = urlsplit(said)
        right = bool(parts.netloc or parts.path) and (parts.port is None or parts.port > 0)
        found = dict(environ.Env.cache_url_config(said))
    except Exception:
        right = False
    if not right and not said.startswith(("locmem", "dummy")):
        env.refuse(name, "is no whole address of a cache (a host, and a port that is a number)", example)
    if said.startswith(("redis", "valkey")) and importlib.util.find_spec("redis") is None:
        raise SystemExit(f"{name} names Redis, and its driver is missing: pip install 'newsroom[redis]'.")
    return found


def time_zone(env: Environment, name: str, default: str) -> str:
    """Return the name of a time zone."""
    said = env(name) or default
    try:
        ZoneInfo(said)
    except (ValueError, OSError, LookupError):
        env.refuse(name, "is no time zone", "Europe/Kyiv")
    return said


def permalink(env: Environment, name: str, default: str) -> str:
    """Return the pattern of articles' addresses."""
    said = env(name) or default
    try:
        fields = [(field, spec) for _text, field, spec, _how in Formatter().parse(said) if field is not None]
        said.format(**DATES)
        right = all(field in DATES for field, _spec in fields)
    except (ValueError, LookupError, AttributeError):
        right = False
    if not right:
        env.refuse(name, "is no pattern of {year:04}, {month:02}, {day:02} and {slug}", default)
    if "slug" not in (field for field, _spec in fields):
        env.refuse(name, "has no {slug} in it, so that two articles would have one address", default)
    if not (said.startswith("/") and said.endswith("/")) or re.search(r"[\s?#\\]", said):
        env.refuse(name, "is no path that begins and ends with a slash", default)
    return said


def proxies(env: Environment, name: str, behind: str) -> int | list[IPv4Network | IPv6Network]:
    """Return how many proxies stand in front, or their networks; 0 for none.

    Args:
        behind: the older variable, whose True is one proxy.
    """
    one = env.bool(behind)
    said = env(name).strip()
    if not said:
        return int(one)
    if re.fullmatch(r"[0-9]", said):
        return int(said)
    try:
        found = [ip_network(word.strip()) for word in said.split(",") if word.strip()]
    except ValueError:
        found = []
    if not found:
        env.refuse(name, "is neither a number of proxies (0 to 9) nor networks with commas between", "10.0.0.0/8")
    return found


def networks(env: Environment, name: str) -> list[IPv4Network | IPv6Network]:
    """Return networks."""
    said = env(name)
    try:
        return [ip_network(word.strip()) for word in said.split(",") if word.strip()]
    except ValueError:
        env.refuse(name, "names something that is no network", "10.20.0.0/16,192.168.1.7")


def origins(env: Environment, name: str, default: list[str]) -> list[str]:
    """Return addresses of sites, each with its scheme; a star may stand for the first word of a name."""
    found = [word.rstrip("/") for word in env.list(name, default=default)]
    if not all(re.fullmatch(r"https?://(\*\.)?[^\s/?#@*]+", word) for word in found):
        env.refuse(name, "holds something that is no address of a site", "https://lantern.example")
    return found


def host_of(site: str) -> str:
    """Return the name of a site's machine, as a Host header has it."""
    host = urlsplit(site).hostname or ""
    return f"[{host}]" if ":" in host else host


def folder(env: Environment, name: str, example: str) -> str:
    """Return a folder that can be written, making it where it is not there; "" where none is named."""
    said = env(name)
    if said:
        try:
            Path(said).mkdir(parents=True, exist_ok=True)
            right = os.access(said, os.W_OK | os.X_OK)
        except (OSError, ValueError):
            right = False
        if not right:
            env.refuse(name, "is no folder that can be written", example)
    return said


def time_of_day(env: Environment, name: str, default: str) -> str:
    """Return a time of day such as 03:15."""
    said = env(name) or default
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", said):
        env.refuse(name, "is no time of day", default)
    return said


def dsn(env: Environment, name: str) -> str:
    """Return the address of a server that is told of errors; its key is kept out of every sentence."""
    said = env.raw(name)
    if said and not re.fullmatch(r"https?://[^\s/@:]+(:[^\s/@]*)?@[^\s/@]+/(\S*/)?[0-9]+", said):
        env.refuse(name, "is no address with a key, a server and a number", "https://KEY@errors.lantern.example/1")
    _needs(name, said, "sentry_sdk", "monitoring")
    return said


def collector(env: Environment, name: str) -> str:
    """Return the address of a server that is told of traces."""
    said = env(name, pattern=r"https?://[^\s?#@]+", problem="is no address", example="http://127.0.0.1:4318")
    _needs(name, said, "opentelemetry.sdk", "monitoring")
    return said


def api_base(env: Environment, name: str) -> str:
    """Return another address of a provider's interface."""
    return env(name, pattern=r"https?://[^\s?#@]+", problem="is no address", example="http://127.0.0.1:8420")


def amounts(env: Environment, name: str, default: dict[str, str]) -> dict[str, str]:
    """Return amounts by currency."""
    return env.dict(name, default, key=CURRENCY, value=AMOUNT)


def currencies(env: Environment, name: str, default: list[str]) -> list[str]:
    """Return codes of currencies."""
    found = env.list(name, default=default)
    if not all(re.fullmatch(CURRENCY, word) for word in found):
        env.refuse(name, "holds something that is no currency", ",".join(default))
    return found


def mailbox(env: Environment, name: str, default: str) -> str:
    """Return an address of mail, with or without a name before it."""
    return env(name, default, pattern=MAILBOX, problem="is no address of mail", example="newsroom@lantern.example")


def _needs(name: str, said: str, module: str, extra: str) -> None:
    if not said:
        return
    try:
        found = importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        found = False
    if not found:
        raise SystemExit(f"{name} is set, and what speaks to that server is missing: pip install 'newsroom[{extra}]'.")
