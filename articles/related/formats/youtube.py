"""YouTube channels: the feed's address from a channel's, as far as addresses go, then from its page."""

import re
from urllib.parse import parse_qs, quote, urlsplit

from .addresses import web_address

FEEDS = "https://www.youtube.com/feeds/videos.xml"
_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"})
_CHANNEL = r"UC[A-Za-z0-9_-]{22}"
_LIST = re.compile(r"[A-Za-z0-9_-]{10,60}")
_IN_PAGE = (
    re.compile(rf"feeds/videos\.xml\?channel_id=({_CHANNEL})"),
    re.compile(rf'<link[^>]{{1,200}}rel="canonical"[^>]{{1,200}}/channel/({_CHANNEL})"'),
    re.compile(rf'itemprop="(?:identifier|channelId)"\s{{1,9}}content="({_CHANNEL})"'),
    re.compile(rf'"(?:externalId|browseId|channelId|externalChannelId)"\s{{0,9}}:\s{{0,9}}"({_CHANNEL})"'),
)


def is_youtube(url: str) -> bool:
    """Whether an address is one of YouTube's own."""
    address = web_address(url)
    return bool(address) and (urlsplit(address).hostname or "") in _HOSTS


def feed_address(url: str) -> str:
    """Return the address of the feed of a channel or a playlist, or "" where its page must be asked.

    A page must be asked for @names and for /c/ addresses, which carry no number.
    """
    if not is_youtube(url):
        return ""
    parts = urlsplit(web_address(url))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    folders = [folder for folder in parts.path.split("/") if folder]
    if parts.path == "/feeds/videos.xml":
        return f"{FEEDS}?{parts.query}"
    if len(folders) > 1 and folders[0] == "channel" and re.fullmatch(_CHANNEL, folders[1]):
        return f"{FEEDS}?channel_id={folders[1]}"
    if len(folders) > 1 and folders[0] == "user":
        return f"{FEEDS}?user={quote(folders[1], safe='')}"
    if folders == ["playlist"] and _LIST.fullmatch(query.get("list", "")):
        return f"{FEEDS}?playlist_id={query['list']}"
    return ""


def feed_address_in_page(html: str) -> str:
    """Return the address of the feed of the channel whose page `html` is, or ""."""
    for pattern in _IN_PAGE:
        if found := pattern.search(html):
            return f"{FEEDS}?channel_id={found[1]}"
    return ""
