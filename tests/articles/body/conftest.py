"""A small library of pictures and articles, and a reader of HTML that trusts nobody."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import lxml.html
import pytest

from articles.body.pipeline import ArticleSource, PictureSource, Sources

FORBIDDEN_ELEMENTS = frozenset(
    "script iframe object embed applet svg math style form input button textarea select link meta "
    "base template frame frameset video audio".split()
)
ADDRESS_ATTRIBUTES = ("href", "src", "srcset", "action", "data", "poster", "data-embed-src")


def make_picture(number: int = 12, **overrides: object) -> PictureSource:
    fields: dict[str, object] = {
        "id": number,
        "alt": "A watchtower",
        "caption": "Forest and fence.",
        "credit": "Photo: Ada",
        "width": 1600,
        "height": 1067,
        "srcset_avif": f"/media/{number}-480.avif 480w, /media/{number}-800.avif 800w",
        "fallback": f"/media/{number}-480.webp",
        "fallback_width": 480,
        "fallback_height": 320,
        "link_url": f"/media/{number}-1600.avif",
        "size_label": "38 KB",
    }
    return PictureSource(**(fields | overrides))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def sources() -> Sources:
    pictures = {n: make_picture(n) for n in (1, 2, 3, 12)}
    article = ArticleSource(41, "Calm is not peace", "/2021/11/29/calm/", pictures[12], "Opinion")
    return Sources(pictures, {41: article}, base_url="https://lantern.example")


def _problems(tag: str, attributes: Iterator[tuple[str, str]]) -> Iterator[str]:
    if tag in FORBIDDEN_ELEMENTS:
        yield f"<{tag}>"
    for name, value in attributes:
        if name.startswith("on") or name in ("style", "srcdoc", "formaction", "background"):
            yield f"<{tag} {name}>"
        # As browsers read it: blanks and control characters skipped.
        address = "".join(char for char in value if ord(char) > 32).lower()
        if name in ADDRESS_ATTRIBUTES and address.startswith(("javascript:", "vbscript:", "data:")):
            yield f"<{tag} {name}={value!r}>"
        if name == "href" and address.startswith(("//", "/\\")):
            yield f"<{tag} {name}={value!r}>"


class _Listener(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.extend(_problems(tag, iter([(name, value or "") for name, value in attrs])))

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")


@pytest.fixture(scope="session")
def executes() -> Callable[[str], list[str]]:
    """What in a piece of HTML could run or leave the page, as two parsers see it."""

    def look(html: str) -> list[str]:
        listener = _Listener()
        listener.feed(html)
        listener.close()
        found = listener.found
        if html.strip():
            root = lxml.html.fragment_fromstring(html, create_parent="div")
            for element in root.iterdescendants():
                if isinstance(element.tag, str):
                    found.extend(_problems(element.tag, iter(element.attrib.items())))
                else:
                    found.append(f"not an element: {element!r}")
        return found

    return look
