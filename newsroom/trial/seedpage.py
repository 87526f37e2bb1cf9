"""Reads the text of one article page, as copied from a newspaper's site, into its parts."""

import re
from dataclasses import dataclass, field

# What the page's own button and link say: not set again as text.
CALL = re.compile(r"become a patron", re.I)
SENTENCE = re.compile(r".+?[.!?…](?:[”\"’»])?(?=\s|$)|.+$")


@dataclass(frozen=True)
class Outside:
    """One item of the Related news block."""

    title: str
    excerpt: str


@dataclass(frozen=True)
class SeedPage:
    """What stands on the page, part by part, word for word. Runs of spaces count as one."""

    name: str
    tagline: str
    headline: str
    paragraphs: list[str]
    has_read_also: bool
    read_also: str
    appeal: str
    has_tags: bool
    tags: list[str]
    related: list[Outside] = field(default_factory=list)

    @property
    def appeal_headline(self) -> str:
        """The first sentences of the appeal, as many as make a headline."""
        return self._appeal_cut[0]

    @property
    def appeal_text(self) -> str:
        return self._appeal_cut[1]

    @property
    def _appeal_cut(self) -> tuple[str, str]:
        headline, rest = "", SENTENCE.findall(self.appeal)
        while rest and len(headline) + len(rest[0]) < 80:
            headline = f"{headline} {rest.pop(0).strip()}".strip()
        return headline, " ".join(sentence.strip() for sentence in rest if not CALL.match(sentence.strip()))


def read_seed(text: str) -> SeedPage:
    """Return the parts of a page.

    The form: name, tagline and headline, a paragraph each; the article's paragraphs; optionally
    "Read also:"; the appeal; "Tags:"; "Related news" with a title, the title again, an excerpt.

    Raises:
        ValueError: the text has no name, tagline, headline and body.
    """
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n|\n(?=Related news)", text.strip())]
    # A label and what follows it may stand in one paragraph of the copied text.
    lines = [line for paragraph in paragraphs for line in _split_label(paragraph) if line]
    if len(lines) < 4:
        raise ValueError("The text needs at least a site name, a tagline, a headline and a paragraph.")
    name, tagline, headline, *rest = lines
    body, rest = _until(rest, "Read also:", "Tags:", "Related news")
    has_read_also, read_also = _take(rest, "Read also:")
    appeal, rest = _until(rest, "Tags:", "Related news")
    if not has_read_also and not appeal and len(body) > 1 and "patron" in body[-1].lower():
        appeal = [body.pop()]
    has_tags, tags = _take(rest, "Tags:")
    _take(rest, "Related news")
    return SeedPage(
        name=name,
        tagline=tagline,
        headline=headline,
        paragraphs=body,
        has_read_also=has_read_also,
        read_also=read_also,
        appeal=" ".join(appeal),
        has_tags=has_tags,
        tags=[tag for tag in (each.strip() for each in tags.split(",")) if tag],
        related=_related(rest),
    )


def _split_label(paragraph: str) -> list[str]:
    if paragraph.startswith("Related news "):
        return ["Related news", paragraph.removeprefix("Related news ")]
    return [paragraph]


def _until(lines: list[str], *labels: str) -> tuple[list[str], list[str]]:
    for number, line in enumerate(lines):
        if line.startswith(labels):
            return lines[:number], lines[number:]
    return lines, []


def _take(lines: list[str], label: str) -> tuple[bool, str]:
    """Remove the labelled line from the front of `lines`; return whether it stood there, and its words."""
    if lines and lines[0].startswith(label):
        return True, lines.pop(0).removeprefix(label).strip()
    return False, ""


def _related(lines: list[str]) -> list[Outside]:
    """Items are a title, mostly twice (the picture's alt text and the link), and an excerpt."""
    items = []
    while len(lines) >= 2:
        title = lines.pop(0)
        if lines and lines[0] == title:
            lines.pop(0)
        if lines:
            items.append(Outside(title, lines.pop(0)))
    return items
