"""Which picture of a story stands beside its headline: the largest sensible one, and never a counter of readers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from .addresses import file_extension, web_address
from .markup import Markup, images_in

# Places of a picture, the best first: named as the story's own, as its thumbnail, in its text, its show's.
NAMED, THUMBNAIL, IN_TEXT, SHOW = range(4)

WIDE_ENOUGH = 300
WIDE_AT_MOST = 2_000
# Smaller is an icon, a face beside a comment, or a counter.
SIDE_AT_LEAST = 48
SMALL = 120

EXTENSIONS = frozenset({"jpg", "jpeg", "jpe", "png", "webp", "gif", "avif"})
_NEVER_HOSTS = re.compile(
    r"""(?:^|\.)(?: gravatar\.com | feedburner\.com | (?:rss|da|pi|ads?|res\d?)\.feedsportal\.com
    | feeds\.wordpress\.com | doubleclick\.net | googlesyndication\.com
    | google-analytics\.com | pixel\.wp\.com | stats\.wp\.com | b\.scorecardresearch\.com
    | scorecardresearch\.com | quantserve\.com | pheedo\.com
    | mediafed\.com | feedads\.g\.doubleclick\.net | feedblitz\.com | addtoany\.com | addthis\.com
    | sharethis\.com | s\.w\.org | facebook\.com
    | counter\.yadro\.ru | mc\.yandex\.ru | top-fwz1\.mail\.ru | bigmir\.net | i\.ua | hit\.gemius\.pl
    | gemius\.pl | ivwbox\.de | met\.vgwort\.de
    | ioam\.de | xiti\.com | omtrdc\.net | chartbeat\.net | statcounter\.com | tinypass\.com | parsely\.com
    | assoc-amazon\.\w+ | amazon-adsystem\.com )$""",
    re.VERBOSE,
)
_COUNTERS = re.compile(
    r"""(?: ^/~(?:r|ff|a)/ | /mf\.gif$
    | /(?:pixel|tracking|track|tracker|beacon|counter|spacer|blank|placeholder|lazyload|loading
    |loader|transparent|clear|empty|dot|[01]x[01]
    |1px)(?:[-_]?\d{0,3}(?:x\d{1,3})?)\.(?:gif|png)$
    | /(?:pixel|tracking|track|tracker|beacon|counter|[01]x[01])/?$
    | \.(?:svgz?|ico)$ )""",
    re.IGNORECASE | re.VERBOSE,
)
# In a text, these decorate; named as a story's picture, one of them is a story about a logo.
_DECORATIONS = re.compile(
    r"""(?: /(?:emoji|emoticons?|smil(?:ies|eys?)|avatars?|icons?|sprites?|share-?buttons?)/
    | /(?:fav)?icon[-_.\dx]{0,12}\.\w+$
    | /(?:facebook|twitter|telegram|whatsapp|linkedin|instagram|pinterest|youtube|viber|rss
    |share)(?:[-_]?(?:icon|logo|button|share|\d{1,3}))?\.(?:png|gif|svg)$
    | /(?:[\w-]{0,40}[-_])?(?:badge|button)(?:[-_]\w{0,20})?\.(?:png|gif)$ )""",
    re.IGNORECASE | re.VERBOSE,
)
_NEVER_CLASSES = re.compile(
    r"\b(?:emoji|wp-smiley|smiley|emoticon|avatar|icon|feedflare|pixel|tracking|share)\b", re.IGNORECASE
)
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
    "data-large-file",
    "data-original-src",
)
# What 1x is worth in pixels, where a srcset says densities and no widths.
DENSITY = 600
_NUMBER = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_IN_NAME = re.compile(r"[-_](\d{2,4})x(\d{2,4})(?=[-_.@]|$)")


@dataclass(frozen=True)
class Candidate:
    """A picture that a feed names: 0 for a side it does not say; `rank` is where it stands, the best first."""

    url: str
    width: int = 0
    height: int = 0
    rank: int = NAMED


def candidate(
    value: object, base: str, width: object = None, height: object = None, rank: int = NAMED
) -> Candidate | None:
    """Return a picture that may be shown, or None for no address, a counter, an icon or a smiley."""
    url = web_address(value, base)
    if not url:
        return None
    parts = urlsplit(url)
    if _NEVER_HOSTS.search(parts.netloc.lower().partition(":")[0]) or _COUNTERS.search(parts.path):
        return None
    if rank == IN_TEXT and _DECORATIONS.search(parts.path):
        return None
    found = Candidate(url, side(width), side(height), rank)
    sides = [measure for measure in (found.width, found.height) if measure]
    if not sides and (named := _IN_NAME.search(parts.path)):
        sides = [int(named[1]), int(named[2])]
    if sides and min(sides) < SIDE_AT_LEAST:
        return None
    return found


def side(value: object) -> int:
    """Return a width or height as typed, 0 for none: "640", "640px"; "100%" says nothing."""
    found = _NUMBER.match(str(value)) if value is not None else None
    return int(found[1]) if found else 0


def is_picture(kind: object, url: object, medium: object = "") -> bool:
    """Whether an attachment is a picture, by its medium, its type or, without these, its name."""
    kind, medium = str(kind or "").lower(), str(medium or "").lower()
    if medium:
        return medium == "image"
    if kind:
        return kind.startswith("image/") and "svg" not in kind or kind == "image"
    return isinstance(url, str) and (file_extension(url) in EXTENSIONS or _format_in_query(url))


def best(candidates: Iterable[Candidate | None]) -> str:
    """Return the address of the picture to show, or "".

    The best place first, and there the widest up to 2,000 pixels. One that is known to be narrow
    only when nothing else is there.
    """
    found = [one for one in candidates if one]
    return min(found, key=_order).url if found else ""


def in_markup(markup: Markup, base: str) -> Iterable[Candidate]:
    """Yield the pictures of a text, the first first."""
    for image in images_in(markup):
        if _NEVER_CLASSES.search(image.get("class", "")):
            continue
        for address in _addresses(image):
            if found := candidate(address, base, image.get("width"), image.get("height"), IN_TEXT):
                # A text begins with its picture: the first one wide enough is it, not the widest.
                width = found.width if found.width < WIDE_ENOUGH else 0
                yield Candidate(found.url, width, found.height if width else 0, IN_TEXT)
                break


def _order(one: Candidate) -> tuple[int, int, int]:
    is_small = 0 < one.width < SMALL or 0 < one.height < SMALL // 2
    tier = 2 if is_small else 1 if 0 < one.width < WIDE_ENOUGH else 0
    width = one.width or WIDE_ENOUGH
    # Too wide is better than too small, and worse than all that fits.
    return tier, one.rank, width - WIDE_AT_MOST if width > WIDE_AT_MOST else -width


def _addresses(image: dict[str, str]) -> Iterable[str]:
    """Yield where a picture may be had, the largest first: pages that load late keep it beside a blank one."""
    for name in _SETS:
        if sources := image.get(name, ""):
            yield _widest(sources)
    for name in (*_LAZY, "src"):
        source = image.get(name, "").strip()
        # "x" and "1" are no addresses: they make a script run, or wait for one.
        if ("/" in source or "." in source) and not source.startswith("data:"):
            yield source


def _widest(sources: str) -> str:
    """Return the widest address of a srcset that is no wider than is useful."""
    choices = []
    for part in re.split(r",\s+|,(?=https?:|//)|(?<=\d[wx]),", sources[:8_000]):
        address, _space, size = part.strip().partition(" ")
        found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d{1,3})?([wx])\s*", size)
        width = int(found[1]) * (1 if found[2] == "w" else DENSITY) if found else 0
        if address:
            choices.append((width if width <= WIDE_AT_MOST else -width, address))
    return max(choices, key=lambda choice: choice[0])[1] if choices else ""


def _format_in_query(url: str) -> bool:
    try:
        return any(value.lower() in EXTENSIONS for _name, value in parse_qsl(urlsplit(url).query))
    except ValueError:
        return False
