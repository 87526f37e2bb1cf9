"""Words without mark-up: headlines, excerpts, captions."""

import html
import re

from articles.body.values import without_controls

COMMENTS = re.compile(r"<!--(?:[^-]|-(?!->))*+-->")
HIDDEN = re.compile(r"<(script|style)\b[^>]*+>(?:[^<]|<(?!/\1))*+(?:</\1[^>]*>)?", re.IGNORECASE)
TAGS = re.compile(r"</?[A-Za-z][^<>]*+>")
# qTranslate keeps several languages in one text; the first is shown.
TONGUES = re.compile(r"<!--:([a-z]{2})-->(.*?)<!--:-->|\[:([a-z]{2})\](.*?)(?=\[:[a-z]{0,2}\]|\Z)", re.DOTALL)
WORDS_AT_MOST = 100_000


def with_closed_comments(text: str) -> str:
    """Return `text` with the beginnings of comments that never end as words.

    Else whoever looks for their end would look through all of the text from each.
    """
    last = text.rfind("-->") + 3 if "-->" in text else 0
    return text[:last] + text[last:].replace("<!--", "&lt;!--")


def plain(text: str) -> str:
    """Return `text` on one line, tags taken out and entities resolved."""
    text = with_closed_comments(text[:WORDS_AT_MOST])
    if "<" in text:
        text = TAGS.sub(_spaced, HIDDEN.sub("", COMMENTS.sub("", text)))
    return " ".join(without_controls(html.unescape(text)).split())


def _spaced(tag: re.Match[str]) -> str:
    # Only what begins a line of its own parts words.
    return " " if re.match(r"</?(?:p|br|div|li|h[1-6]|tr|td|blockquote)\b", tag[0], re.IGNORECASE) else ""


def first_tongue(text: str) -> str:
    """Return `text`, or of one in several languages (qTranslate) the first."""
    if "<!--:" not in text and "[:" not in text:
        return text
    found = TONGUES.search(text)
    return (found[2] if found[2] is not None else found[4]) if found else text
