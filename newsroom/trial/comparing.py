"""Reads a rendered page back and says of each part whether it is there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from newsroom.trial.seedpage import CALL, SENTENCE, SeedPage


@dataclass(frozen=True)
class Part:
    """One part of the page: what it is, whether it was found, the words looked for."""

    name: str
    found: bool
    words: str


def words_of(element: HtmlElement | None) -> str:
    """Return an element's text with single spaces, as a reader sees it."""
    if element is None:
        return ""
    return " ".join(" ".join(element.itertext()).split())


def squeezed(text: str) -> str:
    """Return text without any spaces, so that inline elements between words do not matter."""
    return "".join(text.split())


class Page:
    """A rendered page to look things up in."""

    def __init__(self, markup: str):
        self.root = lxml.html.document_fromstring(markup)
        for element in list(self.root.iter("script", "style")):
            element.drop_tree()

    def has(self, words: str, path: str = "//body") -> bool:
        """Say whether one element at `path` contains the words, spaces aside."""
        return any(squeezed(words) in squeezed(words_of(element)) for element in self.root.xpath(path))

    def calls(self, words: str) -> bool:
        """Say whether the appeal has a link of these words, whatever their capitals."""
        links = self.root.xpath(f"{APPEAL}//a[@href]")
        return any(squeezed(words).lower() in squeezed(words_of(link)).lower() for link in links)

    def exists(self, path: str) -> bool:
        return bool(self.root.xpath(path))


ARTICLE = "//article"
APPEAL = "//*[contains(concat(' ', @class, ' '), ' ask ')]"
CALLS = re.compile(r"become a patron|see other ways to support", re.I)
RELATED = "//section[.//h2[contains(., 'Related')]]"


def compare(seed: SeedPage, article: str, front: str) -> Iterator[Part]:
    """Yield each part of `seed` as found or missing on the rendered pages (HTML)."""
    page, home = Page(article), Page(front)
    yield Part("site name", page.has(seed.name) and home.has(seed.name, "//h1 | //header"), seed.name)
    yield Part("tagline", page.has(seed.tagline) and home.has(seed.tagline), seed.tagline)
    yield Part("headline", page.has(seed.headline, "//h1"), seed.headline)
    for number, paragraph in enumerate(seed.paragraphs, 1):
        yield Part(f"paragraph {number}", page.has(paragraph, f"{ARTICLE}//p"), paragraph)
    if seed.has_read_also:
        yield Part("Read also", page.has("Read also", "//aside") and page.exists("//aside//a"), seed.read_also)
    for number, sentence in enumerate(map(str.strip, SENTENCE.findall(seed.appeal)), 1):
        if CALL.match(sentence):
            yield Part(
                f"appeal, sentence {number}", all(page.calls(each) for each in CALLS.findall(sentence)), sentence
            )
        else:
            yield Part(f"appeal, sentence {number}", page.has(sentence, APPEAL), sentence)
    if seed.has_tags:
        yield Part("tags", page.exists("//a[contains(@href, '/tag/')]"), ", ".join(seed.tags))
    for number, item in enumerate(seed.related, 1):
        yield Part(f"related {number}, title", page.has(item.title, f"{RELATED}//a"), item.title)
        yield Part(f"related {number}, picture", page.exists(f"({RELATED}//article)[{number}]//img[@src]"), "")
        yield Part(f"related {number}, excerpt", page.has(item.excerpt, f"{RELATED}//article"), item.excerpt)
