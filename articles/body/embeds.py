"""Which sites can be shown inside an article, and the address of their player.

Adding one is a line in `PROVIDERS`. The player's address is put together from what the pattern
found, never copied from what somebody pasted, so a frame leads only to `FRAME_HOSTS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit


@dataclass(frozen=True)
class Player:
    """A provider's player: its `src` for a frame, and `ratio` for the room it takes."""

    provider: str
    src: str
    kind: str  # "video", "audio", "post" or "chart"
    ratio: str  # CSS aspect-ratio; empty where the height depends on the contents


@dataclass(frozen=True)
class Provider:
    """A site: the hosts its links have, the path that names a thing, its player's address."""

    name: str
    hosts: frozenset[str]
    path: re.Pattern[str]
    src: Callable[[re.Match[str], str], str]
    kind: str
    ratio: str = ""


def _youtube(found: re.Match[str], query: str) -> str:
    video = found["id"] or next(iter(parse_qs(query).get("v", [])), "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", video):
        return ""
    start = re.fullmatch(r"([0-9]{1,6})s?", next(iter(parse_qs(query).get("t", [])), ""))
    # "nocookie" sets no cookie until the film plays.
    src = f"https://www.youtube-nocookie.com/embed/{video}?autoplay=1"
    return f"{src}&start={start[1]}" if start else src


def _vimeo(found: re.Match[str], _query: str) -> str:
    # Unlisted films carry a second word that the player needs.
    secret = f"h={found['secret']}&" if found["secret"] else ""
    return f"https://player.vimeo.com/video/{found['id']}?{secret}dnt=1&autoplay=1"


def _x(found: re.Match[str], _query: str) -> str:
    return f"https://platform.twitter.com/embed/Tweet.html?dnt=true&id={found['id']}"


def _telegram(found: re.Match[str], _query: str) -> str:
    return f"https://t.me/{found['channel']}/{found['id']}?embed=1"


def _soundcloud(found: re.Match[str], _query: str) -> str:
    track = quote(f"https://soundcloud.com{found[0].rstrip('/')}", safe="")
    return f"https://w.soundcloud.com/player/?url={track}&auto_play=true"


def _datawrapper(found: re.Match[str], _query: str) -> str:
    return f"https://datawrapper.dwcdn.net/{found['id']}/"


PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "YouTube",
        frozenset({"youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"}),
        re.compile(r"/(?:watch/?|(?:(?:embed|shorts|live)/)?(?P<id>[A-Za-z0-9_-]{11})/?)"),
        _youtube,
        "video",
        "16/9",
    ),
    Provider(
        "Vimeo",
        frozenset({"vimeo.com", "player.vimeo.com"}),
        re.compile(r"/(?:video/)?(?P<id>[0-9]{1,12})(?:/(?P<secret>[0-9a-f]{6,20}))?/?"),
        _vimeo,
        "video",
        "16/9",
    ),
    Provider(
        "X",
        frozenset({"x.com", "twitter.com", "mobile.twitter.com"}),
        re.compile(r"/[A-Za-z0-9_]{1,15}/status(?:es)?/(?P<id>[0-9]{1,20})(?:/.*)?"),
        _x,
        "post",
    ),
    Provider(
        "Telegram",
        frozenset({"t.me", "telegram.me"}),
        re.compile(r"/(?:s/)?(?P<channel>[A-Za-z][A-Za-z0-9_]{3,31})/(?P<id>[0-9]{1,10})/?"),
        _telegram,
        "post",
    ),
    Provider(
        "SoundCloud",
        frozenset({"soundcloud.com", "m.soundcloud.com"}),
        re.compile(r"/[A-Za-z0-9_-]{1,80}/(?:sets/)?[A-Za-z0-9_-]{1,120}/?"),
        _soundcloud,
        "audio",
    ),
    Provider(
        "Datawrapper",
        frozenset({"datawrapper.dwcdn.net", "datawrapper.de"}),
        re.compile(r"/(?:_/)?(?P<id>[A-Za-z0-9]{5})(?:/[0-9]{0,4})?/?"),
        _datawrapper,
        "chart",
    ),
)

# For the page's Content-Security-Policy: frame-src.
FRAME_HOSTS: tuple[str, ...] = (
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://platform.twitter.com",
    "https://t.me",
    "https://w.soundcloud.com",
    "https://datawrapper.dwcdn.net",
)


def player_for(url: str) -> Player | None:
    """Return the player for a link to a known site, or `None` for a plain link card."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    for provider in PROVIDERS:
        found = provider.path.fullmatch(parts.path) if host in provider.hosts else None
        if found and (src := provider.src(found, parts.query)):
            return Player(provider.name, src, provider.kind, provider.ratio)
    return None
