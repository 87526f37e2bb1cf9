"""Paragraphs of a text that has none: an empty line parts them, a line end is a line end.

The rules are WordPress's, the code is not: https://developer.wordpress.org/reference/functions/wpautop/.
One pass from left to right over tags and words.
"""

import re

PIECES = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*+>|[^<]+|<", re.DOTALL)
NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
RAW = re.compile(r"<(pre|script|style|textarea)\b[^<>]*>(?:[^<]|<(?!/\1\b))*+(?:</\1[^<>]*>)?", re.IGNORECASE)
GAP = re.compile(r"\n[ \t\u00a0]*\n\s*")
# A line with nothing but an address shows what is there: https://wordpress.org/documentation/article/embeds/
BARE = re.compile(r"^[ \t]*(https?://[^\s<>\"\[\]]{4,2000})[ \t]*$", re.MULTILINE)

# Tags that end a paragraph and begin none by themselves.
BLOCKS = frozenset(
    """address article aside blockquote caption center cms-embed col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li main map menu nav object ol
    option p pre script section select style summary table tbody td tfoot th thead tr ul video audio
    noscript math svg textarea""".split()
)
# Inside these stand words without paragraphs of their own.
NO_PARAGRAPHS = frozenset(
    """li td th dt dd h1 h2 h3 h4 h5 h6 caption figcaption summary legend option ul ol dl table tbody thead tfoot tr
    figure select address iframe object video audio noscript""".split()
)
VOID = frozenset(
    {"br", "hr", "img", "input", "wbr", "col", "embed", "source", "track", "area", "param", "meta", "link"}
)
INLINE_AT_MOST = 12


def in_paragraphs(html: str) -> str:
    """Return `html` with its paragraphs and line ends marked up."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    if not html.strip():
        return ""
    kept: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"<pre data-kept={len(kept) - 1}>"

    writing = _Writing()
    html = BARE.sub(r"\n\n\1\n\n", RAW.sub(put_away, html))
    for piece in PIECES.findall(html):
        if piece.startswith("<pre data-kept="):
            writing.block(kept[int(piece[15:-1])])
        elif piece.startswith("<!--"):
            continue
        elif piece[0] == "<" and len(piece) > 1:
            writing.tag(piece)
        else:
            writing.words(piece if piece != "<" else "&lt;")
    writing.end()
    return "".join(writing.out)


class _Writing:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.is_in_paragraph = False
        # Open elements that decide whether words need paragraphs, and open words to go on after a gap.
        self.blocks: list[str] = []
        self.inline: list[tuple[str, str]] = []
        self.line_end = False
        self.is_after_break = False

    def block(self, html: str) -> None:
        self.close()
        self.out.append(html)

    def tag(self, tag: str) -> None:
        found = NAME.match(tag)
        name = found[1].lower() if found else ""
        is_closing = tag[1] == "/"
        if name == "p":
            # Words decide where paragraphs begin; one that is marked up only ends what was before.
            self.close()
            if not is_closing and "=" in tag and not self._is_plain():
                self.out.append(tag)
                self.is_in_paragraph = True
            return
        if name in BLOCKS:
            self.close()
            self.out.append(tag)
            if name in VOID or tag.endswith("/>"):
                return
            if not is_closing:
                self.blocks.append(name)
            elif name in self.blocks:
                while self.blocks.pop() != name:
                    pass
            return
        if name == "br":
            self.line_end = False
            self.out.append("<br>")
            self.is_after_break = True
            return
        self.begin()
        if name not in VOID and not tag.endswith("/>"):
            if not is_closing and len(self.inline) < INLINE_AT_MOST:
                # Opened twice it means no more than once, and is not to be repeated in every paragraph.
                if all(name != known for known, _tag in self.inline):
                    self.inline.append((name, tag))
            elif is_closing:
                for place in range(len(self.inline) - 1, -1, -1):
                    if self.inline[place][0] == name:
                        del self.inline[place]
                        break
        self.out.append(tag)

    def words(self, text: str) -> None:
        if (
            self.blocks
            and self.blocks[-1] in ("ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "tr")
            and not text.strip()
        ):
            return
        for place, part in enumerate(GAP.split(text)):
            if place:
                self.gap()
            lines = part.split("\n")
            for number, line in enumerate(lines):
                if number:
                    self.line_end = bool(self.is_in_paragraph or self._is_plain()) and not self.is_after_break
                if line.strip(" \t"):
                    self.begin()
                    self.out.append(line)
                    self.is_after_break = False
                elif line and self.is_in_paragraph:
                    self.out.append(" ")

    def gap(self) -> None:
        if self._is_plain():
            self.line_end = True
            return
        self.close()

    def begin(self) -> None:
        """Open a paragraph where words need one, and write the line end that came before them."""
        if self._is_plain() or self.is_in_paragraph:
            if (
                self.line_end
                and self.out
                and not self.out[-1].startswith(("<li", "<td", "<th", "<dd", "<dt", "<h", "</"))
            ):
                self.out.append("<br>")
            elif self.line_end:
                self.out.append(" ")
        else:
            self.out.append("<p>" + "".join(tag for _name, tag in self.inline))
            self.is_in_paragraph = True
        self.line_end = False

    def close(self) -> None:
        self.line_end = False
        self.is_after_break = False
        if self.is_in_paragraph:
            self.out.append("".join(f"</{name}>" for name, _tag in reversed(self.inline)) + "</p>\n")
            self.is_in_paragraph = False

    def end(self) -> None:
        self.close()

    def _is_plain(self) -> bool:
        return bool(self.blocks) and self.blocks[-1] in NO_PARAGRAPHS
