"""The state of one rendering, handed from step to step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from lxml import etree

from articles.body.sources import Form, Sources
from articles.body.tree import Element, serialise

# Comments cannot come out of the sanitiser, so only a finished block looks like this.
MARK = re.compile(r"<!--([0-9]+)-->")


@dataclass
class Rendering:
    """A body on its way to a page: the tree, what it refers to, and the blocks that are done.

    A finished block leaves the tree: a numbered comment stands in its place until the end. So no
    step can spoil a template's markup, and nothing a template wrote is parsed again.
    """

    root: Element
    sources: Sources
    form: Form
    done: list[str] = field(default_factory=list)

    def template(self, name: str, context: Mapping[str, Any]) -> str:
        """Return the block template `name` rendered with `context` and the word for the form."""
        template = get_template(f"articles/blocks/{name}.html")
        return template.render({**context, "form": self.form.value}).strip()

    def replace(self, element: Element, markup: str) -> None:
        """Put finished `markup` where `element` stands; the text behind it stays."""
        mark = etree.Comment(str(len(self.done)))
        self.done.append(markup)
        mark.tail, element.tail = element.tail, None
        element.getparent().replace(element, mark)

    def append(self, markup: str) -> None:
        """Put finished `markup` at the end of the body."""
        self.root.append(etree.Comment(str(len(self.done))))
        self.done.append(markup)

    def inside(self, element: Element) -> SafeString:
        """Return what `element` holds as HTML, finished blocks included."""
        html = serialise(element)
        if self.done:
            html = MARK.sub(lambda mark: self.done[int(mark[1])], html)
        # Safe: the tree came through the allowlist and the blocks out of escaping templates.
        return mark_safe(html)

    def address(self, url: str) -> str:
        """Return `url` as it is written in this form: absolute in a feed."""
        if self.form is Form.FEED and url.startswith("/"):
            return self.sources.base_url.rstrip("/") + url
        return url
