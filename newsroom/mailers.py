"""What MAILER says: how mail goes out. Read by `settings.py`: nothing here asks for a setting."""

import importlib.util
import re
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

EXAMPLE = "smtp://newsroom:secret@mail.lantern.example:587?tls=1"
DJANGO = "django.core.mail.backends.{}.EmailBackend"
ANYMAIL = "anymail.backends.{}.EmailBackend"
# Nobody who waits for a mail to be sent waits longer; a worker tries again.
SECONDS = 15

# Interfaces of mail companies: anymail's name of each, what its key is called there, and what stands after the @.
COMPANIES: dict[str, tuple[str, str, str]] = {
    "brevo": ("brevo", "api_key", ""),
    "mailersend": ("mailersend", "api_token", ""),
    "mailgun": ("mailgun", "api_key", "sender_domain"),
    "mailtrap": ("mailtrap", "api_token", ""),
    "mandrill": ("mandrill", "api_key", ""),
    "postal": ("postal", "api_key", "api_url"),
    "postmark": ("postmark", "server_token", ""),
    "resend": ("resend", "api_key", ""),
    "sparkpost": ("sparkpost", "api_key", ""),
}
PLAIN = {"console": "console", "nowhere": "dummy"}


def mailer(said: str) -> dict[str, Any]:
    """Return one of MAILERS.

    Args:
        said: an address such as `smtp://…` or `postmark://TOKEN`, or BACKEND=path.of.a.class; "" for the terminal.

    Raises:
        ValueError: with a sentence that names the variable, what is wrong, and an example; never with a secret.
    """
    if not said:
        return {"BACKEND": DJANGO.format("console")}
    if said.startswith("BACKEND="):
        backend = said.removeprefix("BACKEND=")
        if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", backend):
            raise _wrong("names no class after BACKEND=")
        return {"BACKEND": backend}
    if "://" not in said:
        raise _wrong("is no address with :// in it")
    try:
        parts = urlsplit(said)
        asked = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        port = parts.port if parts.scheme.startswith("smtp") else None
    except ValueError:
        raise _wrong("is no address: a secret that holds / ? # @ : is written with %2F and so on") from None
    if parts.scheme in PLAIN:
        return {"BACKEND": DJANGO.format(PLAIN[parts.scheme])}
    if parts.scheme == "file":
        if not parts.path.strip("/"):
            raise _wrong("names no folder for mail", "file:///var/lib/newsroom/mail")
        return {"BACKEND": DJANGO.format("filebased"), "OPTIONS": {"file_path": parts.path}}
    if parts.scheme in ("smtp", "smtps"):
        return _smtp(parts, asked, port)
    if parts.scheme not in (*COMPANIES, "mailjet", "ses"):
        known = ", ".join(["smtp", "smtps", *COMPANIES, "mailjet", "ses", "console", "file"])
        raise _wrong(f"begins with “{parts.scheme[:20]}://”, which is none of {known}")
    if importlib.util.find_spec("anymail") is None:
        raise ValueError(
            f"MAILER asks for {parts.scheme}, and what speaks to it is missing: pip install 'newsroom[mail]'."
        )
    return _company(parts, asked)


def _smtp(parts: SplitResult, asked: dict[str, str], port: int | None) -> dict[str, Any]:
    if not parts.hostname:
        raise _wrong("names no server of mail")
    if unknown := asked.keys() - {"tls", "timeout"}:
        raise _wrong(f"asks for “{min(unknown)[:20]}”, which is neither tls nor timeout")
    if asked.get("tls", "0") not in ("0", "1") or not re.fullmatch(r"[1-9][0-9]?", asked.get("timeout", "10")):
        raise _wrong("has a tls that is neither 0 nor 1, or a timeout that is no number of seconds up to 99")
    if bool(parts.username) != bool(parts.password):
        raise _wrong("has a name without a password, or a password without a name")
    encrypted = parts.scheme == "smtps"
    # A password is never sent for everybody to read, unless somebody said so.
    tls = asked.get("tls", "1" if parts.username and not encrypted else "0") == "1"
    if encrypted and tls:
        raise _wrong("begins with smtps://, which is encrypted from the first byte and takes no tls=1")
    return {
        "BACKEND": DJANGO.format("smtp"),
        "OPTIONS": {
            "host": parts.hostname, "port": port or (465 if encrypted else 587 if tls else 25),
            "username": unquote(parts.username or ""), "password": unquote(parts.password or ""),
            "use_tls": tls, "use_ssl": encrypted, "timeout": int(asked.get("timeout", SECONDS)),
        },
    }  # fmt: skip


def _company(parts: SplitResult, asked: dict[str, str]) -> dict[str, Any]:
    """A key stands where a name stands (mailgun://KEY@domain) or alone (postmark://TOKEN)."""
    if unknown := asked.keys() - {"api_url", "region"}:
        raise _wrong(f"asks for “{min(unknown)[:20]}”, which is neither api_url nor region")
    if not re.fullmatch(r"https?://[^\s?#@]+", asked.get("api_url", "https://a")):
        raise _wrong("has an api_url that is no address with http:// or https://")
    # Hosts are no keys: `hostname` would be in small letters.
    before, _at, behind = parts.netloc.rpartition("@")
    options: dict[str, Any] = {"api_url": asked["api_url"]} if "api_url" in asked else {}
    if parts.scheme == "ses":
        params: dict[str, Any] = {"region_name": behind or asked.get("region")}
        if not params["region_name"]:
            raise _wrong("names no region", "ses://KEY:SECRET@eu-central-1")
        if before:
            key, _colon, secret = before.partition(":")
            params |= {"aws_access_key_id": unquote(key), "aws_secret_access_key": unquote(secret)}
        if "api_url" in asked:
            params["endpoint_url"] = options.pop("api_url")
        return {"BACKEND": ANYMAIL.format("amazon_ses"), "OPTIONS": {"client_params": params}}
    if parts.scheme == "mailjet":
        key, _colon, secret = (before or behind).partition(":")
        if not key or not secret:
            raise _wrong("has no key and secret", "mailjet://KEY:SECRET")
        options |= {"api_key": unquote(key), "secret_key": unquote(secret)}
        return {"BACKEND": ANYMAIL.format("mailjet"), "OPTIONS": options}
    name, key_is, behind_is = COMPANIES[parts.scheme]
    key = before or ("" if behind_is else behind)
    if not key or (behind_is and not behind):
        example = f"{parts.scheme}://KEY@mail.lantern.example" if behind_is else f"{parts.scheme}://KEY"
        raise _wrong("has no key" if not key else "has nothing after the @", example)
    options[key_is] = unquote(key)
    if behind_is == "api_url":
        options.setdefault("api_url", f"https://{behind}")
    elif behind_is:
        options[behind_is] = behind
    if parts.scheme == "mailgun" and asked.get("region") == "eu":
        options.setdefault("api_url", "https://api.eu.mailgun.net/v3")
    return {"BACKEND": ANYMAIL.format(name), "OPTIONS": options}


def _wrong(problem: str, example: str = EXAMPLE) -> ValueError:
    return ValueError(f"MAILER {problem}: write one like MAILER={example}, or leave it out.")
