"""Shortcodes: [gallery ids="1,2"], [caption]…[/caption], and what add-ons left behind.

https://codex.wordpress.org/Shortcode_API. WordPress asks its add-ons what a shortcode is; an export cannot. So
square brackets in prose ("[sic]", "[the president]") are told from an unknown shortcode by how they are written.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape

from django.utils.translation import gettext_noop

from .shortcode_kinds import KINDS, RAW
from .working import Working

BRACKETS = re.compile(
    r"""\[(\[?)(/?)([A-Za-z][\w-]{0,59})((?![\w-])(?:[^\[\]"'<>]|"[^"]{0,5000}"|'[^']{0,5000}'|<[^<>]{0,2000}>){0,200}+)\](\]?)"""
)
ATTRIBUTE = re.compile(
    r"""([\w-]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)'|[“”″»«]([^“”″»«]*)[“”″»«]|([^\s"'\]]+))|"([^"]*)"|([^\s"'=]+)"""
)
LOOKS_WRITTEN = re.compile(r"\s[\w-]+\s*=\s*[\"'“”″\w]")
SMART_QUOTES = re.compile(r"&#(?:822[01]|8243|x201[cd]);|&[lr]dquo;", re.IGNORECASE)
DEPTH_AT_MOST = 40
BRACKETS_AT_MOST = 20_000
# [credits 5.6]: a release, a number of something elsewhere.
A_NUMBER = re.compile(r"\s+\d[\d.]*\s*/?")
# Words that editors and stenographers put in brackets on a line of their own.
PROSE = frozenset(
    """sic applause laughter laughs inaudible crosstalk music pause silence ellipsis edit emphasis ed translation
    unintelligible cheers update note video photo redacted""".split()
)
# What prose counts in brackets: [page 5].
COUNTED = frozenset("page pages figure table part chapter section image map photo note".split())

TAKEN_OFF = gettext_noop("The shortcode [{what}] means nothing here: it was taken off, the text between it kept.")


@dataclass
class _Open:
    name: str
    attributes: str
    is_known: bool
    written: list[str] = field(default_factory=list)


def without_shortcodes(text: str, working: Working, *, is_all: bool = False) -> str:
    """Return `text` with the known shortcodes as HTML and the unknown ones taken off and noted.

    Args:
        text: HTML of a post.
        working: the body in work.
        is_all: every bracket is a shortcode: the text stood in a block for them.
    """
    if "[" not in text:
        return text
    found = list(BRACKETS.finditer(text))[:BRACKETS_AT_MOST]
    last_closing = {match[3].lower(): match.start() for match in found if match[2]}
    stack = [_Open("", "", is_known=True)]
    at = 0
    escaped: set[str] = set()
    for match in found:
        if match.start() < at:
            continue
        stack[-1].written.append(text[at : match.start()])
        at = match.end()
        name = match[3].lower()
        closes_at = last_closing.get(name, -1)
        if match[1] and (match[5] or match[2] or closes_at > at):
            # Written twice, it is meant to be seen.
            stack[-1].written.append(match[0][1 : -1 if match[5] else None])
            escaped.add(name)
        elif match[2] and match[5] and name in escaped:
            stack[-1].written.append(match[0][:-1])
        elif match[2]:
            _closing(stack, name, match, working)
            stack[-1].written.append(match[5])
        elif name in RAW and closes_at > at:
            end = text.find(f"[/{match[3]}]", at)
            if end < 0:
                continue
            raw = escape(unescape(re.sub(r"<br\s*/?>|</?p>", "", text[at:end])), quote=False).strip("\n")
            stack[-1].written.append(f"<pre>{raw}</pre>")
            at = end + len(name) + 3
        elif not (is_all or name in KINDS or _is_shortcode(match, text, closes_at > at)):
            stack[-1].written.append(match[0])
        elif closes_at > at and len(stack) < DEPTH_AT_MOST and not match[4].rstrip().endswith("/"):
            stack.append(_Open(name, match[4], is_known=name in KINDS))
        else:
            stack[-1].written.append(_html_of(name, match[4], "", working) + match[5])
    stack[-1].written.append(text[at:])
    while len(stack) > 1:
        _flatten(stack, working)
    return "".join(stack[0].written)


def _closing(stack: list[_Open], name: str, match: re.Match[str], working: Working) -> None:
    if not any(one.name == name for one in stack[1:]):
        # It closes nothing. What nobody opened and nobody knows may be prose.
        if name not in KINDS:
            stack[-1].written.append("" if "_" in name else match[0].removesuffix(match[5]))
        return
    while stack[-1].name != name:
        _flatten(stack, working)
    one = stack.pop()
    stack[-1].written.append(_html_of(one.name, one.attributes, "".join(one.written), working))


def _flatten(stack: list[_Open], working: Working) -> None:
    """An opened one that is not closed: it stands alone, and what follows it is outside."""
    one = stack.pop()
    stack[-1].written.append(_html_of(one.name, one.attributes, "", working) + "".join(one.written))


def _is_shortcode(match: re.Match[str], text: str, is_closed: bool) -> bool:
    name = match[3]
    if is_closed or "_" in name or LOOKS_WRITTEN.search(match[4]):
        return True
    if match[4].strip() and (name in COUNTED or not A_NUMBER.fullmatch(match[4])):
        return False
    if not name.islower() or not name.isascii() or name in PROSE or len(name) < 3:
        return False
    before = text[max(0, match.start() - 40) : match.start()].rstrip(" \t")
    after = text[match.end() : match.end() + 40].lstrip(" \t")
    return (not before or before[-1] in "\n>") and (not after or after[0] in "\n\r<") and not before.endswith("</a>")


def _html_of(name: str, attributes: str, content: str, working: Working) -> str:
    kind = KINDS.get(name)
    if kind is not None:
        html = kind(_attributes(attributes), content, working)
        if html is not None:
            return html
    working.note("shortcode", name, TAKEN_OFF)
    return content


def _attributes(text: str) -> dict[str, str]:
    """Attributes by name; those without one by their place: "0", "1"."""
    found: dict[str, str] = {}
    place = 0
    text = SMART_QUOTES.sub("”", text.strip().removesuffix("/").replace("\u00a0", " "))
    # [youtube=https://…]: the shortcode is its own attribute.
    if text.startswith("="):
        return {"0": unescape(text[1:].strip(" \"'"))}
    for name, double, single, curly, bare, quoted, word in ATTRIBUTE.findall(text[:20_000]):
        if name:
            found.setdefault(name.lower(), unescape(double or single or curly or bare))
        else:
            found.setdefault(str(place), unescape(quoted or word))
            place += 1
    return found
