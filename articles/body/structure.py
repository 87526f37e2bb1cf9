"""Putting a parsed body into the shape the editor would have given it.

nh3 decides what is allowed; these steps decide where it may stand: words inside paragraphs, items
inside lists, reference blocks at the top level. They run in this order:
"""

from collections.abc import Callable

from lxml import etree

from articles.body.allowlist import ASIDES, ELEMENTS, INLINE, REQUIRED
from articles.body.grouping import group
from articles.body.tree import DROP, UNWRAP, Element, drop, unwrap

INLINE_BLOCKS = frozenset({"cms-footnote"})
REFERENCE_BLOCKS = frozenset(REQUIRED) - INLINE_BLOCKS
BLOCKS = frozenset(ELEMENTS) - INLINE
# Reference blocks can be lifted out of these, other blocks inside them lose their tags.
HEADINGS = ("h2", "h3", "caption")
WORDS_ONLY = ("p", *sorted(INLINE - {"br"} - INLINE_BLOCKS))
HOLDS_PARAGRAPHS = ("blockquote", "aside")
EMPTY_IS_NOTHING = ("p", "h2", "h3", "li", "ul", "ol", "blockquote", "aside", "cite")
ALWAYS_SOMETHING = frozenset({"hr", *REQUIRED})


def tidy(root: Element) -> None:
    """Change `root`, a parsed body, into the shape in which bodies are stored."""
    for step in STEPS:
        step(root)


def give_back_what_blocks_swallowed(root: Element) -> None:
    """Reference blocks are empty; one that was not closed has swallowed what follows it."""
    for block in reversed(list(root.iter(*REQUIRED))):
        if block.text or len(block):
            # Append to a sibling shell and unwrap that: keeps text, order and tails.
            shell = etree.Element(UNWRAP)
            shell.text, block.text = block.text, None
            shell.extend(list(block))
            shell.tail, block.tail = block.tail, None
            block.addnext(shell)
    etree.strip_tags(root, UNWRAP)


def remove_blocks_that_refer_to_nothing(root: Element) -> None:
    """A block whose number or address did not pass its check has nothing to show."""
    drop(root, *(b for b in root.iter(*REQUIRED) if not b.get(REQUIRED[b.tag])))


def unwrap_links_to_nowhere(root: Element) -> None:
    """A link to an own article needs no address; a link with neither is only its words."""
    nowhere = []
    for link in root.iter("a"):
        if link.get("data-article"):
            # An address stored beside the number would go stale when the article moves.
            link.attrib.pop("href", None)
        elif not link.get("href"):
            nowhere.append(link)
    unwrap(root, *nowhere)


def keep_pull_quotes_to_paragraphs(root: Element) -> None:
    """A pull quote holds words; a table, a list, a heading or a box in it moves behind it."""
    quotes = list(root.iterchildren("aside"))
    unwrap(root, *[said for quote in quotes if _is_pull_quote(quote) for said in quote.iter("blockquote")])
    while quotes:
        quote = quotes.pop()
        if not _is_pull_quote(quote):
            continue
        for child in reversed(list(quote)):
            if child.tag in BLOCKS and child.tag != "p":
                _move_behind(quote, child)
                if child.tag == "aside":
                    quotes.append(child)
    etree.strip_elements(root, DROP, with_tail=False)


def settle_asides(root: Element) -> None:
    """An aside is one kind, at the top level; any other is only what it holds."""
    plain = []
    for aside in root.iter("aside"):
        kinds = [kind for kind in ASIDES if kind in aside.attrib]
        if not kinds or aside.getparent() is not root:
            plain.append(aside)
        for kind in kinds[1:]:
            del aside.attrib[kind]
    unwrap(root, *plain)


def keep_blocks_out_of_words(root: Element) -> None:
    """A paragraph or a bold run that holds a block gives way to it."""
    for heading in list(root.iter(*HEADINGS)):
        unwrap(heading, *heading.iterdescendants(*(BLOCKS - REFERENCE_BLOCKS)))
    # Asked of the blocks, of which there are fewer than of words, and most lie in none.
    unwrap(root, *{words for block in root.iter(*BLOCKS) for words in block.iterancestors(*WORDS_ONLY)})


def lift_reference_blocks(root: Element) -> None:
    """A picture inside a list, a quotation or a table moves behind it."""
    for block in reversed(list(root.iter(*REFERENCE_BLOCKS))):
        if block.getparent() is root:
            continue
        top = next(el for el in block.iterancestors() if el.getparent() is root)
        _move_behind(top, block)
    etree.strip_elements(root, DROP, with_tail=False)


def put_items_in_lists(root: Element) -> None:
    """List items live in lists, and lists hold items only."""
    for item in root.iter("li"):
        if item.getparent().tag not in ("ul", "ol"):
            item.tag = UNWRAP if _holds_blocks(item) else "p"
    etree.strip_tags(root, UNWRAP)
    for outer in root.iter("ul", "ol"):
        if (outer.text and outer.text.strip()) or any(_is_loose_in_list(c) for c in outer):
            group(outer, "li", joins=lambda child: child.tag != "li")


def put_words_in_paragraphs(root: Element) -> None:
    """Words at the top level, in a quotation or in a box become paragraphs."""
    for holder in (root, *root.iter(*HOLDS_PARAGRAPHS)):
        group(holder, "p", joins=lambda child: child.tag in INLINE)


def remove_empty_elements(root: Element) -> None:
    """Empty paragraphs were pressed in for space, which is the stylesheet's business."""
    drop(root, *[element for element in root.iter(*EMPTY_IS_NOTHING) if _is_empty(element)])


STEPS: tuple[Callable[[Element], None], ...] = (
    # First, or the words inside an unclosed block would go with it.
    give_back_what_blocks_swallowed,
    # Before anything is moved on their account.
    remove_blocks_that_refer_to_nothing,
    unwrap_links_to_nowhere,
    # What stood inside a paragraph is at the top level after this and need not be lifted.
    keep_blocks_out_of_words,
    # Before nested asides lose their kinds: a fact box in a quote is one behind it.
    keep_pull_quotes_to_paragraphs,
    settle_asides,
    lift_reference_blocks,
    # Before paragraphs: an item outside a list becomes one.
    put_items_in_lists,
    put_words_in_paragraphs,
    # Last, because every step before can leave a husk.
    remove_empty_elements,
)


def _move_behind(top: Element, block: Element) -> None:
    # An empty shell keeps the text behind the block where it was; the caller strips shells.
    shell = etree.Element(DROP)
    block.addprevious(shell)
    shell.tail, block.tail = block.tail, None
    # lxml counts the text behind an element as part of it: the block goes in between.
    top.addnext(block)
    block.tail, top.tail = top.tail, None


def _is_pull_quote(aside: Element) -> bool:
    return next((kind for kind in ASIDES if kind in aside.attrib), None) == "data-pullquote"


def _is_loose_in_list(child: Element) -> bool:
    return child.tag != "li" or bool(child.tail and child.tail.strip())


def _holds_blocks(element: Element) -> bool:
    return next(element.iterdescendants(*BLOCKS), None) is not None


def _is_empty(element: Element) -> bool:
    # Stops at the first word, so that the check is quick where there is something to keep.
    if any(words.strip() for words in element.itertext()):
        return False
    return next(element.iterdescendants(*ALWAYS_SOMETHING), None) is None
