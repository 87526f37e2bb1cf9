"""Checks of what surrounds the text: section, tags, byline, embargo."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .base import Found
from .material import Material


def section(material: Material) -> Iterator[Found]:
    if material.article.section_id is None:
        yield Found(_("Choose a section."), "id_section")


def tags(material: Material) -> Iterator[Found]:
    shown = [tag for tag in material.manuscript.tags if not tag.is_internal]
    if material.manuscript.tags and not shown:
        yield Found(_("All its tags are internal: readers find it under none."), "id_tags")
    elif not shown:
        yield Found(_("There are no tags."), "id_tags")


def byline(material: Material) -> Iterator[Found]:
    if not material.manuscript.authors:
        yield Found(_("Nobody is named in the byline."), "bylines-group")


def embargo(material: Material) -> Iterator[Found]:
    until = material.article.embargo_until
    if until is None or until <= material.moment:
        return
    zone = timezone.get_default_timezone()
    values = {
        "moment": date_format(timezone.localtime(until, zone), "DATETIME_FORMAT"),
        "zone": str(zone),
        "source": material.article.embargo_source.strip(),
    }
    if values["source"]:
        sentence = _("The embargo of %(source)s ends %(moment)s (%(zone)s): publish after that.")
    else:
        sentence = _("The embargo ends %(moment)s (%(zone)s): publish after that.")
    # Two inputs make the moment, the first of them holds the day.
    yield Found(sentence % values, "id_embargo_until")
