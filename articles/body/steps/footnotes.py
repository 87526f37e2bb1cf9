"""Footnotes: a number in the text, the words at the end, a way there and back."""

from django.utils.translation import gettext as _
from lxml import etree

from articles.body.rendering import Rendering
from articles.body.sources import Form


def number_footnotes(rendering: Rendering) -> None:
    """Replace each footnote by its number and list their words after the text."""
    # Ids would meet other bodies' ids on a feed reader's page, and links would lead nowhere.
    linked = rendering.form is not Form.FEED
    notes = []
    for number, note in enumerate(list(rendering.root.iter("cms-footnote")), start=1):
        notes.append({"number": number, "text": note.get("data-text", "")})
        mark = etree.Element("sup")
        mark.tail, note.tail = note.tail, None
        mark.text = str(number) if linked else f"[{number}]"
        if linked:
            mark.set("id", f"fnref-{number}")
        # HTML knows no link inside a link: there the number is only a number.
        if linked and next(note.iterancestors("a"), None) is None:
            link = etree.SubElement(mark, "a", href=f"#fn-{number}", role="doc-noteref")
            link.set("class", "fn-ref")
            link.set("aria-label", _("Footnote %(number)d") % {"number": number})
            link.text, mark.text = mark.text, None
        note.getparent().replace(note, mark)
    if notes:
        context = {"notes": notes, "linked": linked}
        rendering.append(rendering.template("footnotes", context))
