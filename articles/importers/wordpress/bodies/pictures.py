"""Pictures and galleries out of the text, as stand-ins with their captions."""

import re
from html import escape
from typing import Any

from django.utils.translation import gettext_noop
from lxml import etree

from ...records import Image
from ..library import place
from ..plain import plain
from .trees import Element, classes, drop, put_in_place, words_of
from .working import Working

GALLERIES = frozenset({"wp-block-gallery", "gallery", "blocks-gallery-grid", "wp-block-jetpack-tiled-gallery"})
GALLERIES |= {"wp-block-jetpack-slideshow", "tiled-gallery", "wp-block-jetpack-image-compare"}
CAPTIONS = frozenset({"wp-caption-text", "gallery-caption", "wp-element-caption", "blocks-gallery-item__caption"})
NUMBER = re.compile(r"wp-image-(\d{1,12})")
# WordPress draws its own smileys: https://developer.wordpress.org/reference/functions/wp_staticize_emoji/
EMOJI = re.compile(r"s\.w\.org/images/core/emoji|/wp-includes/images/smilies/")
LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-large-file", "data-full-url")

NO_ADDRESS = gettext_noop("A picture without an address that can be fetched was left out: {what}.")
LINK_LOST = gettext_noop("The picture led to {what}; pictures are no links here.")


def show_galleries(root: Element, working: Working) -> None:
    """Several pictures that belong together."""
    for element in list(root.iter("figure", "div", "ul", "dl")):
        if not GALLERIES.intersection(classes(element)) or not _is_inside(element, root):
            continue
        figures, own = [], ""
        for img in list(element.iter("img")):
            image = _image(img, working)
            if image:
                figures.append(working.figure(image, _caption_near(img, element)))
        for caption in element.findall("figcaption"):
            own = words_of(caption)
        if not figures:
            # A gallery whose pictures nobody knows has only words, if any.
            continue
        words = f"<figcaption>{escape(own, quote=False)}</figcaption>" if own else ""
        # One picture is no gallery.
        html = f"<div data-import-gallery>{''.join(figures)}{words}</div>" if len(figures) > 1 else figures[0]
        put_in_place(element, _stand_in(working.keep(html)))


def show_pictures(root: Element, working: Working) -> None:
    """Every other picture, with the caption of the figure around it."""
    for img in list(root.iter("img")):
        if not _is_inside(img, root):
            continue
        if EMOJI.search(img.get("src") or "") or "wp-smiley" in classes(img) or "emoji" in classes(img):
            _as_words(img)
            continue
        if img.get("width") in ("0", "1") and img.get("height") in ("0", "1"):
            # A counter's pixel, no picture.
            drop(img)
            continue
        image = _image(img, working)
        if image is None:
            drop(img)
            continue
        link = next(img.iterancestors("a"), None)
        if link is not None and _leads_elsewhere(link.get("href") or "", image):
            working.note("link", link.get("href"), LINK_LOST)
        around = _figure_around(img)
        caption = _caption_near(img, around) if around is not None else ""
        stand_in = _stand_in(working.keep(working.figure(image, caption)))
        if around is not None and _is_alone(img, around):
            put_in_place(around, stand_in)
        else:
            put_in_place(img, stand_in)


def _stand_in(number: int) -> Element:
    element = etree.Element("cms-picture")
    element.set("data-picture", str(number))
    return element


def _is_inside(element: Element, root: Element) -> bool:
    return any(ancestor is root for ancestor in element.iterancestors())


def _image(img: Element, working: Working) -> Image | None:
    around = working.around
    number = NUMBER.search(img.get("class") or "")
    own = number[1] if number else img.get("data-id") or img.get("data-attachment-id") or ""
    sources = [img.get("src") or "", *(img.get(name) or "" for name in LAZY)]
    url = next((whole for source in sources if (whole := around.addresses.whole(source))), "")
    known = around.library.find(own, "")
    if known and url and place(known.url) != place(url) and around.library.find("", url) is None and "uploads" in url:
        # Numbers were given anew when sites were joined: the address shows what readers saw.
        own = ""
    image = around.library.shown(own, url, plain(img.get("alt") or ""), plain(img.get("title") or ""))
    if image is None and (own or any(sources)):
        working.note("picture", own or next(filter(None, sources))[:80], NO_ADDRESS)
    return image


def _figure_around(img: Element) -> Any:
    for ancestor in img.iterancestors("figure", "div", "dl"):
        if ancestor.tag == "figure" or {"wp-caption", "wp-block-image"}.intersection(classes(ancestor)):
            return ancestor
    return None


def _captions(element: Element) -> list[Element]:
    return [one for one in element.iter("figcaption", "p", "dd", "div") if _is_caption(one)]


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or bool(CAPTIONS.intersection(classes(element)))


def _caption_near(img: Element, outer: Any) -> str:
    """The caption of the nearest element around the picture that holds no other picture."""
    for ancestor in img.iterancestors():
        if len(ancestor.findall(".//img")) > 1:
            break
        found = _captions(ancestor)
        if found:
            return words_of(found[0])
        if ancestor is outer:
            break
    return ""


def _is_alone(img: Element, figure: Element) -> bool:
    """Say whether a figure holds nothing but this picture and its caption."""
    if len(figure.findall(".//img")) != 1 or figure.find(".//cms-embed") is not None:
        return False
    said = len("".join(figure.itertext()).split())
    return said == sum(len("".join(one.itertext()).split()) for one in _captions(figure)[:1])


def _as_words(img: Element) -> None:
    words = etree.Element("span")
    words.text = plain(img.get("alt") or "")
    put_in_place(img, words)


def _leads_elsewhere(address: str, image: Image) -> bool:
    if not address or address.startswith("#") or "attachment_id=" in address:
        return False
    file = re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)(?:[?#]|$)", address, re.IGNORECASE)
    stem = place(image.url).rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    return not file and not (stem and stem in address.lower())
