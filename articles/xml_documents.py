"""Writing XML that every parser accepts, whatever was typed into a headline."""

from typing import Any

from django.http import HttpResponse
from lxml import etree

from .body.values import without_controls

# lxml's own types are private names.
type Element = Any


def root(tag: str, namespaces: dict[str | None, str], **attributes: str) -> Element:
    """Return a new root element. `tag` and attribute names may be in Clark's notation (`{namespace}name`)."""
    element = etree.Element(tag, nsmap=namespaces)
    _set(element, attributes)
    return element


def add(parent: Element, tag: str, text: str = "", /, attributes: dict[str, str] | None = None) -> Element:
    """Add an element with `text` in it at the end of `parent` and return it.

    Characters that XML cannot hold (NUL, most controls, lone surrogates) are left out of `text`
    and of the attributes' values: one of them would make the whole document unreadable.
    """
    element = etree.SubElement(parent, tag)
    if text:
        element.text = without_controls(str(text))
    _set(element, attributes or {})
    return element


def written(element: Element) -> bytes:
    """Return the whole document as UTF-8 with its declaration."""
    return etree.tostring(element, xml_declaration=True, encoding="utf-8")


def xml_response(element: Element) -> HttpResponse:
    """Answer with a document that is no feed."""
    return HttpResponse(written(element), content_type="application/xml; charset=utf-8")


def _set(element: Element, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        element.set(name, without_controls(str(value)))
