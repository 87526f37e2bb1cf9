"""HTML as other systems show it into the desk's dialect: cards, pictures and players found, the rest sanitised.

What a card becomes is in `html_cards`. Pictures pass the sanitiser as numbered reference blocks, so that
it moves them to where pictures may stand, and get their keys afterwards.
"""

import re
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext_noop
from lxml import etree

from articles.body.embeds import player_for
from articles.body.sanitise import sanitise
from articles.body.values import GALLERY_LIMIT, web_url

from .html_cards import replacement
from .html_trees import Element, host_of, inside, made, original_of, parsed, plain, replace, whole
from .records import Image, Note

# A long novel has three million characters; what is longer is no article.
LONGEST = 5_000_000
WHAT_LIMIT = 200

PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)$", re.IGNORECASE)
SOURCES = ("data-src", "data-lazy-src", "data-orig-file", "src")
NUMBERED = re.compile(r"<cms-(picture|gallery)((?: [a-z-]+=\"[^\"]*\")*)></cms-\1>")
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@dataclass
class Body:
    """A body that is done: its HTML, what it shows, and what it lost."""

    html: str = ""
    images: list[Image] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def convert(html: str, address: str = "") -> Body:
    """Return `html` in the desk's dialect, as `records.Entry.body` describes it. Never raises.

    Args:
        address: the old site's, for addresses in the text that do not name it; empty when unknown.
    """
    if len(html) > LONGEST:
        words = gettext_noop("A text of {what} characters is longer than any article; it did not come along.")
        return Body(notes=[Note("size", str(len(html)), words)])
    if not html.strip():
        return Body()
    root = parsed(html)
    if root is None:
        return Body(
            sanitise(html),
            notes=[Note("markup", "", gettext_noop("It is nested too deep to be read: only its words came."))],
        )
    converting = Converting(address)
    converting.over(root)
    clean = sanitise(inside(root))
    return Body(converting.with_keys(clean), list(converting.shown.values()), converting.notes)


class Converting:
    """One body being converted: the pictures met so far, by address, and what had to be noted."""

    def __init__(self, address: str):
        self.address = address
        self.shown: dict[str, Image] = {}
        self.notes: list[Note] = []
        self._numbers: dict[str, int] = {}

    def note(self, about: str, what: str, words: str) -> None:
        """Note what could not come along whole, once."""
        note = Note(about, what[:WHAT_LIMIT], words)
        if note not in self.notes:
            self.notes.append(note)

    def over(self, root: Element) -> None:
        """Replace every card, picture and player under `root` by blocks of the desk's dialect."""
        gone: set[Element] = set()
        for element in list(root.iter(etree.Element)):
            if element is root or element in gone:
                continue
            self._forget_what_is_ours(element)
            new = replacement(self, element)
            if new is not None:
                gone.update(set(element.iter()).difference(*(one.iter() for one in new)))
                replace(element, new)
            elif element.tag == "a":
                element.set("href", whole(element.get("href", ""), self.address))

    def _forget_what_is_ours(self, element: Element) -> None:
        # A block of ours in another system's text would name a picture or an article of ours by chance.
        if element.tag.startswith("cms-"):
            element.tag = "span"
        for name in ("data-article", "data-pullquote", "data-factbox"):
            element.attrib.pop(name, None)
        if element.tag == "del":  # shown to readers, struck through
            element.tag = "s"

    def pictures(self, images: list[Element], caption: str = "") -> list[Element]:
        """Return the blocks that show these `img`: one picture, or galleries of as many as one may hold."""
        numbers = list(dict.fromkeys(str(number) for image in images if (number := self._number(image))))
        if len(numbers) == 1:
            return [made("cms-picture", {"data-picture": numbers[0], "data-caption": caption})]
        parts = [numbers[at : at + GALLERY_LIMIT] for at in range(0, len(numbers), GALLERY_LIMIT)]
        blocks = [made("cms-gallery", {"data-pictures": ",".join(part), "data-caption": caption}) for part in parts]
        return blocks or ([made("p", {}, text=caption)] if caption else [])

    def player(self, url: str, words: str = "") -> list[Element]:
        """Return the embed of a known site, else a link to what stood there."""
        found = web_url(whole(url, self.address))
        if not found:
            self.note("embed", url, gettext_noop("What was embedded from “{what}” has no address and was left out."))
            return []
        if player_for(found):
            return [made("cms-embed", {"data-url": found})]
        self.note(
            "embed",
            host_of(found),
            gettext_noop("There is no player for {what} here: what was embedded became a link."),
        )
        return [self.link(found, words)]

    def link(self, url: str, words: str = "") -> Element:
        """Return a paragraph that is one link."""
        url = whole(url, self.address)
        return made("p", {}, made("a", {"href": url}, text=words or url))

    def with_keys(self, clean: str) -> str:
        """Write the numbers that passed the sanitiser as the figures that importing asks for."""
        keys = [escape(key) for key in self.shown]

        def figures(found: re.Match[str]) -> str:
            attributes = dict(ATTRIBUTE.findall(found[2]))
            numbers = attributes.get("data-picture") or attributes.get("data-pictures", "")
            caption = attributes.get("data-caption", "")
            said = f"<figcaption>{caption}</figcaption>" if caption else ""
            named = [keys[int(number) - 1] for number in numbers.split(",")]
            if found[1] == "picture":
                return f'<figure data-import-image="{named[0]}">{said}</figure>'
            each = "".join(f'<figure data-import-image="{key}"></figure>' for key in named)
            return f"<div data-import-gallery>{each}{said}</div>"

        return NUMBERED.sub(figures, clean)

    def _number(self, image: Element) -> int:
        source = next((image.get(name) for name in SOURCES if (image.get(name) or "").startswith(("http", "/"))), "")
        source = source or image.get("src") or ""
        url = original_of(whole(source, self.address))
        parent = image.getparent()
        if parent is not None and parent.tag == "a":
            target = whole(parent.get("href", ""), self.address)
            # A link to the same picture in full size; to another one it is an editor's own.
            if PICTURE_FILE.search(target.partition("?")[0]) and original_of(target) == url:
                url = target
        if image.get("width") == "1" and image.get("height") == "1":  # it counts readers
            return 0
        if not (web_url(url) or url.startswith("/")):
            self.note(
                "picture",
                source[:80],
                gettext_noop("A picture at “{what}” has no address that can be asked; it was left out."),
            )
            return 0
        if url not in self.shown:
            alt, title = plain(image.get("alt", "")), plain(image.get("title", ""))
            self.shown[url] = Image(key=url, url=url, title=title, alt=alt)
            self._numbers[url] = len(self.shown)
        return self._numbers[url]
