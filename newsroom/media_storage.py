"""What MEDIA_STORAGE says: this machine's folders, or buckets of a server that speaks S3. Read by `settings.py`."""

import importlib.util
import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

EXAMPLE = "s3://KEY:SECRET@s3.eu-central-1.amazonaws.com/lantern?region=eu-central-1"
KNOWN = ("endpoint", "region", "originals", "public", "acl", "style")
BUCKET = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"


class Files(NamedTuple):
    """Where files are: the storages of pictures and originals, the address of pictures, and its origin elsewhere."""

    default: dict[str, Any]
    originals: dict[str, Any]
    url: str = "/media/"
    origin: str = ""


def files(said: str, folder: Path) -> Files:
    """Return where files are kept.

    Args:
        said: what MEDIA_STORAGE says; "" for the folders `media` and `originals` below `folder`.

    Raises:
        ValueError: with a sentence that names the variable, what is wrong, and an example; never with a key.
    """
    if not said:
        return Files(
            {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            {"BACKEND": "newsroom.private_files.PrivateFiles", "OPTIONS": {"location": folder / "originals"}},
        )
    try:
        parts = urlsplit(said)
        port, pairs = parts.port, parse_qsl(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        raise _wrong("is no address: a key or a secret that holds / ? # @ : is written with %2F and so on") from None
    asked = dict(pairs)
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3":
        raise _wrong("does not begin with s3://")
    if unknown := sorted(asked.keys() - set(KNOWN)):
        raise _wrong(f"asks for “{unknown[0][:40]}”, which is none of {', '.join(KNOWN)}")
    if not parts.username or not parts.password:
        raise _wrong("has no key and secret before the @")
    if not parts.hostname or not re.fullmatch(BUCKET, bucket):
        raise _wrong("names no server with a bucket behind it")
    endpoint = asked.get("endpoint") or f"https://{parts.hostname}" + (f":{port}" if port else "")
    for name, address in (("endpoint", endpoint), ("public", asked.get("public", "https://a"))):
        if not re.fullmatch(r"https?://[^\s/?#@,;]+(/[^\s?#@,;]*)?", address):
            raise _wrong(f"has an {name} that is no address with http:// or https://")
    private = asked.get("originals") or bucket
    if not re.fullmatch(BUCKET, private):
        raise _wrong("names no bucket as originals")
    if asked.get("style", "path") not in ("path", "virtual"):
        raise _wrong("has a style that is neither path nor virtual")
    if asked.get("acl", "private") not in ("private", "public-read"):
        raise _wrong("has an acl that is neither private nor public-read")
    public = asked.get("public", "").rstrip("/")
    if (public or asked.get("acl") == "public-read") and private == bucket:
        # Whoever opens a bucket opens all of it, sooner or later.
        raise _wrong(f"opens its bucket to readers, so originals need another one (&originals={bucket}-originals)")
    if importlib.util.find_spec("storages") is None or importlib.util.find_spec("boto3") is None:
        raise ValueError("MEDIA_STORAGE names S3, and what speaks it is missing: pip install 'newsroom[s3]'.")
    server = {
        "endpoint_url": endpoint, "access_key": unquote(parts.username), "secret_key": unquote(parts.password),
        "region_name": asked.get("region") or None, "addressing_style": asked.get("style", "path"),
    }  # fmt: skip
    below = f"{prefix}/" if prefix else ""
    pictures = server | {"bucket_name": bucket, "location": f"{below}media", "default_acl": asked.get("acl") or None}
    originals = server | {"bucket_name": private, "location": f"{below}originals"}
    return Files(
        {"BACKEND": "newsroom.buckets.PublicObjects", "OPTIONS": pictures},
        {"BACKEND": "newsroom.buckets.PrivateObjects", "OPTIONS": originals},
        f"{public}/" if public else "/media/",
        "{0.scheme}://{0.netloc}".format(urlsplit(public)) if public else "",
    )


def _wrong(problem: str) -> ValueError:
    return ValueError(f"MEDIA_STORAGE {problem}: write one like MEDIA_STORAGE={EXAMPLE}, or leave it out.")
