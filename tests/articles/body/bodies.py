"""Bodies made of everything that the allow-list has, and nothing else, as the sanitiser writes them."""

from html import escape
from typing import Any

from hypothesis import strategies as st

from articles.body.tree import parse

WORDS = ["one", "два", "п’ять", "R&D", "a < b", "“quoted”", "end.", "سلام", "🙂", "x=1", "2,5", "—", "state-owned"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
attribute_words = words.map(lambda text: escape(text, quote=True))
plain = words.map(lambda text: escape(text, quote=False))


def inside(tag: str, content: st.SearchStrategy[str], attributes: str = "") -> st.SearchStrategy[str]:
    return content.map(lambda inner: f"<{tag}{attributes}>{inner}</{tag}>")


marked = st.one_of(plain, *[inside(tag, plain) for tag in ("strong", "em", "s", "sub", "sup", "cite")])
nested = st.one_of(marked, inside("strong", inside("em", plain)), inside("em", inside("s", plain)))
linked = st.one_of(
    inside("a", nested, ' href="https://example.com/a?b=1&amp;c=2"'),
    inside("a", plain, ' href="/about/"'),
    inside("a", plain, ' href="mailto:ada@example.com"'),
    inside("a", nested, ' data-article="7"'),
)
footnote = attribute_words.map(lambda text: f'<cms-footnote data-text="{text}"></cms-footnote>')
# A break stands between words: at the end of a paragraph it would be nothing.
runs = st.lists(st.one_of(nested, linked, footnote.map(lambda note: f"word{note}")), min_size=1, max_size=4)
line = st.tuples(runs, st.sampled_from([" ", " ", "<br>"])).map(lambda parts: parts[1].join(parts[0]))

paragraph = inside("p", line)
heading = st.sampled_from(["h2", "h3"]).flatmap(lambda tag: inside(tag, nested))


def items(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inside("li", content), min_size=1, max_size=3).map("".join)


deep = st.tuples(paragraph, inside("ul", items(paragraph))).map("".join)
list_ = st.one_of(
    inside("ul", items(paragraph)),
    inside("ul", items(deep)),
    inside("ol", items(paragraph)),
    inside("ol", items(paragraph), ' start="4"'),
)
quote = inside("blockquote", st.lists(paragraph, min_size=1, max_size=2).map("".join))


@st.composite
def table(draw: Any) -> str:
    columns = draw(st.integers(1, 3))
    scope = draw(st.sampled_from(["", ' scope="col"']))
    caption = draw(st.one_of(st.just(""), inside("caption", nested)))
    cell = inside("td", inside("p", nested))

    def row(kinds: list[str]) -> str:
        cells = [f"<th{scope}><p>{draw(plain)}</p></th>" if kind == "th" else draw(cell) for kind in kinds]
        return f"<tr>{''.join(cells)}</tr>"

    head = f"<thead>{row(['th'] * columns)}</thead>" if draw(st.booleans()) else ""
    first = draw(st.sampled_from(["th", "td"])) if columns > 1 else "td"
    rows = "".join(row([first] + ["td"] * (columns - 1)) for _row in range(draw(st.integers(1, 3))))
    return f"<table>{caption}{head}<tbody>{rows}</tbody></table>"


block = st.one_of(paragraph, paragraph, heading, list_, quote, table(), st.just("<hr>"))
box = st.one_of(
    attribute_words.map(lambda text: f'<cms-picture data-picture="3" data-caption="{text}"></cms-picture>'),
    st.just('<cms-picture data-picture="3"></cms-picture>'),
    attribute_words.map(lambda text: f'<cms-gallery data-pictures="3,4" data-caption="{text}"></cms-gallery>'),
    st.just('<cms-read-also data-article="7"></cms-read-also>'),
    st.just('<cms-embed data-url="https://www.youtube.com/watch?v=abcdefghijk"></cms-embed>'),
    inside("aside", st.lists(paragraph, min_size=1, max_size=2).map("".join), ' data-pullquote=""'),
    inside(
        "aside", st.lists(st.one_of(paragraph, heading, list_), min_size=1, max_size=3).map("".join), ' data-factbox=""'
    ),
)
# Every body ends with words: the editor keeps a line to write on below a block.
bodies = st.tuples(st.lists(st.one_of(block, box), min_size=1, max_size=6), paragraph).map(
    lambda parts: "".join([*parts[0], parts[1]])
)

MARKS = {"strong", "em", "s", "sub", "sup", "cite", "a"}


def shape(html: str) -> list[Any]:
    """Return what a body says, whatever the order in which its marks are nested."""

    def inner(element: Any, marks: frozenset[Any]) -> list[Any]:
        found: list[Any] = []

        def add(text: str | None, marks: frozenset[Any]) -> None:
            if text and found and isinstance(found[-1], tuple) and found[-1][0] == "text" and found[-1][2] == marks:
                found[-1] = ("text", found[-1][1] + text, marks)
            elif text:
                found.append(("text", text, marks))

        add(element.text, marks)
        for child in element:
            attributes = tuple(sorted(child.attrib.items()))
            if child.tag in MARKS:
                for each in inner(child, marks | {(child.tag, attributes)}):
                    if each[0] == "text":
                        add(each[1], each[2])
                    else:
                        found.append(each)
            elif child.tag in ("br", "cms-footnote"):
                found.append((child.tag, attributes))
            else:
                found.append((child.tag, attributes, inner(child, frozenset())))
            add(child.tail, marks)
        return found

    return inner(parse(html), frozenset())
