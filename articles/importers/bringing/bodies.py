"""A reader's body in the form in which bodies are stored: pictures by their numbers, links to what they mean here."""

from collections.abc import Mapping

from lxml import etree, html

from articles.body.sanitise import sanitise
from articles.body.tree import Element, text_of
from articles.body.values import GALLERY_LIMIT

from .links import Target

FIGURE, GALLERY, RELATED = "data-import-image", "data-import-gallery", "data-import-related"


def body_of(text: str, *, pictures: Mapping[str, int | None], targets: Mapping[str, Target]) -> str:
    """Return the stored body of an entry.

    Args:
        text: the body as the reader gave it.
        pictures: the number in the library of each picture by its key; one that is missing is left out.
        targets: what each address of the old site leads to; links to others stay as they are.
    """
    if "data-import-" not in text and not targets:
        return sanitise(text)
    try:
        root = html.fragment_fromstring(text.replace("\0", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return sanitise(text)
    for link in list(root.iter("a")):
        _settle(link, targets)
    for box in _marked(root, RELATED):
        _read_also(box)
    for box in _marked(root, GALLERY):
        _gallery(box, pictures)
    for figure in _marked(root, FIGURE):
        _picture(figure, pictures)
    whole: str = html.tostring(root, encoding="unicode")
    return sanitise(whole.removeprefix("<div>").removesuffix("</div>"))


def pictures_in(text: str) -> list[str]:
    """Return the keys of the pictures that a reader's body shows, in order."""
    if FIGURE not in text:
        return []
    try:
        root = html.fragment_fromstring(text.replace("\0", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    return list(dict.fromkeys(filter(None, (figure.get(FIGURE) for figure in _marked(root, FIGURE)))))


def _marked(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter(etree.Element) if element.get(name) is not None]


def _settle(link: Element, targets: Mapping[str, Target]) -> None:
    address = link.get("href", "")
    target = targets.get(address) or targets.get(address.replace("&", "&amp;"))
    if target is None:
        return
    fragment = address.partition("#")[2]
    if target.article:
        del link.attrib["href"]
        link.set("data-article", str(target.article))
    else:
        link.set("href", f"{target.path}#{fragment}" if fragment else target.path)


def _read_also(box: Element) -> None:
    """A list of related articles: a block for each of ours, and a paragraph with what else it named."""
    cards, others = [], []
    for link in box.iter("a"):
        if number := link.get("data-article"):
            card = etree.Element("cms-read-also")
            card.set("data-article", number)
            cards.append(card)
        elif link.get("href") and text_of(link):
            paragraph = etree.Element("p")
            other = etree.SubElement(paragraph, "a")
            other.set("href", link.get("href"))
            other.text = text_of(link)
            others.append(paragraph)
    _replace(box, list({card.get("data-article"): card for card in cards}.values()) + others)


def _gallery(box: Element, pictures: Mapping[str, int | None]) -> None:
    numbers, captions = [], []
    for figure in _marked(box, FIGURE):
        if number := pictures.get(figure.get(FIGURE, "")):
            numbers.append(str(number))
            captions.append(_caption(figure))
    numbers = list(dict.fromkeys(numbers))
    said = [text_of(words) for words in box.iterchildren("figcaption")] or [each for each in captions if each]
    blocks = []
    for start in range(0, len(numbers), GALLERY_LIMIT):
        block = etree.Element("cms-gallery")
        block.set("data-pictures", ",".join(numbers[start : start + GALLERY_LIMIT]))
        if not start and said:
            block.set("data-caption", " ".join(dict.fromkeys(said)))
        blocks.append(block)
    _replace(box, blocks)


def _picture(figure: Element, pictures: Mapping[str, int | None]) -> None:
    number = pictures.get(figure.get(FIGURE, ""))
    blocks = []
    if number:
        block = etree.Element("cms-picture")
        block.set("data-picture", str(number))
        if caption := _caption(figure):
            block.set("data-caption", caption)
        blocks.append(block)
    _replace(figure, blocks)


def _caption(figure: Element) -> str:
    return " ".join(filter(None, (text_of(words) for words in figure.iter("figcaption"))))


def _replace(element: Element, blocks: list[Element]) -> None:
    """Put `blocks` where `element` stood; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    tail = element.tail
    element.tail = None
    parent.remove(element)
    for number, block in enumerate(blocks):
        parent.insert(place + number, block)
    if tail:
        if blocks:
            blocks[-1].tail = tail
        elif place:
            before = parent[place - 1]
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
