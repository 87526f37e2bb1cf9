"""Documents of Ghost's present editor: Lexical's nodes as HTML.

The nodes are those of https://lexical.dev/docs/concepts/nodes and of Ghost's own editor
(https://github.com/TryGhost/Koenig); a text's format is a sum of bits, in Lexical's order.
"""

from html import escape
from typing import Any

from ..json_values import parsed_document, text, whole_number
from .cards import CARDS, RENAMED, card_as_html

# Nobody writes lists inside lists inside lists further down; what is deeper is a trap.
DEEPEST = 60

FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (32, "sub"), (64, "sup"))
TEXTS = frozenset({"text", "extended-text", "tk", "code-highlight"})
HOLDERS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "listitem": "li",
    "table": "table",
    "tablerow": "tr",
    "tablecell": "td",
}
HEADINGS = frozenset({"heading", "extended-heading"})
LINKS = frozenset({"link", "autolink"})
TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SILENT = frozenset({"zwnj", "aside-end", "linebreak-end"})


def lexical_as_html(source: Any) -> str:
    """Return a Lexical document, as text or as what its JSON holds, as HTML; of what is none, nothing."""
    document = parsed_document(source)
    if not isinstance(document, dict):
        return ""
    root = document.get("root")
    return "".join(_children(root, DEEPEST)) if isinstance(root, dict) else ""


def _children(node: dict[str, Any], depth: int) -> list[str]:
    held = node.get("children")
    return [_node(child, depth - 1) for child in held] if isinstance(held, list) and depth > 0 else []


def _node(node: Any, depth: int) -> str:
    if not isinstance(node, dict):
        return ""
    kind = text(node.get("type"))
    if kind in TEXTS:
        return _text(node)
    if kind in CARDS or kind in RENAMED:
        return card_as_html(kind, node)
    if kind == "linebreak":
        return "<br>"
    if kind == "tab":
        return " "
    inner = "".join(_children(node, depth))
    if kind in HOLDERS:
        return f"<{HOLDERS[kind]}>{inner}</{HOLDERS[kind]}>"
    if kind in HEADINGS:
        tag = text(node.get("tag"))
        tag = tag if tag in TAGS else "h2"
        return f"<{tag}>{inner}</{tag}>"
    if kind in LINKS:
        return f'<a href="{escape(text(node.get("url")))}">{inner}</a>'
    if kind == "list":
        return _list(node, inner)
    if kind == "aside":
        return f'<blockquote class="kg-blockquote-alt">{inner}</blockquote>'
    # A node without words of its own that nobody here knows is a card of a newer Ghost.
    return inner or (card_as_html(kind, node) if kind and kind not in SILENT else "")


def _list(node: dict[str, Any], inner: str) -> str:
    if node.get("listType") != "number" and node.get("tag") != "ol":
        return f"<ul>{inner}</ul>"
    start = whole_number(node.get("start"))
    return f'<ol start="{start}">{inner}</ol>' if start not in (0, 1) else f"<ol>{inner}</ol>"


def _text(node: dict[str, Any]) -> str:
    words = escape(text(node.get("text"), strip=False), quote=False)
    bits = whole_number(node.get("format"))
    for bit, tag in FORMATS:
        if words and bits & bit:
            words = f"<{tag}>{words}</{tag}>"
    return words
