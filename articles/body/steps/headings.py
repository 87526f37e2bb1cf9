"""Headings can be linked to."""

from django.utils.text import slugify

from articles.body.rendering import Rendering
from articles.body.sources import Form
from articles.body.tree import text_of


def name_headings(rendering: Rendering) -> None:
    """Give every heading an id made of its words, unlike any other in this body."""
    # A feed reader shows many bodies on one page, where the same ids would meet.
    if rendering.form is Form.FEED:
        return
    taken: set[str] = set()
    for heading in rendering.root.iter("h2", "h3"):
        # The prefix keeps a heading called "Theme" away from the page's own id="theme".
        name = first = f"h-{slugify(text_of(heading)[:60], allow_unicode=True)}".rstrip("-")
        count = 1
        while name in taken:
            count += 1
            name = f"{first}-{count}"
        taken.add(name)
        heading.set("id", name)
