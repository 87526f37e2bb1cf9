"""What a body may contain: the one list that the editor and the sanitiser both read.

Each `Feature` is something an editor can do. It names the editor's extension, that extension's
settings, and the elements and attributes that it brings. `EXTENSIONS` and `EXTENSION_GROUPS` give
django-prose-editor its half, `ELEMENTS` gives the sanitiser its half, so they cannot drift apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django_prose_editor.config import html_tags
from js_asset import static_lazy

from articles.body import values
from articles.body.values import Check

type Processor = Callable[[Any, dict[str, Any]], None]

BLOCKS_SCRIPT = "articles/prose/blocks.js"


@dataclass(frozen=True)
class Feature:
    """One thing the editor offers, and the markup it leaves behind.

    `own` says that the extension is in `BLOCKS_SCRIPT` and not in django-prose-editor's list.
    """

    extension: str
    elements: Mapping[str, Mapping[str, Check]] = field(default_factory=dict)
    config: bool | Mapping[str, Any] = True
    own: bool = False


CAPTION = values.text(values.CAPTION_LIMIT)
SPANS: Mapping[str, Check] = {"colspan": values.number(1, 100), "rowspan": values.number(1, 100)}

FEATURES: tuple[Feature, ...] = (
    # Running text
    Feature("Paragraph", {"p": {}}),
    Feature("Heading", {"h2": {}, "h3": {}}, config={"levels": [2, 3]}),
    Feature("Bold", {"strong": {}}),
    Feature("Italic", {"em": {}}),
    Feature("Strike", {"s": {}}),
    Feature("Subscript", {"sub": {}}),
    Feature("Superscript", {"sup": {}}),
    Feature("HardBreak", {"br": {}}),
    Feature("HorizontalRule", {"hr": {}}),
    Feature("BulletList", {"ul": {}}),
    Feature("OrderedList", {"ol": {"start": values.number(0, 999_999)}}),
    Feature("ListItem", {"li": {}}),
    Feature("Blockquote", {"blockquote": {}}),
    Feature("Cite", {"cite": {}}, own=True),
    # Links: out by address, to an own article by number, so that a moved article stays linked
    Feature(
        "Link",
        {"a": {"href": values.link_url}},
        config={"enableTarget": False, "protocols": sorted(values.LINK_SCHEMES)},
    ),
    Feature("ArticleLink", {"a": {"data-article": values.identifier}}, own=True),
    # Tables
    Feature("Table", {"table": {}, "thead": {}, "tbody": {}}),
    Feature("TableRow", {"tr": {}}),
    Feature(
        "TableHeader",
        {"th": {"scope": values.one_of("row", "col", "rowgroup", "colgroup"), **SPANS}},
    ),
    Feature("TableCell", {"td": SPANS}),
    Feature("TableCaption", {"caption": {}}, own=True),
    # Reference blocks: numbers and addresses only, what they stand for is looked up on rendering
    Feature(
        "Picture",
        {"cms-picture": {"data-picture": values.identifier, "data-caption": CAPTION}},
        own=True,
    ),
    Feature(
        "Gallery",
        {"cms-gallery": {"data-pictures": values.identifiers, "data-caption": CAPTION}},
        own=True,
    ),
    Feature("ReadAlso", {"cms-read-also": {"data-article": values.identifier}}, own=True),
    Feature("Embed", {"cms-embed": {"data-url": values.web_url}}, own=True),
    Feature("PullQuote", {"aside": {"data-pullquote": values.flag}}, own=True),
    Feature("FactBox", {"aside": {"data-factbox": values.flag}}, own=True),
    Feature("Footnote", {"cms-footnote": {"data-text": values.text(values.FOOTNOTE_LIMIT)}}, own=True),
    # Tools that leave no markup
    Feature("History"),
    Feature("SpecialCharacters"),
    Feature("Paste", own=True),
    Feature("BlockKeys", own=True),
    Feature("BlockMenu", own=True),
)

# A reference block without this attribute refers to nothing, and is removed.
REQUIRED: Mapping[str, str] = {
    "cms-picture": "data-picture",
    "cms-gallery": "data-pictures",
    "cms-read-also": "data-article",
    "cms-embed": "data-url",
    "cms-footnote": "data-text",
}
# An aside must be one of these; any other is only its contents.
ASIDES = ("data-pullquote", "data-factbox")

VOID = frozenset({"br", "hr"})
INLINE = frozenset({"a", "strong", "em", "s", "sub", "sup", "cite", "br", "cms-footnote"})

# Other spellings of what is allowed, from pasted pages and imported archives. The containers
# become paragraphs, or else the last word of one would run into the first of the next.
EQUIVALENTS: Mapping[str, str] = {
    "b": "strong",
    "i": "em",
    "strike": "s",
    "tfoot": "tbody",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    **dict.fromkeys(
        "address article center dd details div dt figcaption figure footer header main nav pre section summary".split(),
        "p",
    ),
}

# What these hold is not prose: it goes with the element. Nor is what somebody deleted with changes tracked;
# words that are to be seen struck through are in `s`.
DROPPED_WITH_CONTENT = frozenset(
    "del script style iframe object embed applet svg math template noscript noembed noframes xmp "
    "textarea select title head canvas audio video frameset".split()
)


def _elements() -> dict[str, dict[str, Check]]:
    merged: dict[str, dict[str, Check]] = {}
    for feature in FEATURES:
        for tag, attributes in feature.elements.items():
            merged.setdefault(tag, {}).update(attributes)
    return merged


def _processor(feature: Feature) -> Processor:
    attributes = {tag: list(names) for tag, names in feature.elements.items()}
    processor: Processor = html_tags(list(feature.elements), attributes)
    return processor


# For the sanitiser: element → attribute → what it may hold.
ELEMENTS: Mapping[str, Mapping[str, Check]] = _elements()

# For `ProseEditorField(extensions=EXTENSIONS, sanitize=sanitise)`.
EXTENSIONS: dict[str, Any] = {feature.extension: feature.config for feature in FEATURES}

# For the setting DJANGO_PROSE_EDITOR_EXTENSIONS.
EXTENSION_GROUPS: list[dict[str, Any]] = [
    {
        "js": [static_lazy(BLOCKS_SCRIPT)],
        "extensions": {f.extension: _processor(f) for f in FEATURES if f.own},
    }
]
