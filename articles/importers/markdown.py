"""Markdown as old editors stored it, to HTML: what people write in articles, not every corner of the format.

Paragraphs, headings, lists, quotations, rules, code, pictures, links and emphasis, by
https://spec.commonmark.org/0.31.2/; HTML between them passes and is sanitised with the rest.
"""

import re
from html import escape

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
RULE = re.compile(r"(?:[-*_]\s*){3,}$")
BULLET = re.compile(r"[-*+]\s+(.*)")
NUMBERED = re.compile(r"[0-9]{1,9}[.)]\s+(.*)")
BLANK = re.compile(r"\n\s*\n")
FENCE = re.compile(r"^(?:```|~~~)[^\n]*\n(.*?)^(?:```|~~~)[ \t]*$", re.MULTILINE | re.DOTALL)

IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\(([^()\s]{1,2000})(?:\s+[^()\n]{0,300})?\)")
LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})(?:\s+[^()\n]{0,300})?\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,1000})(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,1000})(?<=\S)\1(?![\w*])")
STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,1000})~~")


def markdown_as_html(source: str) -> str:
    """Return Markdown as HTML. What is no Markdown of those kinds stays as it is written."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    parts = FENCE.split(source)
    # What stood between fences is every second part.
    return "".join(f"<pre>{escape(part)}</pre>" if number % 2 else _blocks(part) for number, part in enumerate(parts))


def _blocks(source: str) -> str:
    out = []
    for block in BLANK.split(source.strip("\n")):
        lines = [line.rstrip() for line in block.strip("\n").split("\n")]
        while lines and (heading := HEADING.match(lines[0].strip())):
            level = len(heading[1])
            out.append(f"<h{level}>{_inline(heading[2])}</h{level}>")
            lines.pop(0)
        if any(lines):
            out.append(_block(lines))
    return "".join(out)


def _block(lines: list[str]) -> str:
    first = lines[0].lstrip()
    if len(lines) == 1 and RULE.match(first):
        return "<hr>"
    if first.startswith("<"):
        return "\n".join(lines)
    if first.startswith(">"):
        said = "\n".join(line.lstrip("> ") for line in lines)
        return f"<blockquote>{_blocks(said)}</blockquote>"
    for mark, tag in ((BULLET, "ul"), (NUMBERED, "ol")):
        if mark.match(first):
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in _items(lines, mark))}</{tag}>"
    return f"<p>{_inline('\n'.join(lines))}</p>"


def _items(lines: list[str], mark: re.Pattern[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if found := mark.match(line.strip()):
            items.append(found[1])
        else:
            items[-1] += f"\n{line.strip()}"
    return items


def _inline(words: str) -> str:
    words = IMAGE.sub(lambda found: f'<img src="{escape(found[2])}" alt="{escape(found[1])}">', words)
    words = LINK.sub(lambda found: f'<a href="{escape(found[2])}">{found[1]}</a>', words)
    words = STRONG.sub(r"<strong>\2</strong>", words)
    words = EMPHASIS.sub(r"<em>\2</em>", words)
    words = STRUCK.sub(r"<s>\1</s>", words)
    return words.replace("  \n", "<br>").replace("\n", " ")
