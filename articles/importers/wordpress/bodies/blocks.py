"""Gutenberg: blocks between HTML comments, nested, with JSON in them.

The grammar: https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/#delimiters-and-parsing-expression-grammar
Most blocks hold their own HTML, which `markup` understands by its classes. Here are those that do not.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.translation import gettext_noop

from ..plain import with_closed_comments
from .paragraphs import in_paragraphs
from .shortcodes import without_shortcodes
from .working import Working

DELIMITER = re.compile(r"<!--\s{1,8}(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)(?=[\s/-])")
DEPTH_AT_MOST = 60
REUSED_DEPTH = 4

# Made by the server each time, or parts of a page around the text: they have no words of their own.
DYNAMIC = frozenset(
    """archives avatar calendar categories comment-author-avatar comment-author-name comment-content comment-date
    comment-edit-link comment-reply-link comment-template comments comments-pagination comments-pagination-next
    comments-pagination-numbers comments-pagination-previous comments-title home-link latest-comments latest-posts
    legacy-widget loginout navigation navigation-link navigation-submenu page-list page-list-item pattern post-author
    post-author-biography post-author-name post-comments post-comments-count post-comments-form post-comments-link
    post-content post-date post-excerpt post-featured-image post-navigation-link post-template post-terms
    post-time-to-read post-title query query-no-results query-pagination query-pagination-next
    query-pagination-numbers query-pagination-previous query-title read-more rss search site-logo site-tagline
    site-title social-link social-links tag-cloud template-part term-description widget-group""".split()
)
# These leave nothing behind that anyone would miss.
SILENT = frozenset({"spacer", "more", "nextpage", "footnotes", "missing"})

MADE_ANEW = gettext_noop("The block “{what}” is made anew by WordPress each time; it has no text to bring.")
EMPTY = gettext_noop("The block “{what}” of an add-on has no text of its own; it was left out.")
NOT_THERE = gettext_noop("The reused block number {what} is not in the export.")


def has_blocks(content: str) -> bool:
    """Say whether a text was written in the block editor."""
    return "<!-- wp:" in content


@dataclass
class _Open:
    name: str
    attributes: dict[str, Any]
    written: list[str] = field(default_factory=list)


def without_blocks(content: str, working: Working) -> str:
    """Return the HTML of a text in blocks, its comments gone and its shortcodes understood.

    A block that is closed twice, or never, ends where the one around it ends.
    """
    stack = [_Open("", {})]
    at = 0
    for closing, name, attributes, is_void, start, end in _delimiters(content):
        stack[-1].written.append(_words(content[at:start], stack[-1].name, working))
        at = end
        if closing:
            if any(block.name == name for block in stack[1:]):
                while stack[-1].name != name:
                    _close(stack, working)
                _close(stack, working)
            continue
        if len(stack) > DEPTH_AT_MOST:
            continue
        stack.append(_Open(name, attributes))
        if is_void:
            _close(stack, working)
    stack[-1].written.append(_words(content[at:], stack[-1].name, working))
    while len(stack) > 1:
        _close(stack, working)
    return "".join(stack[0].written)


def _delimiters(content: str) -> list[tuple[bool, str, dict[str, Any], bool, int, int]]:
    found = []
    at = 0
    while match := DELIMITER.search(content, at):
        end = content.find("-->", match.end())
        if end < 0:
            break
        inside = content[match.end() : end].strip()
        is_void = inside.endswith("/")
        name = match[2].removeprefix("core/")
        found.append((bool(match[1]), name, _attributes(inside.removesuffix("/")), is_void, match.start(), end + 3))
        at = end + 3
    return found


def _attributes(text: str) -> dict[str, Any]:
    text = text.strip()
    if not text.startswith("{") or len(text) > 100_000:
        return {}
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _words(text: str, inside: str, working: Working) -> str:
    if not text.strip():
        return text
    html = without_shortcodes(text, working, is_all=inside == "shortcode")
    # Outside of any block stands what was written before there were blocks.
    return in_paragraphs(html) if inside in ("", "freeform", "shortcode") else html


def _close(stack: list[_Open], working: Working) -> None:
    block = stack.pop()
    stack[-1].written.append(_html_of(block, "".join(block.written), working))


def _html_of(block: _Open, html: str, working: Working) -> str:
    name = block.name
    if name in SILENT:
        return ""
    if name in DYNAMIC:
        working.note("block", name, MADE_ANEW)
        return ""
    if name == "block":
        return _reused(block.attributes, working)
    if name == "embed" or name.startswith("core-embed/"):
        return _embed(block.attributes, html)
    if name == "cover":
        return _cover(block.attributes, html)
    if "/" in name and not re.search(r"<img|<iframe|<video|<audio|https?://", html) and not _has_words(html):
        working.note("block", name, EMPTY)
        return ""
    return (OWN.get(name) or _as_it_is)(html)


def _as_it_is(html: str) -> str:
    return html


def _code(html: str) -> str:
    # The lines of an add-on's code block are plain text between its tags.
    return html if "<pre" in html else f"<pre>{html.strip()}</pre>"


OWN: dict[str, Callable[[str], str]] = {
    "syntaxhighlighter/code": _code,
    "code": _code,
}


def _has_words(html: str) -> bool:
    return bool(re.sub(r"<[^<>]*>|&nbsp;|\s", "", html))


def _reused(attributes: dict[str, Any], working: Working) -> str:
    number = str(attributes.get("ref", ""))[:20]
    content = working.around.reused.get(number)
    if content is None or working.depth >= REUSED_DEPTH:
        working.note("block", number, NOT_THERE)
        return ""
    working.depth += 1
    try:
        return without_blocks(with_closed_comments(content), working)
    finally:
        working.depth -= 1


def _embed(attributes: dict[str, Any], html: str) -> str:
    url = attributes.get("url")
    if not isinstance(url, str) or not url:
        return html
    caption = re.search(r"<figcaption.*?</figcaption>", html, re.DOTALL)
    # Addresses were escaped for HTML before they were escaped for JSON.
    address = escape(url.replace("&amp;", "&"))
    return f'<figure class="wp-block-embed" data-address="{address}">{caption[0] if caption else ""}</figure>'


def _cover(attributes: dict[str, Any], html: str) -> str:
    url = attributes.get("url")
    if isinstance(url, str) and url and "<img" not in html and attributes.get("backgroundType") != "video":
        number = str(attributes.get("id", "")) if isinstance(attributes.get("id"), int) else ""
        return f'<figure><img src="{escape(url)}" class="wp-image-{number}"></figure>{html}'
    return html
