"""The old site's pictures: what its library says of each, found by number or by the address of any size of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from articles.body.values import web_url

from ..records import Image
from .items import Item
from .own import own_of
from .plain import plain
from .serialized import unserialized

# WordPress names resized copies so: https://developer.wordpress.org/reference/functions/image_resize_dimensions/
SIZED = re.compile(r"-(\d{1,5}x\d{1,5}|scaled|rotated)(?=\.[A-Za-z0-9]{2,5}$)")
# An edited picture's copy; its original stands beside it.
EDITED = re.compile(r"-e\d{13}(?=\.[A-Za-z0-9]{2,5}$)")
PICTURES = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic|jfif|svg)$", re.IGNORECASE)
OTHER_FILES = re.compile(
    r"\.(?:mp[34]|m4[av]|mov|avi|wmv|webm|og[gv]|wav|flac|pdf|docx?|xlsx?|pptx?|odt|zip|gz|txt|csv|epub)$",
    re.IGNORECASE,
)


class Library:
    """The attachments by number and address."""

    def __init__(self) -> None:
        self._images: dict[str, Image] = {}
        self._by_address: dict[str, str] = {}
        self._by_parent: dict[str, list[str]] = {}

    def __iter__(self) -> Iterator[Image]:
        yield from self._images.values()

    def __contains__(self, key: str) -> bool:
        return key in self._images

    def __getitem__(self, key: str) -> Image:
        return self._images[key]

    def add(self, key: str, item: Item, url: str) -> bool:
        """Take an attachment in, and say whether it is a picture."""
        if not url or is_other_file(url):
            return False
        image = Image(
            key,
            url,
            plain(item["title"]),
            plain(item.first("_wp_attachment_image_alt")),
            plain(item["excerpt"]) or plain(item["content"]),
            credit_of(item),
            own_of(item)[0],
        )
        # Of two files of one site the later one is believed, here as with articles.
        self._images[key] = image
        self._by_address[place(url)] = key
        parent = item["post_parent"]
        if parent not in ("", "0"):
            self._by_parent.setdefault(parent, []).append(key)
        return True

    def beside(self, parent: str) -> list[str]:
        """Return the keys of the pictures that were uploaded to the article `parent`."""
        return self._by_parent.get(parent, [])

    def find(self, number: str, url: str) -> Image | None:
        """Return the picture of this number or at this address, whatever size of it is shown there."""
        if number in self._images:
            return self._images[number]
        key = self._by_address.get(place(url)) if url else None
        return self._images[key] if key else None

    def shown(self, number: str, url: str, alt: str = "", title: str = "") -> Image | None:
        """Return the picture that a text shows: from the library, or made of the address, its original if told."""
        known = self.find(number, url)
        if known:
            # Where the library has no words for those who cannot see it, the text's own are kept.
            if alt and not known.alt:
                return replace(known, alt=alt)
            return known
        url = web_url(url) or ""
        if not url:
            return None
        original = SIZED.sub("", url) if "/uploads/" in url or "/files/" in url else url
        original = (
            original.split("?")[0] if re.search(r"[?&](?:w|h|resize|fit|ssl|quality|strip)=", original) else original
        )
        return Image(original, original, title, alt)


def place(url: str) -> str:
    """Return where a picture is, the same for each of its sizes and with http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    # Jetpack's own servers stand before the site's address: https://jetpack.com/support/site-accelerator/
    whole = re.sub(r"^i[0-3]\.wp\.com/", "", parts.netloc.lower() + parts.path)
    return unquote(EDITED.sub("", SIZED.sub("", whole.removeprefix("www."))))


def is_other_file(url: str) -> bool:
    """Say whether an address is that of a film, a sound or a document."""
    return bool(OTHER_FILES.search(url.split("?")[0].split("#")[0]))


def credit_of(item: Item) -> str:
    """Return whose picture it is: what an add-on for credits says, else what the camera's data say."""
    said = item.first("_media_credit", "_credit", "_image_credit", "photo_credit")
    house = item.first("_navis_media_credit_org")
    if said or house:
        return plain(f"{said} / {house}" if said and house and house not in said else said or house)[:300]
    data = unserialized(item.first("_wp_attachment_metadata"))
    meta = data.get("image_meta") if isinstance(data, dict) else None
    if isinstance(meta, dict):
        return plain(str(meta.get("credit") or meta.get("copyright") or ""))[:300]
    return ""
