"""“Read also: …” in the middle or at the end of a text, told by its words and by where its links lead."""

import re
from html import escape
from typing import Any

from lxml import etree

from .trees import Element, drop, put_in_place, words_of
from .working import Working

# As newsrooms write it. Nothing may stand before it, and behind it only links.
LABEL = re.compile(
    r"""^[\W_]*(?:
        read\ (?:also|more|next|further|on)(?:\ (?:on|about)\ (?:this|the\ topic))? | also\ read | see\ also
        | more\ (?:on|about)\ (?:this|the\ topic) | further\ reading | you\ (?:may|might)\ also\ like | recommended
        | related(?:\ (?:stories|articles|posts|news|reading|content|links|topics))? | more\ (?:stories|from\ us)
        | читайте\ (?:також|ще|далі|більше) | читати\ (?:також|ще|далі|більше) | також\ читайте
        | (?:дивіться|див\.)\ також | за\ темою | (?:матеріали\ )?(?:по|за)\ темі | схожі\ (?:новини|матеріали|статті)
        | пов[’'ʼ]язані\ (?:новини|матеріали|статті) | читайте\ (?:также|ещё|еще) | читать\ (?:также|далее)
        | смотрите\ также | по\ теме | lesen\ sie\ (?:auch|mehr) | mehr\ zum\ thema | lire\ aussi | à\ lire\ aussi
        | czytaj\ (?:także|też|również|więcej) | przeczytaj\ (?:także|też|również) | leer\ también | lea\ también
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
LINKS_AT_MOST = 30
HEADING_AT_MOST = 80


def recognise_related(root: Element, working: Working) -> None:
    """Lists of the site's own articles become lists of related articles."""
    for card in list(root.iter("p")):
        if "data-own" in card.attrib:
            _replace(card, [], list(card.iter("a")), working)
    for block in list(root.iter("p", "h2", "h3", "h4", "h5", "h6", "div", "ul", "ol", "aside", "blockquote")):
        if block.getparent() is None or not _is_small(block):
            continue
        words = words_of(block)
        found = LABEL.match(words)
        if not found:
            continue
        links = [link for link in block.iter("a") if link.get("href")]
        own = [link for link in links if working.around.addresses.is_own(link.get("href"))]
        if links:
            # A label that is itself a link ("Read more" → an article) is a list of one.
            rest = _without(words, links, found[0])
            if len(own) == len(links) and not rest:
                _replace(block, [], links, working)
        elif len(words) <= HEADING_AT_MOST and not re.sub(r"[\W_]", "", words[found.end() :]):
            _list_behind(block, working)


def _list_behind(heading: Element, working: Working) -> None:
    """A heading alone, and what follows it: a list, or paragraphs that are each one link."""
    taken: list[Any] = []
    links: list[Any] = []
    if (heading.tail or "").strip():
        return
    following = heading.getnext()
    while following is not None and len(links) < LINKS_AT_MOST:
        inside = [link for link in following.iter("a") if link.get("href")]
        is_list = following.tag in ("ul", "ol")
        if not inside or not all(working.around.addresses.is_own(link.get("href")) for link in inside):
            break
        if not (is_list or following.tag == "p") or _without(words_of(following), inside, ""):
            break
        taken.append(following)
        links.extend(inside)
        if is_list or (following.tail or "").strip():
            break
        following = following.getnext()
    if links:
        _replace(heading, taken, links, working)


def _replace(block: Element, others: list[Any], links: list[Any], working: Working) -> None:
    written = []
    for link in links[:LINKS_AT_MOST]:
        # A label that stands inside the link belongs to the list, not to the headline.
        words = LABEL.sub("", words_of(link)).lstrip(" :–—-»>→") or words_of(link)
        address = link.get("href")
        written.append(f'<p><a href="{escape(address)}">{escape(words or address, quote=False)}</a></p>')
    stand_in = etree.Element("cms-read-also")
    stand_in.set("data-article", str(working.keep(f"<div data-import-related>{''.join(written)}</div>")))
    for other in others:
        drop(other)
    put_in_place(block, stand_in)


def _without(words: str, links: list[Any], label: str) -> str:
    """What a block says besides its links and its label, letters only."""
    for link in links:
        words = words.replace(words_of(link), " ", 1)
    words = LABEL.sub("", words.strip()) if label else words
    return re.sub(r"[\W_\d]", "", words)


def _is_small(block: Element) -> bool:
    # A whole text in one block is not a list, whatever it begins with.
    return len(block.findall(".//a")) <= LINKS_AT_MOST and len("".join(block.itertext())) < 5_000
