"""What a body holds besides running text, as labelled boxes that can be read without opening anything."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.body.blocks.base import caption, numbers
from articles.body.tree import Element
from articles.comparing.names import Names
from articles.comparing.words import Effort, Mark, compare

REFERENCES = frozenset({"cms-picture", "cms-gallery", "cms-read-also", "cms-embed"})


def badge(mark: str) -> SafeString:
    """Return the word for a mark of a whole block, or nothing for one that stayed."""
    word = {"removed": _("Removed"), "added": _("Added"), "changed": _("Changed")}.get(mark, "")
    return format_html(' <b class="desk-badge desk-badge-{}">{}</b>', mark, word) if word else SafeString("")


def kind(element: Element) -> str:
    """Return what editors call this block."""
    if element.tag == "aside":
        return _("Fact box") if element.get("data-factbox") is not None else _("Pull quote")
    return {
        "cms-picture": _("Picture"),
        "cms-gallery": _("Gallery"),
        "cms-read-also": _("Read also"),
        "cms-embed": _("Embed"),
        "table": _("Table"),
        "blockquote": _("Quotation"),
    }.get(element.tag, "")


def refers_to_same(before: Element, after: Element) -> bool:
    """Say whether two reference blocks are one whose caption or order changed."""
    if before.tag == "cms-gallery":
        return bool(set(numbers(before, "data-pictures")) & set(numbers(after, "data-pictures")))
    if before.tag == "cms-picture":
        return before.get("data-picture") == after.get("data-picture")
    return dict(before.attrib) == dict(after.attrib)


def reference(element: Element, mark: Mark, names: Names) -> SafeString:
    """Return a reference block under one mark."""
    tag = {"removed": "del", "added": "ins"}.get(mark, "div")
    words = caption(element)
    said = format_html('<span class="desk-box-line">{} {}</span>', _("Caption:"), words) if words else ""
    return format_html(
        f'<{tag} class="desk-box"><span class="desk-box-head">{{}}{{}}</span>{{}}{{}}</{tag}>',
        kind(element),
        badge(mark),
        _stands_for(element, names),
        said,
    )


def reference_changed(before: Element, after: Element, names: Names, effort: Effort) -> SafeString:
    """Return one block of which the caption, or the pictures of a gallery, changed."""
    said = format_html_join(
        "",
        "{}",
        ((marked(piece.mark, piece.text),) for piece in compare(caption(before), caption(after), effort)),
    )
    return format_html(
        '<div class="desk-box"><span class="desk-box-head">{}{}</span>{}<span class="desk-box-line">{} {}</span></div>',
        kind(after),
        badge("changed"),
        _gallery(before, after, names) if after.tag == "cms-gallery" else _stands_for(after, names),
        _("Caption:"),
        said,
    )


def marked(mark: str, text: str) -> SafeString:
    """Return `text`, escaped, under a mark."""
    tag = {"removed": "del", "added": "ins"}.get(mark)
    return format_html(f"<{tag}>{{}}</{tag}>", text) if tag else format_html("{}", text)


def _stands_for(element: Element, names: Names) -> SafeString:
    if element.tag == "cms-read-also":
        found = [_article(number, names) for number in numbers(element, "data-article")]
        return format_html_join("", '<span class="desk-box-line">{}</span>', ((each,) for each in found))
    if element.tag == "cms-embed":
        return format_html('<span class="desk-box-line">{}</span>', element.get("data-url", ""))
    attribute = "data-picture" if element.tag == "cms-picture" else "data-pictures"
    return format_html_join("", "{}", ((picture(number, names),) for number in numbers(element, attribute)))


def _gallery(before: Element, after: Element, names: Names) -> SafeString:
    old, new = numbers(before, "data-pictures"), numbers(after, "data-pictures")
    gone = [(picture(number, names, "removed"),) for number in old if number not in new]
    stay = [(picture(number, names, "same" if number in old else "added"),) for number in new]
    return format_html_join("", "{}", [*stay, *gone])


def _article(number: int, names: Names) -> str:
    return names.articles.get(number) or _("an article that is gone (number %(number)d)") % {"number": number}


def picture(number: int, names: Names, mark: str = "same") -> SafeString:
    """Return a picture of the library, small, with its name and its alt text."""
    tag = {"removed": "del", "added": "ins"}.get(mark, "span")
    found = names.pictures.get(number)
    if found is None:
        gone = _("a picture that is gone (number %(number)d)") % {"number": number}
        return format_html(f'<{tag} class="desk-box-line">{{}}{{}}</{tag}>', gone, badge(mark))
    thumb = format_html('<img class="desk-thumb" src="{}" alt="">', found.thumb) if found.thumb else ""
    alt = format_html("<small>{} {}</small>", _("Alt text:"), found.alt or _("none"))
    return format_html(
        f'<{tag} class="desk-box-picture">{{}}<span><strong>{{}}</strong>{{}}{{}}</span></{tag}>',
        thumb, found.title, badge(mark), alt,
    )  # fmt: skip
