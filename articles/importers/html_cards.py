"""What cards become: one line a class or element, one small function each.

Ghost's are described at https://ghost.org/docs/themes/content/ and in the markup that its own renderer
writes (https://github.com/TryGhost/Koenig); WordPress's at https://developer.wordpress.org/block-editor/.
A function returns what stands in the card's place, or None to leave it and look at what it holds.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop
from lxml import etree

from .html_trees import Element, classed, classes, host_of, made, words_of

if TYPE_CHECKING:
    from .html_bodies import Converting

type Card = Callable[["Converting", Element], list[Element] | None]


def replacement(converting: "Converting", element: Element) -> list[Element] | None:
    """Return what stands in the place of `element`, or None when it stays and may hold cards itself."""
    for name in classes(element):
        if name in CARDS:
            return CARDS[name](converting, element)
    return TAGS[element.tag](converting, element) if element.tag in TAGS else None


def _caption(element: Element) -> str:
    own = next(element.iterchildren("figcaption"), None)
    return words_of(own if own is not None else next(element.iter("figcaption"), None))


def _paragraph(words: str) -> list[Element]:
    return [made("p", {}, text=words)] if words else []


def _link_in(element: Element) -> Element | None:
    return next((link for link in element.iter("a") if link.get("href")), None)


def _source(element: Element) -> str:
    holders = (element, *element.iter("source", "audio", "video"))
    return next((holder.get("src") for holder in holders if holder.get("src")), "")


def figure(converting: "Converting", element: Element) -> list[Element] | None:
    images = list(element.iter("img"))
    if not images or next(element.iter("table", "iframe", "video", "audio"), None) is not None:
        return None
    return converting.pictures(images, _caption(element))


def image(converting: "Converting", element: Element) -> list[Element] | None:
    return converting.pictures([element])


def bookmark(converting: "Converting", element: Element) -> list[Element] | None:
    link = _link_in(element)
    if link is None:
        return []
    title = words_of(classed(element, "kg-bookmark-title")) or words_of(link)
    return [converting.link(link.get("href"), title), *_paragraph(_caption(element))]


def embed(converting: "Converting", element: Element) -> list[Element] | None:
    frame = next((one for one in element.iter("iframe", "embed") if one.get("src")), None)
    # Posts of networks end with a link to themselves.
    links = [link.get("href") for link in element.iter("a") if link.get("href")]
    url = frame.get("src") if frame is not None else links[-1] if links else ""
    if not url:
        return None
    return [*converting.player(url, "" if frame is not None else words_of(element)), *_paragraph(_caption(element))]


def frame(converting: "Converting", element: Element) -> list[Element] | None:
    url = element.get("src") or element.get("data-src") or element.get("data") or ""
    if url.startswith(("about:", "javascript:")):
        url = ""
    return converting.player(url, element.get("title") or "") if url else []


def callout(converting: "Converting", element: Element) -> list[Element] | None:
    emoji, text = words_of(classed(element, "kg-callout-emoji")), classed(element, "kg-callout-text")
    if text is None:
        return None
    text.tag = "p"
    text.text = f"{emoji} {text.text or ''}" if emoji else text.text
    return [made("aside", {"data-factbox": ""}, text)]


def toggle(converting: "Converting", element: Element) -> list[Element] | None:
    heading, content = classed(element, "kg-toggle-heading-text"), classed(element, "kg-toggle-content")
    if content is None:
        return None
    return [made("h3", {}, text=words_of(heading)), content]


def button(converting: "Converting", element: Element) -> list[Element] | None:
    link = _link_in(element)
    return None if link is None else [converting.link(link.get("href"), words_of(link))]


def file(converting: "Converting", element: Element) -> list[Element] | None:
    link = _link_in(element)
    if link is None:
        return None
    title = words_of(classed(element, "kg-file-card-title", "kg-file-card-filename")) or link.get("title") or ""
    said = words_of(classed(element, "kg-file-card-caption"))
    converting.note("file", title, gettext_noop("The file “{what}” stays where it is; the text links to it."))
    return [converting.link(link.get("href"), title), *_paragraph(said)]


def recording(converting: "Converting", element: Element) -> list[Element] | None:
    url = _source(element)
    if not url:
        return None
    title = words_of(classed(element, "kg-audio-title", "kg-video-title")) or element.get("title") or ""
    converting.note("recording", url, gettext_noop("The recording {what} stays where it is; the text links to it."))
    return [converting.link(url, title), *_paragraph(_caption(element))]


def product(converting: "Converting", element: Element) -> list[Element] | None:
    said = classed(element, "kg-product-card-description")
    link = classed(element, "kg-product-card-button")
    title = words_of(classed(element, "kg-product-card-title"))
    return [
        *converting.pictures(list(element.iter("img"))),
        *([made("h3", {}, text=title)] if title else []),
        *([said] if said is not None else []),
        *([converting.link(link.get("href"), words_of(link))] if link is not None and link.get("href") else []),
    ]


def pull_quote(converting: "Converting", element: Element) -> list[Element] | None:
    said = element if element.tag == "blockquote" else next(element.iter("blockquote"), element)
    quote = made("aside", {"data-pullquote": ""}, *said, text=said.text or "")
    return [quote]


def code(converting: "Converting", element: Element) -> list[Element] | None:
    lines = "".join(element.itertext()).strip("\n").split("\n")
    paragraph = made("p", {})
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        words = "\u00a0" * indent + line.strip()
        if number:
            etree.SubElement(paragraph, "br").tail = words
        else:
            paragraph.text = words
    return [paragraph]


def script(converting: "Converting", element: Element) -> list[Element] | None:
    if host := host_of(element.get("src") or ""):
        converting.note("script", host, gettext_noop("A script of {what} was left out, with whatever it showed."))
    return []


def left_out(what: str) -> Card:
    """Return the card that is no part of an article: noted by its name, and left out."""

    def card(converting: "Converting", element: Element) -> list[Element] | None:
        name = element.get("title") or what
        converting.note(
            "card", name, gettext_noop("A card of the kind “{what}” belongs to the old site and was left out.")
        )
        return []

    return card


CARDS: dict[str, Card] = {
    "kg-image-card": figure,
    "kg-gallery-card": figure,
    "kg-before-after-card": figure,
    "kg-bookmark-card": bookmark,
    "kg-embed-card": embed,
    "kg-nft-card": embed,
    "kg-callout-card": callout,
    "kg-toggle-card": toggle,
    "kg-button-card": button,
    "kg-file-card": file,
    "kg-audio-card": recording,
    "kg-video-card": recording,
    "kg-product-card": product,
    "kg-blockquote-alt": pull_quote,
    "kg-signup-card": left_out("signup"),
    "kg-cta-card": left_out("call-to-action"),
    "kg-email-card": left_out("email"),
    "kg-email-cta-card": left_out("email-cta"),
    "kg-collection-card": left_out("collection"),
    "kg-paywall-card": left_out("paywall"),
    "kg-unknown-card": left_out("unknown"),
    "twitter-tweet": embed,
    "instagram-media": embed,
    "tiktok-embed": embed,
    "fb-post": embed,
    "wp-block-pullquote": pull_quote,
    "wp-block-file": file,
    "sharedaddy": left_out("sharing buttons"),
    "jp-relatedposts": left_out("related posts"),
}

TAGS: dict[str, Card] = {
    "figure": figure,
    "img": image,
    "iframe": frame,
    "embed": frame,
    "object": frame,
    "audio": recording,
    "video": recording,
    "pre": code,
    "form": left_out("form"),
    "script": script,
}
