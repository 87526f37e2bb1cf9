"""Networks where a newspaper has accounts, and which addresses belong to each."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Network(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    TELEGRAM = "telegram", "Telegram"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    THREADS = "threads", "Threads"
    TIKTOK = "tiktok", "TikTok"
    LINKEDIN = "linkedin", "LinkedIn"
    WHATSAPP = "whatsapp", gettext_lazy("WhatsApp channel")
    RSS = "rss", "RSS"


# The hosts of each network, its subdomains included. Mastodon and RSS live anywhere.
HOSTS: dict[str, tuple[str, ...]] = {
    Network.FACEBOOK: ("facebook.com", "fb.com"),
    Network.X: ("x.com", "twitter.com"),
    Network.TELEGRAM: ("t.me", "telegram.me"),
    Network.INSTAGRAM: ("instagram.com",),
    Network.YOUTUBE: ("youtube.com",),
    Network.BLUESKY: ("bsky.app",),
    Network.THREADS: ("threads.com", "threads.net"),
    Network.TIKTOK: ("tiktok.com",),
    Network.LINKEDIN: ("linkedin.com",),
    Network.WHATSAPP: ("whatsapp.com",),
}


def check(network: str, address: str) -> str:
    """Return the address of an account at a network.

    Raises:
        ValidationError: it is no address, or leads somewhere else.
    """
    address = address.strip()
    if network == Network.RSS and address.startswith("/") and not address.startswith("//"):
        return address
    words = {"address": address[:200], "network": dict(Network.choices).get(network, network)}
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme != "https" or "." not in host or parts.username or any(letter.isspace() for letter in address):
        raise ValidationError(
            _("“%(address)s” is no address: copy it from the browser, beginning with https://.") % words
        )
    hosts = HOSTS.get(network)
    if hosts and not any(host == each or host.endswith(f".{each}") for each in hosts):
        words["hosts"] = hosts[0]
        raise ValidationError(
            _("“%(address)s” is not at %(network)s: its addresses begin with https://%(hosts)s/.") % words
        )
    if network != Network.RSS and not parts.path.strip("/"):
        raise ValidationError(
            _("“%(address)s” names no account: open your page at %(network)s and copy its address.") % words
        )
    if network == Network.MASTODON and not parts.path.startswith("/@"):
        raise ValidationError(
            _("“%(address)s” is no account at Mastodon: it looks like https://mastodon.social/@name.") % words
        )
    return address


def handle(address: str) -> str:
    """Return "@name" of an account at X."""
    return "@" + urlsplit(address).path.strip("/").partition("/")[0].removeprefix("@")
