"""What other sites show inside an article: players the desk knows, and links for the rest."""

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_noop
from lxml import etree

from articles.body.embeds import player_for
from articles.body.values import web_url, without_controls

from ..library import is_other_file
from .trees import Element, classes, drop, put_in_place, words_of
from .working import Working

# Posts of networks, as they are pasted: a quotation that a script turns into a card.
POSTS = frozenset(
    """twitter-tweet twitter-video instagram-media tiktok-embed fb-post fb-video reddit-embed-bq bluesky-embed
    mastodon-embed wp-embedded-content telegram-post""".split()
)
BARE = re.compile(r"https?://[^\s<>\"]{4,2000}")
# Frames whose address holds that of what they show.
CARRIED = ("url", "href", "u", "v_url")

AS_LINK = gettext_noop("What {what} shows cannot stand in an article here: it became a link.")
NO_ADDRESS = gettext_noop("A frame without an address that can be opened was left out: {what}.")


def show_embeds(root: Element, working: Working) -> None:
    """Frames, players, pasted posts, and paragraphs that are nothing but an address."""
    for element in list(root.iter("figure", "div")):
        if "wp-block-embed" in classes(element) and _is_there(element):
            _figure(element, working)
    for quote in list(root.iter("blockquote", "div")):
        if POSTS.intersection(classes(quote)) and _is_there(quote):
            _post(quote, working)
    for frame in list(root.iter("iframe", "object", "embed", "video", "audio", "amp-youtube", "frame")):
        if _is_there(frame):
            _frame(frame, working)
    for paragraph in list(root.iter("p", "div")):
        words = (paragraph.text or "").strip()
        if len(paragraph) == 0 and BARE.fullmatch(words):
            _put(paragraph, words, "", working, is_noted=False)
        elif len(paragraph) == 1 and paragraph[0].tag == "a" and not words and not (paragraph[0].tail or "").strip():
            # An editor that made a link of a bare address.
            address = (paragraph[0].get("href") or "").strip()
            if words_of(paragraph[0]) == address and player_for(address):
                _put(paragraph, address, "", working, is_noted=False)


def _is_there(element: Element) -> bool:
    return element.getparent() is not None and any(one.tag == "body" for one in element.iterancestors())


def _figure(figure: Element, working: Working) -> None:
    caption = figure.find("figcaption")
    said = words_of(caption) if caption is not None else ""
    address = figure.get("data-address") or ""
    if not address:
        inside = figure.find(".//iframe")
        wrapped = figure.find("div")
        found = BARE.search(words_of(wrapped if wrapped is not None else figure))
        address = (inside.get("src") or "") if inside is not None else found[0] if found else ""
    if address:
        _put(figure, address, said, working)


def _post(quote: Element, working: Working) -> None:
    addresses = [quote.get("cite") or quote.get("data-href") or quote.get("data-instgrm-permalink") or ""]
    addresses += [link.get("href") or "" for link in reversed(list(quote.iter("a")))]
    shown = next((address for address in addresses if player_for(address)), "")
    if shown:
        _put(quote, shown, "", working)
    elif web_url(addresses[0]):
        # Its words are a quotation all the same; the source goes under it.
        link = etree.Element("p")
        _link(link, addresses[0], "")
        link.tail, quote.tail = quote.tail, None
        quote.addnext(link)


def _frame(frame: Element, working: Working) -> None:
    video = frame.get("data-videoid")
    sources = [frame.get(name) or "" for name in ("src", "data-src", "data-lazy-src", "data", "data-litespeed-src")]
    sources += [source.get("src") or "" for source in frame.iter("source", "embed")]
    sources += [
        one.get("value") or "" for one in frame.iter("param") if (one.get("name") or "").lower() in ("movie", "src")
    ]
    if video:
        sources.insert(0, f"https://www.youtube.com/watch?v={video}")
    address = next((whole for source in sources if (whole := working.around.addresses.whole(source))), "")
    if not address:
        if any(sources) or frame.tag in ("iframe", "object"):
            working.note("embed", next(filter(None, sources), frame.tag)[:100], NO_ADDRESS)
        drop(frame)
        return
    figure = frame.getparent()
    caption = figure.find("figcaption") if figure.tag == "figure" else None
    said = words_of(caption) if caption is not None else ""
    _put(figure if caption is not None else frame, address, said or frame.get("title") or "", working)


def _put(element: Element, address: str, said: str, working: Working, *, is_noted: bool = True) -> None:
    """Put what stands for `address` in the place of `element`."""
    address = working.around.addresses.whole(without_controls(address))
    address = _behind(address) if address else ""
    if not web_url(address):
        drop(element)
        return
    if player_for(address):
        embed = etree.Element("cms-embed")
        embed.set("data-url", address)
        put_in_place(element, embed, *_paragraph(said))
        return
    paragraph = etree.Element("p")
    _link(paragraph, address, said)
    if is_noted and not working.around.addresses.is_own(address):
        working.note("embed", (urlsplit(address).hostname or "").removeprefix("www."), AS_LINK)
    if working.around.addresses.is_own(address) and "wp-block-embed" in classes(element) and not is_other_file(address):
        # An own article shown as a card.
        paragraph.set("data-own", "")
    put_in_place(element, paragraph)


def _paragraph(words: str) -> list[Any]:
    if not words:
        return []
    paragraph = etree.Element("p")
    paragraph.text = without_controls(words)
    return [paragraph]


def _link(paragraph: Element, address: str, said: str) -> None:
    link = etree.SubElement(paragraph, "a")
    link.set("href", address)
    link.text = without_controls(said) or _file_name(address) or address


def _file_name(address: str) -> str:
    """The name of a sound or film, which says more to readers than where it lies; empty of a page."""
    name = unquote(urlsplit(address).path).rpartition("/")[2]
    return without_controls(name) if is_other_file(address) else ""


def _behind(address: str) -> str:
    """The address of the thing itself where `address` is that of a player for it."""
    if player_for(address):
        return address
    try:
        parts = urlsplit(address)
        asked = parse_qs(parts.query)
    except ValueError:
        return address
    host = (parts.hostname or "").removeprefix("www.")
    if host == "platform.twitter.com" and asked.get("id", [""])[0].isdigit():
        return f"https://x.com/i/status/{asked['id'][0]}"
    if host in ("facebook.com", "w.soundcloud.com", "embed.music.apple.com"):
        carried = next((asked[name][0] for name in CARRIED if asked.get(name)), "")
        return carried if web_url(carried) else address
    if host in ("youtube.com", "youtube-nocookie.com") and parts.path.startswith("/v/"):
        return f"https://www.youtube.com/watch?v={parts.path[3:14]}"
    return address
