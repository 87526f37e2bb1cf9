"""Where the old site's articles lived: every path at which one answered, and the pattern behind them."""

import html
import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from ..records import Site
from .dates import stamp
from .items import Item
from .terms import kind_of

PARTS_AT_MOST = 20
PATTERNS_AT_MOST = 1_000
FEED = "feed/"
HOST = re.compile(r"[^\s/@?#\\]+")


class Addresses:
    """The site's addresses, learnt from its items, and the paths of one item."""

    def __init__(self) -> None:
        self.site = Site("WordPress")
        self._hosts: set[str] = set()
        self._base = ""
        self._patterns: Counter[str] = Counter()

    def settle(self, said: dict[str, str]) -> None:
        """Take in what the channel says of the site: `title`, `link`, `base_site_url`, `base_blog_url` and so on."""
        told = [_address(said.get(name, "")) for name in ("base_blog_url", "link", "base_site_url")]
        told = [address for address in told if address]
        own = self.site.address or (told[0] if told else "")
        for address in (own, *told):
            if address:
                self._hosts.add(_host(address))
        # WordPress in a folder of its own; http besides https. A network's main site is another site.
        near = [address for address in told if address != own and _host(address) == _host(own)]
        swapped = (
            own.replace("https://", "http://", 1) if own.startswith("https:") else own.replace("http:", "https:", 1)
        )
        also = dict.fromkeys((*self.site.also, *near, *([swapped] if own else []), *_of_files(own)))
        self._hosts.update(_host(address) for address in also)
        self._base = urlsplit(own).path if own else ""
        self.site = Site(
            "WordPress",
            own,
            tuple(also),
            self.site.title or said.get("title", ""),
            self.site.language or said.get("language", "")[:35],
            self.site.version or said.get("wxr_version", "")[:20],
        )

    def learn(self, item: Item) -> None:
        """Take in one item's address: from many the pattern is told."""
        if item.type == "post" and item["status"] == "publish":
            pattern = self._pattern_of(item)
            if pattern and (pattern in self._patterns or len(self._patterns) < PATTERNS_AT_MOST):
                self._patterns[pattern] += 1

    def told(self) -> Site:
        """Return the site, with the pattern of its articles' addresses where most of them follow one."""
        site = self.site
        return Site(site.system, site.address, site.also, site.title, site.language, site.version, self._common())

    def is_own(self, url: str) -> bool:
        """Say whether an address leads to the old site (one without a host does)."""
        try:
            parts = urlsplit(html.unescape(url.strip()))
        except ValueError:
            return False
        if parts.scheme not in ("", "http", "https"):
            return False
        return not parts.netloc or parts.netloc.lower().removeprefix("www.") in self._hosts

    def whole(self, url: str) -> str:
        """Return `url` with the old site's address before it where it has none, or "" for what is no web address."""
        url = html.unescape(url.strip())
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        if parts.scheme in ("http", "https"):
            return url if parts.netloc else ""
        if parts.scheme:
            return ""
        if url.startswith("//"):
            return f"https:{url}" if parts.netloc else ""
        origin = self.site.address.removesuffix(self._base) if self._base else self.site.address
        if url.startswith("?"):
            return f"{self.site.address}/{url}" if origin else ""
        return f"{origin}/{url.lstrip('/')}" if origin and url and url[0] != "#" else ""

    def paths(self, item: Item, own: str, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """Return every path with query at which an item answered, the present one first.

        Args:
            item: the item.
            own: its number.
            slugs: slugs it had before.
        """
        found: list[str] = []
        link = self._path(item["link"])
        if link:
            found.append(link)
        number = "page_id" if item.type == "page" else "p"
        if own.isdigit():
            found += [f"{self._base}/?{number}={own}", f"{self._base}/?p={own}"]
        if item.type == "post":
            # What was never published under its slug yet would have been: where a draft's reader looks.
            present = () if link and "?" not in link else (item["post_name"],)
            found += [self._filled(item, own, slug) for slug in (*present, *slugs) if slug]
        elif link and "?" not in link and item["post_name"]:
            found += [link.replace(item["post_name"], slug) for slug in slugs if item["post_name"] in link]
        pretty = [path for path in found if path.endswith("/") and "?" not in path and path.strip("/")]
        found += [path + FEED for path in pretty]
        if own.isdigit():
            found.append(f"{self._base}/?feed=rss2&{number}={own}")
        return tuple(dict.fromkeys(path for path in found if path))

    def _path(self, link: str) -> str:
        link = html.unescape(link.strip())
        if not link or len(link) > 2_000 or not self.is_own(link):
            return ""
        parts = urlsplit(link)
        path = parts.path or "/"
        path = path if path.startswith("/") else f"/{path}"
        whole = f"{path}?{parts.query}" if parts.query else path
        return "" if whole in ("/", f"{self._base}/") else re.sub(r"[\x00-\x20]", "", whole)

    def _pattern_of(self, item: Item) -> str:
        path = self._path(item["link"]).removeprefix(self._base)
        if not path or "?" in path or path.count("/") > PARTS_AT_MOST:
            return ""
        day = stamp(item["post_date"]) or stamp(item["post_date_gmt"])
        words = {item["post_id"]: "%post_id%"}
        categories = {slug for taxonomy, slug, _name in item.terms if kind_of(taxonomy) == "category"}
        parts, is_named = [], False
        for place, part in enumerate(path.split("/")):
            if part and part in (item["post_name"], unquote(item["post_name"])) or _same(part, item["post_name"]):
                parts.append("%postname%")
                is_named = True
            elif day and place == 1 and part == f"{day.year:04}":
                parts.append("%year%")
            elif day and parts[-1:] == ["%year%"] and part == f"{day.month:02}":
                parts.append("%monthnum%")
            elif day and parts[-1:] == ["%monthnum%"] and part == f"{day.day:02}":
                parts.append("%day%")
            elif part and part in words:
                parts.append(words[part])
                is_named = True
            elif part and part in categories:
                # A nested category is one word of the pattern with its parents.
                parts = [*parts[: 1 + next((i for i, p in enumerate(parts[1:]) if p == "%category%"), len(parts))]]
                parts.append("%category%") if parts[-1:] != ["%category%"] else None
            elif part and part == item["creator"].strip():
                parts.append("%author%")
            else:
                parts.append(part)
        return "/".join(parts) if is_named else ""

    def _common(self) -> str:
        if not self._patterns:
            return ""
        pattern, count = self._patterns.most_common(1)[0]
        return pattern if count * 2 >= sum(self._patterns.values()) else ""

    def _filled(self, item: Item, own: str, slug: str) -> str:
        pattern = self._common()
        day = stamp(item["post_date"])
        if not pattern or (day is None and "%year%" in pattern):
            return ""
        category = next((s for taxonomy, s, _name in item.terms if kind_of(taxonomy) == "category"), "")
        if ("%category%" in pattern and not category) or ("%post_id%" in pattern and not own.isdigit()):
            return ""
        filled = pattern.replace("%postname%", slug).replace("%post_id%", own).replace("%category%", category)
        filled = filled.replace("%author%", item["creator"].strip())
        if day:
            filled = filled.replace("%year%", f"{day.year:04}").replace("%monthnum%", f"{day.month:02}")
            filled = filled.replace("%day%", f"{day.day:02}")
        return f"{self._base}{filled}"


def _same(part: str, slug: str) -> bool:
    return bool(part) and bool(slug) and unquote(part).lower() == unquote(slug).lower()


def _address(text: str) -> str:
    text = text.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or not HOST.fullmatch(parts.netloc):
        return ""
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _of_files(own: str) -> list[str]:
    """Return where wordpress.com keeps the files of a site: https://wordpress.com/support/media/."""
    name, dot, rest = _host(own).partition(".")
    return [f"https://{name}.files.wordpress.com"] if name and dot + rest == ".wordpress.com" else []


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower().removeprefix("www.")
